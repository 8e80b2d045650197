"""An export that is being made, or that waits an hour to be fetched; sealed all the while."""

import uuid

from django.db import models

from closeknit.rooms.people.models.accounts import Device, User
from closeknit.rooms.people.rules.exports import ExportState


class Export(models.Model):
    """One person's, for the one device on which they gave their password."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(User, models.CASCADE, related_name="+")
    device = models.ForeignKey(Device, models.CASCADE, related_name="+")
    sealed_key = models.BinaryField()
    """The key of its parts, under the person's master key."""
    state = models.CharField(
        max_length=12,
        default=ExportState.WAITING.value,
        choices=[(each.value, each.value) for each in ExportState],
    )
    rooms = models.PositiveSmallIntegerField(default=0)
    rooms_done = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    """When the server that has it in hand last said so."""
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"export {self.id}"


class ExportPart(models.Model):
    """A piece of the file, small enough that writing it keeps nobody waiting."""

    export = models.ForeignKey(Export, models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["export", "number"], name="one_part_a_number")
        ]

    def __str__(self) -> str:
        return f"part {self.number} of {self.export_id}"
