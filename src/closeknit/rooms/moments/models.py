"""Thank-yous, and how they landed; every word is sealed in its row."""

from collections.abc import Mapping

from django.db import models

from closeknit.rooms.people.models import SealedRow


class Appreciation(SealedRow):
    """A thank-you; without `for_couple` it is kept by its author alone."""

    PLACE = "moments_appreciation"

    written_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["couple", "written_on"], name="thank_yous_of_a_couple")]

    @property
    def belongs_to(self) -> Mapping[str, str]:
        return {"written_on": self.written_on.isoformat()}


class Landing(SealedRow):
    """What the receiver says back; there is one, and only if they like."""

    PLACE = "moments_landing"

    thank_you = models.OneToOneField(Appreciation, models.CASCADE, related_name="landing")
    written_on = models.DateField()

    @property
    def belongs_to(self) -> Mapping[str, str]:
        return {
            "thank_you": str(self.thank_you_id),
            "written_on": self.written_on.isoformat(),
        }


class Draft(SealedRow):
    """A thank-you not sent yet; one each, which only its author can open."""

    PLACE = "moments_draft"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner"], name="one_thanks_draft_each")]
