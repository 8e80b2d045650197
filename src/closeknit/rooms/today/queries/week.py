"""The last seven days, as one of the two may look back on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from closeknit.rooms.meetings import queries as meetings
from closeknit.rooms.moments import queries as moments
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.practices import queries as practices
from closeknit.rooms.questions import queries as questions
from closeknit.rooms.today.rules.pace import WEEK


@dataclass(frozen=True)
class Week:
    """What came to be in a week; nothing says what did not."""

    first: date
    last: date
    answers: Sequence[questions.AlbumEntry]
    received: Sequence[moments.ThankYou]
    written: Sequence[moments.ThankYou]
    doings: Sequence[practices.Noted]
    plans: Sequence[meetings.SeenPlan]

    @property
    def is_empty(self) -> bool:
        found = (self.answers, self.received, self.written, self.doings, self.plans)
        return not any(found)


def last_week(*, viewer: Viewer) -> Week:
    first = viewer.today - timedelta(days=WEEK - 1)
    thanks = moments.since(viewer=viewer, first=first)
    return Week(
        first=first,
        last=viewer.today,
        answers=questions.opened_since(viewer=viewer, first=first),
        received=[each for each in thanks if not each.is_mine],
        written=[each for each in thanks if each.is_mine],
        doings=practices.since(viewer=viewer, first=first),
        plans=meetings.plans_since(viewer=viewer, first=first),
    )
