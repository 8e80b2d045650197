"""Keeping words that are not handed over yet."""

from typing import TYPE_CHECKING

from django.db import transaction

from closeknit.domain.vault import Readers
from closeknit.rooms.people.actions.rows import take_own_turn
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.repair.models import Draft
from closeknit.rooms.repair.rules.drafts import Tool
from closeknit.rooms.repair.rules.words import is_empty, to_words

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


@transaction.atomic
def keep_draft(*, viewer: Viewer, tool: Tool, words: "DataclassInstance") -> None:
    """Keep words for their author alone; empty ones let the draft go."""
    take_own_turn(viewer.user)
    kept = Draft.objects.filter(owner=viewer.user, tool=tool)
    if is_empty(words):
        kept.delete()
        return
    row = kept.first() or Draft(couple=viewer.couple, tool=tool)
    viewer.seal(row, to_words(words), readers=Readers.SELF)
    row.save()
