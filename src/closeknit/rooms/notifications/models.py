"""Reminders, the channels to a person, and the messages of each day; nothing here is shared."""

import uuid
from enum import StrEnum

from django.db import models
from django.db.models import Q

from closeknit.rooms.notifications.rules.pacing import DeliveryState, MessageKind, ReminderPace
from closeknit.rooms.people.models import Device, User


class ChannelKind(StrEnum):
    PUSH = "push"
    MAIL = "mail"
    SERVICE = "service"


class Reminders(models.Model):
    """What a person wants, and where the days since stand; the partner learns of none of it."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    is_on = models.BooleanField(default=False)
    at = models.TimeField()
    zone = models.CharField(max_length=60)
    quiet_from = models.TimeField()
    quiet_until = models.TimeField()
    pace = models.CharField(max_length=8, choices=[(each, each) for each in ReminderPace])
    paused_until = models.DateField(null=True)
    silent_days = models.PositiveSmallIntegerField(default=0)
    stopped_on = models.DateField(null=True)
    last_sent_on = models.DateField(null=True)
    last_sent_at = models.DateTimeField(null=True)
    """The due instant of the last message: whoever came later was here since."""
    next_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at"], condition=Q(next_at__isnull=False), name="reminders_by_instant"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_on=True, next_at__isnull=False) | Q(is_on=False, next_at=None),
                name="due_only_while_on",
            )
        ]

    def __str__(self) -> str:
        return f"reminders of {self.user_id}"


class Channel(models.Model):
    """One channel to a person; its address opens with the host's key for reminders alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    device = models.ForeignKey(Device, models.CASCADE, null=True, related_name="+")
    """The browser behind a push channel: whoever signs it out ends its reminders."""
    kind = models.CharField(max_length=8, choices=[(each, each) for each in ChannelKind])
    sealed = models.BinaryField()
    mark = models.BinaryField()
    """A keyed hash of the address, so that the same channel is not added twice."""
    label = models.CharField(max_length=80)
    is_on = models.BooleanField(default=True)
    failures = models.PositiveSmallIntegerField(default=0)
    created_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "mark"], name="each_channel_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.user_id}"


class OutboxMessage(models.Model):
    """The one message of a person's day; written with the instant that made it due."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    due_on = models.DateField()
    kind = models.CharField(max_length=12, choices=[(each, each) for each in MessageKind])
    state = models.CharField(
        max_length=8, choices=[(each, each) for each in DeliveryState], default=DeliveryState.QUEUED
    )
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "due_on"], name="one_message_a_day")]
        indexes = [
            models.Index(fields=["state"], condition=Q(state="queued"), name="messages_queued"),
            models.Index(fields=["due_on"], name="messages_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.due_on}"
