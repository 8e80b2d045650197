"""What one person noted about practices; sealed for them alone, even which practice it was."""

from django.db import models
from django.db.models import Q

from closeknit.rooms.people.models import SealedRow


class Doing(SealedRow):
    """One time a practice was done, with its rating; private unless its owner shows it."""

    PLACE = "practices_doing"

    done_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["owner", "done_on"], name="doings_of_a_person")]


class PracticeNotes(SealedRow):
    """Favourites, what is not for somebody, and a summary of their doings; one row each."""

    PLACE = "practices_practicenotes"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner"], name="one_row_of_notes_each")]


class PracticePlace(SealedRow):
    """The step somebody is at, in the one practice they are in."""

    PLACE = "practices_practiceplace"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner"], name="one_place_each")]


class Consent(SealedRow):
    """A yes to one practice on one day; `escrow` opens it once the other has said yes too."""

    PLACE = "practices_consent"

    on = models.DateField()
    opened_on = models.DateField(null=True)
    escrow = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(for_couple=None) | Q(opened_on__isnull=False),
                name="yes_sealed_until_both",
            ),
            models.CheckConstraint(
                condition=Q(escrow=None) | Q(opened_on=None), name="no_escrow_once_both"
            ),
        ]
        indexes = [models.Index(fields=["couple", "on"], name="yeses_of_an_evening")]
