"""What one person noted about practices; sealed for them alone, even which practice it was."""

from django.db import models

from closeknit.rooms.people.models import SealedRow


class Doing(SealedRow):
    """One time a practice was done, with its private rating."""

    done_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["owner", "done_on"], name="doings_of_a_person")]


class PracticeNotes(SealedRow):
    """Favourites, what is not for somebody, and a summary of their doings; one row each."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner"], name="one_row_of_notes_each")]
