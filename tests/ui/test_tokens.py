"""Contrast by WCAG 2.2, 1.4.3 (words 4.5) and 1.4.11 (edges, marks and focus 3)."""

import re
from pathlib import Path

import pytest

import closeknit.ui

TOKENS = Path(closeknit.ui.__file__).parent / "styles" / "tokens.css"
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
PAIRS = {name: (light, dark) for name, light, dark in PAIR.findall(TOKENS.read_text())}

PAPERS = ("paper", "lamp", "sheet", "shade")
TINTS = ("ember-tint", "sage-tint", "dusk-tint", "danger-tint")
STRANDS = tuple(name for name in PAIRS if name.startswith("strand-"))
WORDS = (
    *((ink, paper) for ink in ("ink", "muted") for paper in (*PAPERS, *TINTS)),
    *(
        (ink, paper)
        for ink in ("ember", "ember-deep", "sage", "dusk", "danger", *STRANDS)
        for paper in PAPERS
    ),
    ("on-ember", "ember"),
    ("on-ember", "ember-deep"),
    ("on-danger", "danger"),
)
MARKS = tuple((mark, paper) for mark in ("edge", "ember", "danger") for paper in (*PAPERS, *TINTS))


def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself_knows_black_on_white():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_every_strand_has_its_own_hue():
    assert len(STRANDS) == len({PAIRS[name] for name in STRANDS}) == 6


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), WORDS)
def test_words_can_be_read(ink, paper, theme):
    assert contrast(PAIRS[ink][theme], PAIRS[paper][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("mark", "paper"), MARKS)
def test_edges_and_marks_can_be_seen(mark, paper, theme):
    assert contrast(PAIRS[mark][theme], PAIRS[paper][theme]) >= 3
