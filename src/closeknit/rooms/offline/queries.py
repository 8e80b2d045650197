"""What a device may keep for an evening without a network, and its own words read back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from closeknit.domain.vault import Keyring, VaultError, offline_public_key, open_offline
from closeknit.rooms.offline.rules import (
    EntryKind,
    Refusal,
    SealedEntry,
    Written,
    written_from,
)
from closeknit.rooms.people.queries import choices_of
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions import queries as questions


@dataclass(frozen=True)
class Shell:
    """Tonight without a network: nothing in it was written by either of the two.

    `question` is None when nothing is asked; `is_own` says that the two wrote tonight's themselves,
    so that its words stay off the device.
    """

    day: date
    until: datetime
    question: questions.Asked | None
    is_own: bool
    has_draft: bool
    is_alone: bool


def shell_of(*, viewer: Viewer) -> Shell:
    tonight = questions.tonight(viewer=viewer)
    asked = tonight.question
    is_asked = (
        asked is not None
        and asked.text is not None
        and tonight.state in (questions.DayState.UNWRITTEN, questions.DayState.DRAFT)
        and not choices_of(viewer=viewer).paused
    )
    is_own = is_asked and asked is not None and asked.is_own
    return Shell(
        day=viewer.today,
        until=viewer.couple.zones.day_ends(viewer.today),
        question=asked if is_asked and not is_own else None,
        is_own=is_own,
        has_draft=is_asked and tonight.has_draft,
        is_alone=not viewer.is_paired,
    )


def device_key(*, viewer: Viewer) -> bytes:
    """Return the public key that the viewer's devices seal for."""
    return offline_public_key(viewer.keyring)


@dataclass(frozen=True)
class KeptWords:
    """One entry that stayed on its device; `written` is None when it does not open."""

    id: UUID
    kind: EntryKind
    why: Refusal
    written: Written | None

    @property
    def may_go_again(self) -> bool:
        return self.written is not None and self.why is Refusal.SIGNED_OUT

    @property
    def text(self) -> str:
        """The words as one text, to copy."""
        fields = self.written.fields if self.written else {}
        said = [fields.get(name, "") for name in ("text", "guess", "did", "shows", "felt")]
        return "\n\n".join(words for words in said if words)


def kept_words(
    *, entries: Sequence[tuple[SealedEntry, Refusal]], keyring: Keyring, person: UUID
) -> list[KeptWords]:
    """Open what a device could not hand in, for its author alone."""
    return [
        KeptWords(
            id=entry.id,
            kind=entry.kind,
            why=why,
            written=words_of(entry=entry, keyring=keyring, person=person),
        )
        for entry, why in entries
    ]


def words_of(*, entry: SealedEntry, keyring: Keyring, person: UUID) -> Written | None:
    """Open an entry for its author; None when it is damaged or somebody else's."""
    try:
        plain = open_offline(
            entry.sealed, keyring=keyring, person=person, kind=entry.kind.value, entry=entry.id
        )
    except VaultError:
        return None
    return written_from(plain)
