from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from hashlib import blake2b
from statistics import fmean
from types import MappingProxyType
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closeknit.domain.library import NoQuestionError, Schedule, Strand, load

ALICE_AND_BOB = UUID(int=7)
START = date(2026, 1, 1)
EVERYTHING = load()
CORE = [
    question
    for question in EVERYTHING.questions.values()
    if not question.pack and not question.retired
]


def of_the_day(**changes):
    on = changes.pop("date", START)
    given_facts: dict[str, Any] = {
        "seed": ALICE_AND_BOB,
        "used": {},
        "mutual_answers": 0,
        "deep_opt_in": False,
        "packs": (),
        "skipped": (),
        "library": EVERYTHING,
    }
    return Schedule(**(given_facts | changes)).next(on)[0]


def small_library(*questions):
    by_id = MappingProxyType({question.id: question for question in questions})
    return replace(EVERYTHING, questions=by_id)


def days(count, *, deep_opt_in=True, seed=ALICE_AND_BOB, skips=lambda _question: False):
    """What a couple is asked, one a day, when they swap what they skip for another question."""
    used: dict[str, date] = {}
    skipped: set[str] = set()
    asked = []
    for number in range(count):
        today = START + timedelta(days=number)
        while True:
            question = of_the_day(
                seed=seed,
                date=today,
                used=used,
                mutual_answers=number,
                deep_opt_in=deep_opt_in,
                skipped=skipped,
            )
            if not skips(question):
                break
            skipped.add(question.id)
        used[question.id] = today
        asked.append(question)
    return asked


def test_the_same_facts_give_the_same_question():
    assert of_the_day() == of_the_day()


@settings(max_examples=20, deadline=None)
@given(seed=st.uuids(), stopped_after=st.integers(0, 699))
def test_days_gone_through_at_once_are_those_gone_through_one_by_one(seed, stopped_after):
    """Two years, most of them revisits; what was handed out by then is all that the rest needs."""
    facts: dict[str, Any] = {"mutual_answers": 0, "deep_opt_in": False, "packs": (), "skipped": ()}
    count = stopped_after + 30
    at_once = Schedule(seed=seed, used={}, library=EVERYTHING, **facts)
    asked = [at_once.next(START + timedelta(days=number)) for number in range(count)]
    used = {
        question.id: START + timedelta(days=number)
        for number, (question, _before) in enumerate(asked[:stopped_after])
    }

    later = Schedule(seed=seed, used=used, library=EVERYTHING, **facts)
    rest = [later.next(START + timedelta(days=number)) for number in range(stopped_after, count)]

    assert rest == asked[stopped_after:]


def test_two_couples_are_not_asked_the_same_things_in_the_same_order():
    one = [question.id for question in days(20)]
    other = [question.id for question in days(20, seed=UUID(int=8))]

    assert one != other


def test_after_the_first_week_a_skipped_question_makes_way_for_another_of_its_strand():
    used = {question.id: START - timedelta(days=1) for question in CORE if question.first_evening}
    first = of_the_day(used=used)

    other = of_the_day(used=used, skipped={first.id})

    assert other != first
    assert other.strand is first.strand


def test_every_strand_comes_once_in_any_six_days():
    asked = days(120)

    for start in range(len(asked) - 5):
        window = {question.strand for question in asked[start : start + 6]}
        assert window == set(Strand)


def test_depth_three_waits_for_ten_mutual_answers():
    used = {question.id: START for question in CORE if question.depth <= 2}
    tomorrow = START + timedelta(days=1)

    early = of_the_day(date=tomorrow, used=used, mutual_answers=9)
    later = of_the_day(date=tomorrow, used=used, mutual_answers=10)

    assert early.id in used
    assert later.depth == 3


def test_depth_four_waits_until_both_opt_in():
    used = {question.id: START for question in CORE if question.depth <= 3}
    tomorrow = START + timedelta(days=1)

    closed = of_the_day(date=tomorrow, used=used, mutual_answers=500)
    opened = of_the_day(date=tomorrow, used=used, mutual_answers=500, deep_opt_in=True)

    assert closed.id in used
    assert opened.depth == 4


def test_the_first_two_weeks_are_gentle():
    asked = days(14)

    assert {question.depth for question in asked} == {1}


def test_the_first_six_weeks_stay_above_depth_three():
    asked = days(42)

    assert max(question.depth for question in asked) == 2


@pytest.mark.parametrize("pack", ["apart", "parents", "new-together"])
def test_a_pack_stays_shut_until_it_is_chosen(pack):
    inside = [question for question in EVERYTHING.questions.values() if question.pack == pack]
    library = small_library(*inside, CORE[0])

    shut = of_the_day(library=library, mutual_answers=99, deep_opt_in=True)
    used = {CORE[0].id: START - timedelta(days=1)}
    chosen = of_the_day(library=library, used=used, packs={pack}, mutual_answers=99)

    assert shut == CORE[0]
    assert chosen.pack == pack


