"""Who is looking, with their vault open: the only way to seal and to open words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from closeknit.domain.vault import (
    VERSION,
    CoupleKeys,
    Keyring,
    PublicKeys,
    Readers,
    VaultError,
    is_escrow_of,
    is_of_first_version,
    is_open_to_both,
    is_resealed,
    is_signed,
    open_own,
    open_shared,
    release,
    seal,
    share,
)
from closeknit.rooms.people.models import Couple, Membership, RevealedTogether, SealedRow, User

Words = Mapping[str, str]


@dataclass(frozen=True, repr=False)
class Viewer:
    """One unlocked person in their space, at one instant."""

    user: User
    membership: Membership
    partner_membership: Membership | None
    keyring: Keyring
    couple_keys: CoupleKeys
    now: datetime

    @property
    def couple(self) -> Couple:
        return self.membership.couple

    @property
    def partner(self) -> User | None:
        return self.partner_membership.user if self.partner_membership else None

    @property
    def today(self) -> date:
        return self.couple.day_at(self.now)

    @property
    def zone(self) -> str:
        """The time zone of the couple's days at this instant."""
        return self.couple.zone_at(self.now)

    @property
    def is_paired(self) -> bool:
        return self.partner_membership is not None

    def name_of(self, person: UUID) -> str:
        """Return what one of the two is called; nothing for anybody else."""
        if self.partner is not None and person == self.partner.pk:
            return self.partner.name
        return self.user.name if person == self.user.pk else ""

    def seal(self, row: SealedRow, words: Words, *, readers: Readers) -> None:
        """Seal `words` into every column of `row`, written by the viewer.

        A shared row gets the viewer's space and epoch; a private one keeps the space it was
        given, or none. Nothing is saved.
        """
        if readers is Readers.ESCROW and not isinstance(row, RevealedTogether):
            raise TypeError("Only words that are revealed together wait under an escrow.")
        row.owner = self.user
        row.epoch = 0
        if readers is not Readers.SELF:
            row.couple, row.epoch = self.couple, self.couple_keys.current
        made = seal(
            words,
            readers=readers,
            author=self.keyring,
            place=row.place,
            couple_key=self.couple_keys.by_epoch.get(self.couple_keys.current),
            escrow_key=settings.HOST_SECRETS.escrow,
        )
        row.sealed, row.for_owner, row.for_couple = made.sealed, made.for_owner, made.for_couple
        if isinstance(row, RevealedTogether):
            row.escrow = made.escrow
        row.sealed_version = VERSION

    def open(self, row: SealedRow) -> Words | None:
        """Return the words of `row`, or None when it is damaged or not for the viewer."""
        if self._is_put_back(row):
            return None
        try:
            if row.owner_id == self.user.pk and row.for_owner:
                return open_own(
                    bytes(row.sealed), bytes(row.for_owner), keyring=self.keyring, place=row.place
                )
            return self._open_shared(row)
        except VaultError:
            return None

    def release(self, row: RevealedTogether) -> None:
        """Turn the escrow of `row` into the wrap for both; the caller has decided that it may."""
        escrow, key = bytes(row.escrow or b""), settings.HOST_SECRETS.escrow
        row.for_couple, row.escrow = release(escrow, place=row.place, escrow_key=key), None

    def has_lost_escrow(self, row: RevealedTogether) -> bool:
        """Whether `row` waits under an escrow key that this host no longer has."""
        escrow, key = bytes(row.escrow or b""), settings.HOST_SECRETS.escrow
        return row.escrow is not None and not is_escrow_of(escrow, escrow_key=key)

    def is_open_to_both(self, row: SealedRow) -> bool:
        """Whether an own row is sealed for both, by what its wrap opens and not by its columns.

        Whoever writes the database may fill a column; sealing again must never widen the readers.
        """
        return self._is_for_both(row, bytes(row.for_couple or b""))

    def reseal(self, row: SealedRow) -> bool:
        """Bring an own row of the present space to the present format, for whoever opened it.

        Return False when it does not open, and leave it as it is. Nothing is saved.
        """
        words, couple_key = self.open(row), self.couple_keys.by_epoch.get(row.epoch)
        if words is None or (couple_key is None and is_signed(bytes(row.sealed))):
            return False
        row.sealed_version = VERSION
        if not is_of_first_version(bytes(row.sealed)):
            return True
        may_open = isinstance(row, RevealedTogether) and self._waits_for_both(row)
        # a lost one stays: the next Today seals the row again, with an escrow of this host
        is_lost = isinstance(row, RevealedTogether) and self.has_lost_escrow(row)
        made = seal(
            words,
            readers=self._readers_of(row),
            author=self.keyring,
            place=row.place,
            couple_key=couple_key,
            escrow_key=settings.HOST_SECRETS.escrow,
        )
        row.sealed, row.for_owner, row.for_couple = made.sealed, made.for_owner, made.for_couple
        if isinstance(row, RevealedTogether) and not is_lost:
            row.escrow = made.escrow if may_open else None
        return True

    def share(self, row: SealedRow) -> None:
        """Hand the viewer's own signed row over to the partner."""
        couple_key = self.couple_keys.by_epoch.get(row.epoch)
        if row.for_owner is None or row.owner_id != self.user.pk or couple_key is None:
            raise VaultError
        if self._is_put_back(row):
            raise VaultError
        row.for_couple = share(
            bytes(row.for_owner), keyring=self.keyring, place=row.place, couple_key=couple_key
        )

    def with_keyring(self, keyring: Keyring) -> "Viewer":
        return replace(self, keyring=keyring)

    @property
    def has_partner_resealed(self) -> bool:
        """Whether the partner has sealed all of theirs in this space anew, by their signed word."""
        seat = self.partner_membership
        pin = self.keyring.pins.get(seat.user_id) if seat else None
        if seat is None or pin is None or not seat.resealed:
            return False
        word, space = bytes(seat.resealed), seat.couple_id
        return is_resealed(word, author=pin, author_id=seat.user_id, space=space)

    def _is_put_back(self, row: SealedRow) -> bool:
        """Whether a row is an old copy: of the first version, where its author left none."""
        if not is_of_first_version(bytes(row.sealed)):
            return False
        if (row.owner_id, row.couple_id) in self.keyring.resealed:
            return True
        seat = self.partner_membership
        is_theirs = seat is not None and (row.owner_id, row.couple_id) == (
            seat.user_id,
            seat.couple_id,
        )
        return is_theirs and self.has_partner_resealed

    def _open_shared(self, row: SealedRow) -> Words:
        author = self.keyring.public if row.owner_id == self.user.pk else self._pin(row.owner_id)
        couple_key = self.couple_keys.by_epoch.get(row.epoch)
        if couple_key is None or row.for_couple is None or row.couple_id != self.couple.pk:
            raise VaultError
        return open_shared(
            bytes(row.sealed),
            bytes(row.for_couple),
            couple_key=couple_key,
            author=author,
            place=row.place,
        )

    def _pin(self, person: UUID) -> PublicKeys:
        pin = self.keyring.pins.get(person)
        if pin is None:
            raise VaultError
        return pin

    def _readers_of(self, row: SealedRow) -> Readers:
        """Tell for whom a row was sealed; what waits, or was kept from the other, is escrowed."""
        if not is_signed(bytes(row.sealed)):
            return Readers.SELF
        return Readers.BOTH if self.is_open_to_both(row) else Readers.ESCROW

    def _waits_for_both(self, row: RevealedTogether) -> bool:
        """Whether the escrow holds the wrap for both; one that the host lost is kept out here."""
        try:
            wrap = release(
                bytes(row.escrow or b""),
                place=row.place,
                escrow_key=settings.HOST_SECRETS.escrow,
            )
        except VaultError:
            return False
        return self._is_for_both(row, wrap)

    def _is_for_both(self, row: SealedRow, wrap: bytes) -> bool:
        couple_key = self.couple_keys.by_epoch.get(row.epoch)
        if not wrap or not row.for_owner or couple_key is None:
            return False
        return is_open_to_both(
            bytes(row.for_owner),
            wrap,
            keyring=self.keyring,
            couple_key=couple_key,
            place=row.place,
        )
