from datetime import UTC, date, datetime, timedelta

import pytest

from closeknit.rooms.practices.rules.doing import (
    StepReached,
    place_from_plain,
    place_to_words,
    seconds_left,
)
from closeknit.rooms.practices.rules.notes import (
    Done,
    Rating,
    done_from_plain,
    done_to_words,
)

NOW = datetime(2026, 3, 2, 19, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("passed", "left"),
    [(0, 90), (1, 89), (89, 1), (90, 0), (9000, 0), (-3600, 90), (29.6, 60)],
)
def test_a_step_counts_from_an_instant_and_stays_between_nothing_and_the_whole(passed, left):
    came_at = (NOW - timedelta(seconds=passed)).isoformat()

    assert seconds_left(1.5, came_at=came_at, now=NOW) == left


@pytest.mark.parametrize("came_at", ["", "soon", "2026-03-02T19:00:00"])
def test_an_instant_that_cannot_be_read_leaves_no_time(came_at):
    assert seconds_left(1.5, came_at=came_at, now=NOW) == 0


@pytest.mark.parametrize("is_alone", [True, False])
def test_a_place_reads_back_as_it_was_written(is_alone):
    place = StepReached(
        "six-minutes", edition=2, step=4, came_at=NOW.isoformat(), is_alone=is_alone
    )

    words = place_to_words(place)

    assert words == {
        "slug": "six-minutes",
        "edition": "2",
        "step": "4",
        "came_at": "2026-03-02T19:00:00+00:00",
        "alone": "yes" if is_alone else "",
    }
    assert place_from_plain(words) == place


def test_a_place_from_before_a_word_was_kept_is_at_the_beginning():
    assert place_from_plain({}) == StepReached("", edition=1, step=1, came_at="", is_alone=False)


@pytest.mark.parametrize("rating", [None, *Rating])
def test_what_was_noted_of_a_doing_reads_back(rating):
    done = Done("six-minutes", edition=2, done_on=date(2026, 3, 2), rating=rating, words="slow")

    words = done_to_words(done)

    assert words == {"slug": "six-minutes", "edition": "2", "rating": rating or "", "words": "slow"}
    assert done_from_plain(words, done_on=date(2026, 3, 2)) == done


def test_a_doing_from_before_a_word_was_kept_has_its_first_edition():
    on = date(2026, 3, 2)

    assert done_from_plain({}, done_on=on) == Done("", edition=1, done_on=on, words="")
