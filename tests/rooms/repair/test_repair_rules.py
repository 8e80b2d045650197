"""The careful words, the sentence, the drawing and the clock of the repair tools."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeknit.domain.library.reading_grade import grade
from closeknit.rooms.repair.queries.careful import careful_words
from closeknit.rooms.repair.rules.careful import pointers
from closeknit.rooms.repair.rules.loop import CARD, WIDTH, HalfWords, draw
from closeknit.rooms.repair.rules.opening import OpeningWords
from closeknit.rooms.repair.rules.words import from_words, to_words
from closeknit.rooms.repair.rules.writing import LASTS, seconds_left

PARTS = {"feeling", "fact", "request", "did", "meant", "regret", "came", "change", "mend"}
EVENING = datetime(2026, 3, 2, 19, 0, tzinfo=UTC)
HALVES = st.builds(HalfWords, does=st.text(max_size=400), feels=st.text(max_size=400))


def found_in(**text: str) -> list[str]:
    return [each.found for each in pointers(text, advice=careful_words())]


@pytest.mark.parametrize(
    ("part", "words", "found"),
    [
        ("fact", "You always come late", "always"),
        ("fact", "you NEVER call", "NEVER"),
        ("fact", "it is your fault", "your fault"),
        ("feeling", "ignored", "ignored"),
        ("feeling", "like you hate me", "like you"),
        ("fact", "you don\u2019t care", "you don't care"),
        ("request", "stop shouting", "stop"),
        ("did", "I shouted, but you came late", "but"),
        ("regret", "sorry if it hurt", "sorry if"),
        ("mend", "please forgive me", "forgive me"),
    ],
)
def test_words_that_blame_are_pointed_at(part, words, found):
    assert found in found_in(**{part: words})


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("fact", "the plan changed and I found out late"),
        ("feeling", "left out"),
        ("request", "a short line first, next time"),
        ("fact", "you drove through Nevers with the button open"),
        ("did", "I made fun of you in front of our friends"),
        ("regret", "I am sorry that I did it"),
    ],
)
def test_plain_words_pass(part, words):
    assert found_in(**{part: words}) == []


def test_each_kind_of_word_is_pointed_at_once_in_a_part():
    assert found_in(fact="always, always and never") == ["always"]


def test_the_list_names_only_parts_that_exist_and_reads_easily():
    hints = [each.hint for each in careful_words()]

    assert {part for each in careful_words() for part in each.parts} <= PARTS
    assert all("!" not in hint and "should" not in hint for hint in hints)
    assert all(grade(hint, language="en") <= 8 for hint in hints)


def test_a_language_without_a_list_uses_the_source():
    assert careful_words("xx") == careful_words("en")


def test_the_parts_of_an_opening_fit_into_one_sentence():
    words = OpeningWords(feeling=" tense. ", fact="it\nrained;", request="tea!")

    assert words.as_clauses == OpeningWords(feeling="tense", fact="it rained", request="tea")
    assert words.is_whole
    assert not OpeningWords(feeling="tense", fact="...", request="tea").is_whole


@given(words=HALVES)
def test_words_read_back_as_written(words):
    assert from_words(HalfWords, to_words(words)) == words


@given(first=HALVES, second=HALVES)
def test_a_loop_is_drawn_inside_its_frame_and_no_move_covers_another(first, second):
    drawing = draw(first, second)

    top, right, bottom, left = drawing.cards
    assert all(each.x >= 0 and each.x + CARD <= WIDTH for each in drawing.cards)
    assert all(each.y >= 0 and each.bottom <= drawing.height for each in drawing.cards)
    assert top.bottom < min(left.y, right.y)
    assert max(left.bottom, right.bottom) < bottom.y
    assert left.x + CARD < right.x
    for card in drawing.cards:
        assert card.lines
        assert card.lines[-1][0] < card.bottom
        assert all(b - a > 12 for (a, _), (b, _) in pairwise(card.lines))


def test_a_loop_is_drawn_just_so():
    """Looked at once on a phone; another drawing is another look."""
    one = HalfWords(does="I go quiet and look at my phone", feels="alone")
    other = HalfWords(
        does="I ask again, louder each time, until you answer me",
        feels="shut out and far away from you tonight",
    )

    drawing = draw(one, other)

    assert (drawing.width, drawing.height) == (360, 354)
    assert [(each.x, each.y, each.height, list(each.lines)) for each in drawing.cards] == [
        (98, 2, 76, [(40, "I go quiet and look"), (57, "at my phone")]),
        (194, 122, 93, [(160, "shut out and far"), (177, "away from you"), (194, "tonight")]),
        (
            98,
            259,
            93,
            [(297, "I ask again, louder"), (314, "each time, until you"), (331, "answer me")],
        ),
        (2, 122, 59, [(160, "alone")]),
    ]
    assert [each.is_first for each in drawing.cards] == [True, False, False, True]
    assert [each.is_act for each in drawing.cards] == [True, False, True, False]
    assert list(drawing.arrows) == [
        "M266 40C296 40 296 40 296 116",
        "M296 219C296 305 296 305 268 305",
        "M94 305C64 305 64 305 64 187",
        "M64 118C64 40 64 40 92 40",
    ]


@given(first=HALVES, second=HALVES)
def test_four_arrows_turn_the_loop(first, second):
    assert len(set(draw(first, second).arrows)) == 4


@given(passed=st.integers(min_value=0, max_value=3 * LASTS))
def test_the_seven_minutes_are_counted_from_an_instant(passed):
    left = seconds_left(begun=EVENING.isoformat(), now=EVENING + timedelta(seconds=passed))

    assert left == max(0, LASTS - passed)


def test_a_clock_that_was_set_back_gives_no_extra_time():
    begun = EVENING.isoformat()

    assert seconds_left(begun=begun, now=EVENING - timedelta(hours=3)) == LASTS
    assert seconds_left(begun="", now=EVENING) == 0
