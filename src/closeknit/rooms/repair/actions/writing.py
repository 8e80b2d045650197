"""Seven minutes of writing, for the writer alone."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction

from closeknit.domain.vault import Readers
from closeknit.rooms.people.actions.rows import insert_once
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.repair.models import Writing
from closeknit.rooms.repair.rules.words import from_words, to_words
from closeknit.rooms.repair.rules.writing import WritingWords


@transaction.atomic
def begin_writing(*, viewer: Viewer, key: UUID) -> UUID:
    """Begin the seven minutes now; begun twice with one key, the first instant stands."""
    row = Writing(id=key, couple=viewer.couple, written_on=viewer.today)
    begun = WritingWords(begun=viewer.now.isoformat())
    viewer.seal(row, to_words(begun), readers=Readers.SELF)
    insert_once(row)
    return key


@transaction.atomic
def keep_writing(*, viewer: Viewer, row: Writing, words: WritingWords) -> None:
    """Keep the words; the instant it began stays."""
    row = Writing.objects.select_for_update().get(pk=row.pk, owner=viewer.user)
    before = from_words(WritingWords, viewer.open(row) or {})
    kept = replace(words, begun=before.begun)
    viewer.seal(row, to_words(kept), readers=Readers.SELF)
    row.save()
