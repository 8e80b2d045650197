"""Spaces for two: who sits in them, their keys, and the invitation to the second seat."""

import uuid
from datetime import date, datetime

from django.db import models
from django.db.models import Q

from closeknit.domain.vault import InvitationLock
from closeknit.rooms.people.models.accounts import User
from closeknit.rooms.people.rules import Pace, Zones


class Couple(models.Model):
    """A space for two; one person may be in it alone. Closed when somebody leaves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    zone = models.CharField(max_length=60)
    coming_zone = models.CharField(max_length=60, blank=True)
    coming_zone_since = models.DateField(null=True)
    """The first day that goes by the coming zone."""
    pace = models.CharField(
        max_length=8, blank=True, choices=[(each.value, each.value) for each in Pace]
    )
    """Empty until one of the two chose."""
    epoch = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField()
    paired_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(coming_zone="", coming_zone_since=None)
                | (~Q(coming_zone="") & Q(coming_zone_since__isnull=False)),
                name="a_coming_zone_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"space {self.id}"

    @property
    def zones(self) -> Zones:
        return Zones(self.zone, coming=self.coming_zone, since=self.coming_zone_since)

    @zones.setter
    def zones(self, value: Zones) -> None:
        self.zone, self.coming_zone = value.now, value.coming
        self.coming_zone_since = value.since

    def zone_at(self, now: datetime) -> str:
        """Return the time zone of the couple's days that is in force at an instant."""
        return self.zones.in_force(now)

    def day_at(self, now: datetime) -> date:
        return self.zones.day_at(now)


class Membership(models.Model):
    """A seat in a space. Two seats; a person sits in one space at a time."""

    couple = models.ForeignKey(Couple, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    seat = models.PositiveSmallIntegerField()
    joined_on = models.DateField()
    left_on = models.DateField(null=True)
    is_confirmed = models.BooleanField(default=True)
    deep_since = models.DateField(null=True)
    desire_since = models.DateField(null=True)
    resealed = models.BinaryField(default=bytes)
    """The person's signed word that all they wrote here was sealed anew; empty until it was."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(seat__in=[1, 2]), name="two_seats"),
            models.UniqueConstraint(fields=["couple", "seat"], name="one_person_per_seat"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(left_on=None), name="one_space_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"seat {self.seat} of {self.couple_id}"


class CoupleKey(models.Model):
    """One epoch's key of a space, in a box that only `reader` can open."""

    couple = models.ForeignKey(Couple, models.CASCADE, related_name="keys")
    epoch = models.PositiveSmallIntegerField()
    reader = models.ForeignKey(User, models.CASCADE, related_name="+")
    signer = models.ForeignKey(User, models.CASCADE, related_name="+")
    box = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reader", "couple", "epoch"], name="one_box_per_reader_and_epoch"
            ),
        ]

    def __str__(self) -> str:
        return f"key {self.epoch} of {self.couple_id}"


class Invitation(models.Model):
    """A place kept for the second person; the server holds only a hash of its secret."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, models.CASCADE, related_name="invitations")
    inviter = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    lookup = models.BinaryField(unique=True)
    salt = models.BinaryField()
    sealed = models.BinaryField()
    created_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    answer = models.BinaryField(default=bytes)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(accepted_by=None), name="accepted_or_revoked"
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.id}"

    @property
    def lock(self) -> InvitationLock:
        return InvitationLock(
            salt=bytes(self.salt), lookup=bytes(self.lookup), sealed=bytes(self.sealed)
        )
