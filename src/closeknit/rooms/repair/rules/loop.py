"""Two halves of a loop, and where they stand in the drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap

WIDTH = 360
CARD = 164
LINE = 17
TOP_OF_WORDS = 38
FOOT = 12
GAP = 44
LETTERS_IN_A_LINE = 20  # of a wide typeface
LINES_IN_A_CARD = 6


@dataclass(frozen=True)
class HalfWords:
    does: str = ""
    feels: str = ""
    fears: str = ""
    """What it seems to mean."""
    steps_out: str = ""
    """Where this person could step out, and how."""
    name: str = ""
    """A light name for the loop."""


@dataclass(frozen=True)
class MoveCard:
    """One move in the drawing, in SVG units; `is_first` tells whose it is."""

    x: int
    y: int
    height: int
    lines: Sequence[tuple[int, str]]
    """Each line's baseline and its words."""
    is_first: bool
    is_act: bool

    @property
    def middle(self) -> int:
        return self.x + CARD // 2

    @property
    def bottom(self) -> int:
        return self.y + self.height


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    cards: Sequence[MoveCard]
    """Clockwise: the first one's act, what it does in the other, the other's act, and back."""
    arrows: Sequence[str]
    """Paths in SVG's own notation."""


def draw(first: HalfWords, second: HalfWords) -> Drawing:
    """Lay four moves out in a ring: each act leads to a feeling, each feeling to an act."""
    act, answer = _lines(first.does), _lines(second.does)
    left, right = _lines(first.feels), _lines(second.feels)
    centre, edge = (WIDTH - CARD) // 2, WIDTH - CARD - 2
    middle = 2 + _height(act) + GAP
    below = middle + max(_height(left), _height(right)) + GAP
    cards = (
        _card(centre, 2, act, is_first=True, is_act=True),
        _card(edge, middle, right, is_first=False, is_act=False),
        _card(centre, below, answer, is_first=False, is_act=True),
        _card(2, middle, left, is_first=True, is_act=False),
    )
    height = cards[2].bottom + 2
    return Drawing(width=WIDTH, height=height, cards=cards, arrows=_arrows(cards))


def _lines(words: str) -> list[str]:
    """Break words for a card; what does not fit ends in an ellipsis, the text beside has it."""
    plain = " ".join(words.split()) or "…"
    return wrap(plain, width=LETTERS_IN_A_LINE, max_lines=LINES_IN_A_CARD, placeholder=" …")


def _height(lines: Sequence[str]) -> int:
    return TOP_OF_WORDS + LINE * len(lines) + FOOT - LINE // 2


def _card(x: int, y: int, lines: Sequence[str], *, is_first: bool, is_act: bool) -> MoveCard:
    stood = [(y + TOP_OF_WORDS + LINE * number, line) for number, line in enumerate(lines)]
    return MoveCard(x=x, y=y, height=_height(lines), lines=stood, is_first=is_first, is_act=is_act)


def _arrows(cards: Sequence[MoveCard]) -> list[str]:
    return [_arrow(start, end) for start, end in pairwise([*cards, cards[0]])]


def _arrow(start: MoveCard, end: MoveCard) -> str:
    """Curve from one card to the next; the upper two leave and enter at their sides."""
    outwards = 1 if max(start.middle, end.middle) > WIDTH // 2 else -1
    if end.y > start.y:
        return _down(start, end, outwards)
    return _up(start, end, outwards)


def _down(start: MoveCard, end: MoveCard, outwards: int) -> str:
    if start.is_act:
        x, y = start.middle + outwards * CARD // 2, start.y + start.height // 2
        to_x, to_y = end.middle + outwards * 20, end.y - 6
        return f"M{x + outwards * 4} {y}C{to_x} {y} {to_x} {y} {to_x} {to_y}"
    x, y = start.middle + outwards * 20, start.bottom + 4
    to_x, to_y = end.middle + outwards * (CARD // 2 + 6), end.y + end.height // 2
    return f"M{x} {y}C{x} {to_y} {x} {to_y} {to_x} {to_y}"


def _up(start: MoveCard, end: MoveCard, outwards: int) -> str:
    if start.is_act:
        x, y = start.middle + outwards * CARD // 2, start.y + start.height // 2
        to_x, to_y = end.middle + outwards * 20, end.bottom + 6
        return f"M{x + outwards * 4} {y}C{to_x} {y} {to_x} {y} {to_x} {to_y}"
    x, y = start.middle + outwards * 20, start.y - 4
    to_x, to_y = end.middle + outwards * (CARD // 2 + 6), end.y + end.height // 2
    return f"M{x} {y}C{x} {to_y} {x} {to_y} {to_x} {to_y}"
