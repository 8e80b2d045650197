"""Which practice is suggested to one person, by the real library."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from practices_cast import MONDAY, done, noted, tonight

from closeknit.domain.library import Contraindication, Mode, Strand
from closeknit.rooms.practices.queries import library
from closeknit.rooms.practices.rules.notes import Done, Notes, Opinion, Rating
from closeknit.rooms.practices.rules.tonight import Reason, is_safe

SLUGS = sorted(library().practices)
DOINGS = st.builds(
    Done,
    slug=st.sampled_from(SLUGS),
    edition=st.just(1),
    done_on=st.integers(1, 90).map(lambda days: MONDAY - timedelta(days=days)),
    rating=st.one_of(st.none(), st.sampled_from(Rating)),
)
NOTES = st.builds(
    lambda doings, opinions: Notes(opinions=opinions).with_history(doings),
    st.lists(DOINGS, max_size=30),
    st.dictionaries(st.sampled_from(SLUGS), st.sampled_from(Opinion), max_size=8),
)
ANYBODY = {"notes": NOTES, "is_alone": st.booleans(), "is_quieter": st.booleans()}
MODERATE = settings(max_examples=80, deadline=None)


def practice_of(found):
    return library().practices[found.slug]


def test_the_first_evening_begins_with_a_short_listening_practice():
    found = tonight()

    assert found.strand is Strand.LISTENING
    assert found.minutes <= 10
    assert found.reason is Reason.TO_BEGIN_WITH


@MODERATE
@given(**ANYBODY, day=st.integers(0, 400))
def test_what_is_suggested_is_always_safe_doable_and_wanted(notes, is_alone, is_quieter, day):
    found = tonight(
        notes,
        is_alone=is_alone,
        is_quieter=is_quieter,
        began_on=MONDAY - timedelta(days=day),
    )

    if found is None:
        return
    practice = practice_of(found)
    assert Contraindication.THERAPIST_ONLY not in practice.contraindications
    assert practice.depth < 4
    assert practice.minutes <= 20
    assert notes.opinions.get(practice.id) is not Opinion.NOT_FOR_ME
    assert Mode.SOLO in practice.modes if is_alone else practice.modes != {Mode.REMOTE}


@MODERATE
@given(notes=NOTES, is_alone=st.booleans())
def test_quieter_mode_offers_nothing_joint_and_nothing_exposing(notes, is_alone):
    found = tonight(notes, is_alone=is_alone, is_quieter=True)

    if found is None:
        return
    practice = practice_of(found)
    assert Mode.SOLO in practice.modes
    assert practice.strand is not Strand.VULNERABILITY
    assert practice.depth < 3
    assert not practice.consent_gate
    assert not practice.contraindications & {
        Contraindication.FEAR,
        Contraindication.DISTRESS,
        Contraindication.NO_CONSENT,
    }


def test_quieter_mode_still_has_something_for_one_who_has_practised():
    notes = noted(*(done("see-effort", days_ago=days) for days in (40, 50, 60)))

    assert tonight(notes, is_quieter=True) is not None


@pytest.mark.parametrize("is_alone", [True, False])
def test_quieter_mode_has_something_from_the_first_evening_on(is_alone):
    first = tonight(is_alone=is_alone, is_quieter=True)
    then = tonight(noted(done(first.slug, days_ago=1)), is_alone=is_alone, is_quieter=True)

    assert {first.slug, then.slug} == {"see-effort", "rested-talk"}


@MODERATE
@given(notes=NOTES, is_alone=st.booleans())
def test_quieter_mode_wins_over_a_favourite(notes, is_alone):
    favourite = notes.with_opinion("are-you-there", Opinion.FAVOURITE)

    found = tonight(favourite, is_alone=is_alone, is_quieter=True)

    assert found is None or is_safe(practice_of(found), is_quieter=True)


@MODERATE
@given(**ANYBODY)
def test_the_same_facts_always_give_the_same_suggestion(notes, is_alone, is_quieter):
    facts = {"is_alone": is_alone, "is_quieter": is_quieter}

    assert tonight(notes, **facts) == tonight(notes, **facts)


@MODERATE
@given(notes=NOTES)
def test_the_reason_is_true(notes):
    found = tonight(notes)

    if found is None:
        return
    itself = notes.last.get(found.slug)
    of_strand = notes.last_of(
        slug for slug, each in library().practices.items() if each.strand is found.strand
    )
    days = {
        Reason.FAVOURITE: itself,
        Reason.HELPED_BEFORE: itself,
        Reason.RESTED_STRAND: of_strand,
    }.get(found.reason)
    assert found.minutes == practice_of(found).minutes
    assert found.days_since == ((MONDAY - days.done_on).days if days else None)
    if found.reason is Reason.HELPED_BEFORE:
        assert itself.rating is Rating.HELPED
    if found.reason is Reason.NEW_STRAND:
        assert of_strand is None
        assert notes.times
    if found.reason is Reason.TO_BEGIN_WITH:
        assert not notes.times
        assert practice_of(found).depth == 1
    if found.reason is Reason.FAVOURITE:
        assert notes.opinions[found.slug] is Opinion.FAVOURITE


@pytest.mark.parametrize("is_alone", [True, False])
def test_many_evenings_bring_several_practices_and_strands(is_alone):
    days = [MONDAY + timedelta(days=n) for n in range(24)]

    found = [tonight(today=day, is_alone=is_alone) for day in days]

    assert all(found)
    assert len({each.slug for each in found}) >= (3 if is_alone else 8)
    if not is_alone:
        assert len({each.strand for each in found}) >= 4


def test_a_strand_that_rested_two_weeks_says_so():
    notes = noted(
        done("speaker-turns", days_ago=15),
        done("thanks-you", days_ago=8),
        done("know-my-world", days_ago=8),
        done("catch-bids", days_ago=8),
        done("soft-spot", days_ago=8),
    )

    found = tonight(notes)

    assert (found.strand, found.reason, found.days_since) == (
        Strand.LISTENING,
        Reason.RESTED_STRAND,
        15,
    )


def test_without_a_rested_strand_the_one_noted_longest_ago_is_taken():
    notes = noted(
        done("speaker-turns", days_ago=2),
        done("thanks-you", days_ago=3),
        done("know-my-world", days_ago=9),
        done("catch-bids", days_ago=4),
        done("soft-spot", days_ago=5),
    )

    assert tonight(notes).strand is Strand.MEANING


@pytest.mark.parametrize(("rating", "rests"), [(Rating.HELPED, 5), (None, 7), (Rating.NEUTRAL, 21)])
def test_a_practice_cools_down_longer_when_it_helped_less(rating, rests):
    """With nothing else in the library, only the cool-down decides."""
    only = [library().practices["speaker-turns"]]

    def after(days):
        return tonight_of(only, noted(done("speaker-turns", days_ago=days, rating=rating)))

    assert after(rests - 1) is None
    assert after(rests).slug == "speaker-turns"


def tonight_of(practices, notes):
    from_library = {each.id: each for each in practices}
    others = {slug: Opinion.NOT_FOR_ME for slug in SLUGS if slug not in from_library}
    for slug, opinion in others.items():
        notes = notes.with_opinion(slug, opinion)
    return tonight(notes)


def test_what_is_not_for_somebody_never_comes_and_comes_again_once_that_is_taken_back():
    first = tonight()
    aside = Notes().with_opinion(first.slug, Opinion.NOT_FOR_ME)

    assert tonight(aside).slug != first.slug
    assert tonight(aside.with_opinion(first.slug, None)) == first


def test_once_something_was_noted_today_nothing_more_is_suggested():
    assert tonight(noted(done("speaker-turns"))) is None


def test_repair_comes_only_to_somebody_who_sought_it():
    days = [MONDAY + timedelta(days=n) for n in range(60)]
    sought = noted(done("rested-talk", days_ago=30))

    content = {tonight(today=day).strand for day in days}
    seeking = {tonight(sought, today=day).strand for day in days}

    assert Strand.REPAIR not in content
    assert Strand.REPAIR in seeking


def test_depth_and_length_open_with_practice():
    days = [MONDAY + timedelta(days=n) for n in range(60)]
    new, some, many = Notes(), Notes(times=3), Notes(times=10)

    deepest = [
        max(practice_of(tonight(notes, today=day)).depth for day in days)
        for notes in (new, some, many)
    ]

    assert all(tonight(new, today=day).minutes <= 10 for day in days)
    assert deepest[0] == 1
    assert deepest[1] == 2
    assert deepest[2] in (2, 3)


def test_a_favourite_comes_first_in_its_strand():
    notes = Notes().with_opinion("stress-talk", Opinion.FAVOURITE)

    found = tonight(notes)

    assert (found.slug, found.reason) == ("stress-talk", Reason.FAVOURITE)
