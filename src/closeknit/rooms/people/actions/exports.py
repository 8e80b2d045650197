"""Exports that are over are deleted: those that lay their hour, and those that came to nothing."""

from datetime import datetime

from django.db.models import Q

from closeknit.rooms.people.actions.rows import delete_in_batches
from closeknit.rooms.people.models import Export
from closeknit.rooms.people.rules.exports import LIES_FOR


def forget_exports(*, now: datetime) -> int:
    """Delete what nobody can fetch any more; return how many went."""
    over = Q(ended_at__lte=now - LIES_FOR) | Q(ended_at=None, beat_at__lte=now - LIES_FOR)
    return delete_in_batches(Export.objects.filter(over))
