"""Short ways to note practices in these tests."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from cast import Person

from closeknit.rooms.practices import queries
from closeknit.rooms.practices.actions import note_doing
from closeknit.rooms.practices.rules.notes import Done, Notes, Rating
from closeknit.rooms.practices.rules.tonight import Suggestion, suggest

MONDAY = date(2026, 3, 2)


def done(slug: str, *, days_ago: int = 0, rating: Rating | None = None, words: str = "") -> Done:
    return Done(
        slug=slug,
        edition=1,
        done_on=MONDAY - timedelta(days=days_ago),
        rating=rating,
        words=words,
    )


def noted(*doings: Done) -> Notes:
    return Notes().with_history(doings)


def tonight(notes: Notes | None = None, **facts) -> Suggestion | None:
    """Suggest from the real library to somebody paired who began today, unless told otherwise."""
    known = {"began_on": MONDAY, "today": MONDAY, "is_alone": False, "is_quieter": False}
    practices = queries.library().practices.values()
    return suggest(practices=practices, notes=notes or Notes(), **{**known, **facts})


def note(person: Person, slug: str, *, rating: Rating | None = None, words: str = "") -> UUID:
    """Note a practice as done on the person's today."""
    viewer, key = person.viewer(), uuid4()
    note_doing(
        viewer=viewer,
        key=key,
        done=Done(slug=slug, edition=1, done_on=viewer.today, rating=rating, words=words),
    )
    return key
