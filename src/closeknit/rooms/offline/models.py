"""Which entries of a device were taken in, so that each counts once; no words."""

from django.db import models

from closeknit.rooms.people.models import User


class OfflineEntry(models.Model):
    id = models.UUIDField(primary_key=True, editable=False)
    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    accepted_on = models.DateField(db_index=True)

    def __str__(self) -> str:
        return f"entry {self.id}"
