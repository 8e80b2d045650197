"""What one person noted about practices; sealed for them alone, even which practice it was."""

from collections.abc import Mapping

from django.db import models

from closeknit.rooms.people.models import RevealedTogether, SealedRow


class Doing(SealedRow):
    """One time a practice was done, with its rating; private unless its owner shows it."""

    PLACE = "practices_doing"

    done_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["owner", "done_on"], name="doings_of_a_person")]

    @property
    def belongs_to(self) -> Mapping[str, str]:
        return {"done_on": self.done_on.isoformat()}


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


class Consent(RevealedTogether):
    """A yes to one practice on one day; it opens once the other has said yes to the same."""

    PLACE = "practices_consent"

    said_on = models.DateField()

    class Meta(RevealedTogether.Meta):
        indexes = [models.Index(fields=["couple", "said_on"], name="yeses_of_an_evening")]

    @property
    def belongs_to(self) -> Mapping[str, str]:
        return {"day": self.said_on.isoformat()}
