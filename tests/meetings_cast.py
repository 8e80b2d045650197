"""A short way to hold weekly meetings in tests."""

from datetime import date

from cast import Clock, Person

from closeknit.rooms.meetings.actions import begin_meeting, end_meeting, keep_note, keep_plan
from closeknit.rooms.meetings.rules.agenda import Part, PlanWords

PANCAKES = PlanWords(text="Pancakes", day=date(2026, 3, 5))


def one_of_each_meeting(alice: Person, bob: Person, clock: Clock) -> dict[str, str]:
    """Let the two hold one meeting and begin the next; return the names in addresses."""
    ended = begin_meeting(viewer=alice.viewer())
    for person in (alice, bob):
        keep_note(
            viewer=person.viewer(), meeting=ended, part=Part.THANKS, text="The tea.", show=True
        )
    keep_plan(viewer=bob.viewer(), meeting=ended, words=PANCAKES)
    end_meeting(viewer=bob.viewer(), meeting=ended)
    clock.forward(minutes=1)
    meeting = begin_meeting(viewer=alice.viewer())
    keep_note(viewer=alice.viewer(), meeting=meeting, part=Part.THANKS, text="A walk.", show=False)
    keep_plan(viewer=bob.viewer(), meeting=meeting, words=PANCAKES)
    return {"ended": str(ended.pk), "meeting": str(meeting.pk)}
