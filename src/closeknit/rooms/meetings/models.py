"""Weekly meetings; notes are sealed for their writer until shown, the plan for both."""

import uuid
from collections.abc import Mapping

from django.db import models
from django.db.models import Q

from closeknit.rooms.meetings.rules.agenda import Part
from closeknit.rooms.people.models import Couple, SealedRow

PARTS = [(each.value, each.value) for each in Part]


class Meeting(models.Model):
    """One meeting of two; the instant its part began is kept only while it is open."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, models.CASCADE, related_name="+")
    begun_on = models.DateField()
    ended_on = models.DateField(null=True)
    part = models.CharField(max_length=12, choices=PARTS)
    part_began_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["couple"], condition=Q(ended_on=None), name="one_meeting_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(part_began_at=None), name="no_hour_once_ended"
            ),
        ]
        indexes = [models.Index(fields=["couple", "begun_on"], name="meetings_of_a_couple")]

    def __str__(self) -> str:
        return f"meeting {self.id}"


class Hour(models.Model):
    """The weekly hour that a couple chose, kept in the clear so that it can be reminded of."""

    couple = models.OneToOneField(Couple, models.CASCADE, primary_key=True, related_name="+")
    weekday = models.PositiveSmallIntegerField()
    at = models.TimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(weekday__lte=6), name="a_day_of_a_week")]

    def __str__(self) -> str:
        return f"hour of {self.couple_id}"


class Note(SealedRow):
    """What one of the two wrote for a part; the other reads it once it was shown."""

    PLACE = "meetings_note"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="notes")
    part = models.CharField(max_length=12, choices=PARTS)
    shown_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "owner", "part"], name="one_note_a_part"),
            models.CheckConstraint(
                condition=Q(for_couple=None) | Q(shown_on__isnull=False),
                name="note_sealed_until_shown",
            ),
        ]

    @property
    def belongs_to(self) -> Mapping[str, str]:
        return {"meeting": str(self.meeting_id), "part": self.part}


class Plan(SealedRow):
    """The one plan of a meeting, with its day; either may change it."""

    PLACE = "meetings_plan"

    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="plan")

    @property
    def belongs_to(self) -> Mapping[str, str]:
        return {"meeting": str(self.meeting_id)}
