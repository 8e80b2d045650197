"""What couples are asked on their first evenings; `pytest -rP` prints thirty of them to read."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID

import pytest

from closeknit.domain.library import Question, Schedule, Strand, load

THREE_COUPLES = (UUID(int=7), UUID(int=2026), UUID(int=40_360))
FIRST_DAY = date(2026, 3, 2)
LIBRARY = load()
OPENING = sorted(
    (each for each in LIBRARY.questions.values() if each.first_evening is not None),
    key=lambda each: each.first_evening or 0,
)


def evenings(
    couple: UUID, count: int, *, skipped: frozenset[str] = frozenset(), used: int = 0
) -> list[Question]:
    """The first evenings of two who answer each one; `used` of the opening lie behind them."""
    asked = {each.id: FIRST_DAY - timedelta(days=1) for each in OPENING[:used]}
    schedule = Schedule(
        seed=couple,
        used=asked,
        mutual_answers=30,
        deep_opt_in=False,
        packs=(),
        skipped=skipped,
        library=LIBRARY,
    )
    return [schedule.next(FIRST_DAY + timedelta(days=number))[0] for number in range(count)]


@pytest.mark.parametrize("couple", THREE_COUPLES)
def test_thirty_evenings_in_a_row_are_light_and_various(couple):
    thirty = evenings(couple, 30)

    for number, question in enumerate(thirty, start=1):
        print(f"{number:2} {question.strand:14} {question.text}")  # noqa: T201 - to be read
    assert len({question.id for question in thirty}) == 30
    assert max(question.depth for question in thirty[:14]) == 1
    assert max(question.depth for question in thirty) <= 2
    assert max(Counter(question.strand for question in thirty).values()) <= 6
    openings = [question.text.split()[0] for question in thirty]
    assert openings.count("Which") + openings.count("What") <= 0.7 * 30
    assert max(Counter(openings[7:]).values()) <= 12


def test_the_first_seven_evenings_are_the_same_light_set_for_every_couple():
    firsts = [evenings(couple, 7) for couple in THREE_COUPLES]

    assert [each.first_evening for each in OPENING] == [1, 2, 3, 4, 5, 6, 7]
    assert firsts == [OPENING, OPENING, OPENING]
    assert {each.depth for each in OPENING} == {1}
    assert {each.strand for each in OPENING[:6]} == set(Strand)
    assert not [each for each in OPENING if each.pack or each.requires]


def test_a_couple_in_the_middle_of_its_first_week_goes_on_where_it_stands():
    rest = evenings(THREE_COUPLES[0], 5, used=3)

    assert rest[:4] == OPENING[3:]
    assert rest[4].first_evening is None


def test_a_question_of_the_first_week_that_was_set_aside_is_not_asked():
    seven = evenings(THREE_COUPLES[0], 7, skipped=frozenset({OPENING[1].id}))

    assert seven[:6] == [OPENING[0], *OPENING[2:]]
    assert seven[6].first_evening is None


def test_the_eighth_evening_differs_from_couple_to_couple():
    weeks = {tuple(each.id for each in evenings(couple, 14)[7:]) for couple in THREE_COUPLES}

    assert len(weeks) == len(THREE_COUPLES)


@pytest.mark.parametrize("couple", THREE_COUPLES)
def test_two_years_repeat_nothing_even_without_a_pack_and_without_the_bravest(couple):
    asked = evenings(couple, 730)

    assert len({question.id for question in asked}) == 730


def test_fewer_than_six_in_ten_questions_open_with_which_or_what():
    openings = [each.text.split()[0] for each in LIBRARY.questions.values() if not each.retired]

    assert openings.count("Which") + openings.count("What") < 0.6 * len(openings)
