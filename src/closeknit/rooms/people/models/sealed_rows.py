"""`SealedRow`, on which every room's private words stand, and what is sealed until both wrote."""

import uuid
from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.db.models import Q

from closeknit.domain.vault import FIRST_VERSION, PAD_STEP, Place
from closeknit.rooms.people.models.accounts import User
from closeknit.rooms.people.models.spaces import Couple


class SealedRow(models.Model):
    """A row whose words are sealed in place; see `Viewer.seal` and `Viewer.open`."""

    PLACE: ClassVar[str]
    """Names the table inside every seal; written once and never changed, whatever is renamed."""

    PAD_STEP: ClassVar[int] = PAD_STEP
    """How coarsely the length of the words shows, in bytes; never changed either."""

    BELONGS_THROUGH: ClassVar[tuple[str, ...]] = ()
    """The foreign keys whose rows `belongs_to` reads; load them with the row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    couple = models.ForeignKey(Couple, models.CASCADE, null=True, related_name="+")
    epoch = models.PositiveSmallIntegerField(default=0)
    sealed = models.BinaryField()
    for_owner = models.BinaryField(null=True)
    for_couple = models.BinaryField(null=True)
    sealed_version = models.PositiveSmallIntegerField(default=FIRST_VERSION)
    """Of the format, as far as a query must know it; the seal itself says which one it is."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.label_lower} {self.id}"

    @property
    def belongs_to(self) -> Mapping[str, str]:
        """What the words stand under, as the row's columns tell it; sealed with them.

        A column that gives words their meaning belongs in here. The keys are never renamed.
        """
        return {}

    @property
    def place(self) -> Place:
        return Place(
            table=self.PLACE,
            row=self.id,
            field="sealed",
            owner=self.owner_id,
            couple=self.couple_id,
            epoch=self.epoch,
            belongs_to=self.belongs_to,
            pad_step=self.PAD_STEP,
        )


class RevealedTogether(SealedRow):
    """Words that open for both once both have written; see `actions.reveal.open_together`.

    `escrow` is the wrap that opens them, under the host's key; one's own Meta inherits from this.
    """

    escrow = models.BinaryField(null=True)
    opened_on = models.DateField(null=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(for_couple=None) | Q(opened_on__isnull=False),
                name="%(app_label)s_%(class)s_sealed_until_opened",
            ),
            models.CheckConstraint(
                condition=Q(escrow=None) | Q(opened_on=None),
                name="%(app_label)s_%(class)s_no_escrow_once_open",
            ),
        ]


class Preferences(SealedRow):
    """What a person set for themselves alone; the same size for everybody."""

    PLACE = "people_preferences"
    PAD_STEP = 2048

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner"], name="one_preferences_row")]
