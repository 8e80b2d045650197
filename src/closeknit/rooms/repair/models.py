"""What mends a quarrel: every word is sealed in its row, for one or for two."""

import uuid
from collections.abc import Mapping

from django.db import models
from django.db.models import Q

from closeknit.rooms.people.models import Couple, RevealedTogether, SealedRow, User
from closeknit.rooms.repair.rules.drafts import Tool


class Opening(SealedRow):
    """A gentle opening that its author sent; before that it is kept nowhere."""

    PLACE = "repair_opening"

    sent_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["couple", "sent_on"], name="openings_of_a_couple")]

    @property
    def belongs_to(self) -> Mapping[str, str]:
        return {"sent_on": self.sent_on.isoformat()}


class Apology(SealedRow):
    """A whole apology that its author sent; nobody owes an answer to it."""

    PLACE = "repair_apology"

    sent_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["couple", "sent_on"], name="apologies_of_a_couple")]

    @property
    def belongs_to(self) -> Mapping[str, str]:
        return {"sent_on": self.sent_on.isoformat()}


class Draft(SealedRow):
    """Words not handed over yet; one for each tool, which only its author can open."""

    PLACE = "repair_draft"

    tool = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Tool])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "tool"], name="one_repair_draft_each")
        ]

    @property
    def belongs_to(self) -> Mapping[str, str]:
        return {"tool": self.tool}


class PausePlan(SealedRow):
    """How the couple pauses; the last version stands, whoever of the two wrote it."""

    PLACE = "repair_pauseplan"

    agreed_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["couple"], name="one_pause_plan_a_couple")]

    @property
    def belongs_to(self) -> Mapping[str, str]:
        return {"agreed_on": self.agreed_on.isoformat()}


class Loop(models.Model):
    """One quarrel that goes round; it opens once both halves are there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, models.CASCADE, related_name="+")
    begun_on = models.DateField()
    opened_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["couple"], condition=Q(opened_on=None), name="one_loop_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"loop {self.id}"


class LoopHalf(RevealedTogether):
    """One person's moves in a loop; they open with the other's, or when their author shows them."""

    PLACE = "repair_half"

    loop = models.ForeignKey(Loop, models.CASCADE, related_name="halves")

    class Meta(RevealedTogether.Meta):
        constraints = [
            *RevealedTogether.Meta.constraints,
            models.UniqueConstraint(fields=["loop", "owner"], name="one_half_each"),
        ]

    @property
    def belongs_to(self) -> Mapping[str, str]:
        return {"loop": str(self.loop_id)}


class Writing(SealedRow):
    """Seven minutes with an outside eye; for its author alone, the instant it began inside."""

    PLACE = "repair_writing"

    written_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["owner", "written_on"], name="writings_of_a_person")]

    @property
    def belongs_to(self) -> Mapping[str, str]:
        return {"written_on": self.written_on.isoformat()}


class TimeRequest(models.Model):
    """Somebody asked for a good time, on one day; a refusal leaves nothing here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, models.CASCADE, related_name="+")
    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    asked_on = models.DateField()
    is_good = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["couple", "owner", "asked_on"], name="asked_once_a_day")
        ]

    def __str__(self) -> str:
        return f"asking {self.id}"
