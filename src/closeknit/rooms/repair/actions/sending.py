"""Handing an opening or an apology to the partner; sent twice, it is there once."""

from uuid import UUID

from django.db import transaction

from closeknit.domain.vault import Readers
from closeknit.rooms.people.actions.rows import insert_once
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.repair.models import Apology, Draft, Opening
from closeknit.rooms.repair.rules.apology import ApologyWords
from closeknit.rooms.repair.rules.drafts import Tool
from closeknit.rooms.repair.rules.opening import OpeningWords
from closeknit.rooms.repair.rules.words import to_words


@transaction.atomic
def send_opening(*, viewer: Viewer, key: UUID, words: OpeningWords) -> UUID:
    row = Opening(id=key, couple=viewer.couple, sent_on=viewer.today)
    viewer.seal(row, to_words(words), readers=Readers.BOTH)
    insert_once(row)
    return key


@transaction.atomic
def send_apology(*, viewer: Viewer, key: UUID, words: ApologyWords) -> UUID:
    """Seal the apology for two and let its draft go."""
    row = Apology(id=key, couple=viewer.couple, sent_on=viewer.today)
    viewer.seal(row, to_words(words), readers=Readers.BOTH)
    if insert_once(row):
        Draft.objects.filter(owner=viewer.user, tool=Tool.APOLOGY).delete()
    return key
