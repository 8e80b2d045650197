"""What the meetings keep, and who may know of it."""

from datetime import time

from cast import Person
from owned_tables import Table

from closeknit.rooms.meetings.actions import begin_meeting, end_meeting, keep_hour, keep_note
from closeknit.rooms.meetings.actions import keep_plan as keep_meeting_plan
from closeknit.rooms.meetings.models import Hour, Meeting, Note, Plan
from closeknit.rooms.meetings.rules.agenda import Part, PlanWords
from closeknit.rooms.meetings.rules.invite import WeeklyHour


def begin(person: Person, _other: Person, _words: str) -> None:
    begin_meeting(viewer=person.viewer())


def note(person: Person, _other: Person, words: str) -> None:
    viewer = person.viewer()
    meeting = begin_meeting(viewer=viewer)
    keep_note(viewer=viewer, meeting=meeting, part=Part.WENT_WELL, text=words, show=False)


def plan(person: Person, _other: Person, words: str) -> None:
    viewer = person.viewer()
    meeting = begin_meeting(viewer=viewer)
    keep_meeting_plan(viewer=viewer, meeting=meeting, words=PlanWords(text=words))
    end_meeting(viewer=viewer, meeting=meeting)


def choose_hour(person: Person, _other: Person, _words: str) -> None:
    hour = WeeklyHour(weekday=6, at=time(19), zone="UTC")
    keep_hour(viewer=person.viewer(), hour=hour)


TABLES = (
    Table(model=Meeting, write=begin),
    Table(model=Hour, write=choose_hour),
    Table(model=Note, write=note, private_act="write a note for a meeting"),
    Table(model=Plan, write=plan, partner_reads=True),
)
