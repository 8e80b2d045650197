"""What holds for a thank-you, whoever wrote it."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from closeknit.rooms.moments.rules import (
    LandingWords,
    ReadyWord,
    ThankYouWords,
    from_the_jar,
    landing_words,
    may_edit,
    thank_you_words,
    to_words,
)

MONDAY = date(2026, 3, 2)
JARS = st.lists(st.uuids(), min_size=1, max_size=20, unique=True)


def test_words_change_on_their_day_only():
    assert may_edit(written_on=MONDAY, today=MONDAY, has_landed=False)
    assert not may_edit(written_on=MONDAY, today=MONDAY + timedelta(days=1), has_landed=False)


def test_words_do_not_change_under_an_answer():
    assert not may_edit(written_on=MONDAY, today=MONDAY, has_landed=True)


def test_an_empty_jar_hands_nothing_back():
    assert from_the_jar(ids=[], seed=uuid4(), today=MONDAY, turn=0) is None


@given(ids=JARS, seed=st.uuids(), today=st.dates(), turn=st.integers(0, 50))
def test_a_reload_hands_the_same_one_back(ids: list[UUID], seed, today, turn):
    shuffled = list(reversed(ids))

    first = from_the_jar(ids=ids, seed=seed, today=today, turn=turn)

    assert from_the_jar(ids=shuffled, seed=seed, today=today, turn=turn) == first


@given(ids=JARS, seed=st.uuids(), today=st.dates())
def test_another_one_is_another_until_all_were_seen(ids: list[UUID], seed, today):
    handed = [from_the_jar(ids=ids, seed=seed, today=today, turn=turn) for turn in range(len(ids))]

    assert sorted(map(str, handed)) == sorted(map(str, ids))


def test_days_differ_in_what_the_jar_hands_back():
    ids, seed = [uuid4() for _ in range(12)], uuid4()
    days = [MONDAY + timedelta(days=n) for n in range(30)]

    handed = {from_the_jar(ids=ids, seed=seed, today=day, turn=0) for day in days}

    assert len(handed) > 5


@given(did=st.text(min_size=1), shows=st.text(), felt=st.text())
def test_a_thank_you_reads_back_as_written(did, shows, felt):
    words = ThankYouWords(did=did, shows=shows, felt=felt)

    assert thank_you_words(to_words(words)) == words


@given(ready=st.one_of(st.none(), st.sampled_from(ReadyWord)), text=st.text())
def test_an_answer_reads_back_as_written(ready, text):
    words = LandingWords(ready=ready, text=text)

    assert landing_words(to_words(words)) == words


def test_a_ready_word_of_a_later_version_is_left_out():
    assert landing_words({"ready": "sang", "text": "La."}) == LandingWords(text="La.")