def test_a_question_that_requires_a_fact_waits_for_it():
    gardeners = replace(CORE[0], requires=("garden",), depth=1)
    library = small_library(gardeners)

    assert of_the_day(library=library, facts={"garden"}) == gardeners
    with pytest.raises(NoQuestionError):
        of_the_day(library=library)


def test_a_question_that_excludes_a_fact_is_left_out():
    library = small_library(replace(CORE[0], excludes=("grief",), depth=1))

    with pytest.raises(NoQuestionError):
        of_the_day(library=library, facts={"grief"})


def test_a_retired_question_is_not_asked():
    library = small_library(replace(CORE[0], retired=True))

    with pytest.raises(NoQuestionError):
        of_the_day(library=library)


def test_when_all_were_asked_the_oldest_that_is_due_comes_back():
    never, early, late = (
        replace(CORE[0], id=name, depth=1, revisit_after=wait)
        for name, wait in (("never", None), ("early", 100), ("late", 300))
    )
    library = small_library(never, early, late)
    used = {
        "never": START - timedelta(days=400),
        "late": START - timedelta(days=200),
        "early": START - timedelta(days=150),
    }

    back = of_the_day(library=library, used=used)

    assert back == early


def test_when_none_is_due_the_oldest_of_all_comes_back():
    first, second = (
        replace(CORE[0], id=name, depth=1, revisit_after=300) for name in ("first", "second")
    )
    used = {"first": START - timedelta(days=9), "second": START - timedelta(days=8)}

    back = of_the_day(library=small_library(first, second), used=used)

    assert back == first


def test_a_question_that_left_the_library_does_not_disturb_the_day():
    assert of_the_day(used={"gone-001": START - timedelta(days=3)}) is not None


SHARE_SKIPPED = 28
"""Of 100 questions."""


def skipping(seed):
    """A couple's own fixed choice of 28 in 100 questions, without regard to strand or depth."""

    def is_skipped(question):
        digest = blake2b(question.id.encode(), key=seed.bytes, digest_size=4).digest()
        return int.from_bytes(digest) % 100 < SHARE_SKIPPED

    return is_skipped


def skips_28_of_100(question):
    return skipping(ALICE_AND_BOB)(question)


@pytest.fixture(scope="module", params=[7, 2026, 40_360])
def year(request):
    """360 days of a couple who skip 28 in 100, opt in to everything deep and to no pack."""
    seed = UUID(int=request.param)
    skipped = sum(skipping(seed)(question) for question in CORE)
    assert 0.22 <= skipped / len(CORE) <= 0.34
    return days(360, seed=seed, skips=skipping(seed))


def test_a_year_of_skips_repeats_no_question_and_opens_no_pack(year):
    assert len({question.id for question in year}) == 360
    assert not [question for question in year if question.pack]


def test_a_year_of_skips_starts_gently_and_then_holds_every_depth(year):
    opening, rest = year[:42], year[42:]

    assert max(question.depth for question in year[:14]) == 1
    assert max(question.depth for question in opening) == 2
    assert max(question.depth for question in year[:84]) <= 3
    assert fmean(question.depth for question in opening) < fmean(
        question.depth for question in rest
    )
    assert {question.depth for question in rest} == {1, 2, 3, 4}


def test_a_year_of_skips_gives_every_strand_its_share(year):
    counted = Counter(question.strand for question in year)

    assert set(counted) == set(Strand)
    assert max(counted.values()) - min(counted.values()) <= 2


def test_any_week_of_a_year_of_skips_holds_at_least_five_strands(year):
    for start in range(0, 300, 7):
        assert len({question.strand for question in year[start : start + 7]}) >= 5


def test_without_deep_questions_the_days_last_as_long_as_the_library_is_wide():
    open_questions = [
        question for question in CORE if question.depth <= 3 and not skips_28_of_100(question)
    ]

    asked = days(len(open_questions), deep_opt_in=False, skips=skips_28_of_100)

    assert {question.id for question in asked} == {question.id for question in open_questions}


@settings(max_examples=25, deadline=None)
@given(
    seed=st.uuids(),
    mutual_answers=st.integers(0, 400),
    deep_opt_in=st.booleans(),
    used=st.lists(st.sampled_from([question.id for question in CORE]), unique=True, max_size=80),
    skipped=st.sets(st.sampled_from([question.id for question in CORE]), max_size=80),
)
def test_no_gate_is_ever_passed(seed, mutual_answers, deep_opt_in, used, skipped):
    asked = {name: START - timedelta(days=1 + place) for place, name in enumerate(used)}

    question = of_the_day(
        seed=seed,
        mutual_answers=mutual_answers,
        deep_opt_in=deep_opt_in,
        used=asked,
        skipped=skipped,
    )

    assert question.id not in asked
    assert question.id not in skipped
    assert not question.pack
    assert question.depth <= (2 if mutual_answers < 10 else 4 if deep_opt_in else 3)
