"""Who somebody is and which space they sit in."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from hashlib import blake2b
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, FilteredRelation, Q, QuerySet

from closeknit.domain.vault import (
    CoupleKeys,
    Keyring,
    Place,
    RecoveryCode,
    VaultError,
    open_box,
    open_held_code,
    unlock_with_password,
    unlock_with_umk,
)
from closeknit.rooms.people.compiled_query import CompiledQuery, Param
from closeknit.rooms.people.hashers import escrow_key_id, pepper_key_id
from closeknit.rooms.people.models import (
    ArchivedAccount,
    CoupleKey,
    Device,
    Invitation,
    KnownDevice,
    Membership,
    NotedSecret,
    Preferences,
    User,
)
from closeknit.rooms.people.models import Keyring as KeyringRow
from closeknit.rooms.people.rules import (
    HELD_CODE_LASTS,
    INVITATION_ENDS_WITHIN,
    Choices,
    choices_from_words,
    is_signed_in_at,
)
from closeknit.rooms.people.rules.names import fold_name, spelt_as_first
from closeknit.rooms.people.viewer import Viewer

_DEVICE = CompiledQuery(
    Device.objects.select_related("user__keyring").filter(
        pk=Param("device"), ends_at__gt=Param("now"), user__is_active=True
    )
)
_SEATS_AND_KEYS = CompiledQuery(
    Membership.objects.filter(
        left_on=None, couple__memberships__user=Param("user"), couple__memberships__left_on=None
    )
    .annotate(
        mine=FilteredRelation("couple__keys", condition=Q(couple__keys__reader=Param("user"))),
        epoch=F("mine__epoch"),
        box=F("mine__box"),
        signer_id=F("mine__signer"),
    )
    .select_related("couple", "user__keyring")
)
_PREFERENCES = CompiledQuery(Preferences.objects.filter(owner=Param("owner")))


def device_of(*, device_id: UUID, now: datetime) -> Device | None:
    """Return a device that is still signed in, with its person and their keyring."""
    device = _DEVICE.first(device=device_id, now=now)
    if device is None or not is_signed_in_at(
        now, kind=device.device_kind, created_at=device.created_at, ends_at=device.ends_at
    ):
        return None
    return device


def person_called(typed: str) -> User | None:
    """Return who signs in by this name, however it is spelt, or by this address.

    The very spelling comes first: older names that fold alike are told apart by it.
    """
    people, spelt = User.objects.select_related("keyring"), spelt_as_first(typed)
    unlike = people.exclude(folded_name="").filter(has_twin_name=False)
    by_folding = unlike.filter(folded_name=fold_name(typed))
    by_address = people.exclude(email="").filter(email=spelt)
    return people.filter(username=spelt).first() or by_folding.first() or by_address.first()


def is_name_taken(*, folded: str, but_for: User | None = None) -> bool:
    """Tell whether somebody else signs in by a name that folds to this, or may again.

    The name of an archived account stays taken for everybody but who began again under it.
    """
    others = User.objects.filter(folded_name=folded)
    archived = ArchivedAccount.objects.filter(folded_name=folded)
    return _is_somebodys(others, archived, but_for=but_for)


def is_address_taken(*, address: str, but_for: User) -> bool:
    """Tell whether somebody else has this e-mail address, or may have it again."""
    others = User.objects.filter(email=address)
    archived = ArchivedAccount.objects.filter(email=address)
    return bool(address) and _is_somebodys(others, archived, but_for=but_for)


def _is_somebodys(
    people: QuerySet[User], archived: QuerySet[ArchivedAccount], *, but_for: User | None
) -> bool:
    if but_for is not None:
        people = people.exclude(pk=but_for.pk)
        archived = archived.exclude(present=but_for)
    return people.exists() or archived.exists()


def digest_of_mark(mark: str, *, user: User) -> bytes:
    """Return what is kept of a known device's mark; it says nothing about another person's."""
    given = mark[:64].encode("utf-8", "surrogatepass")
    return blake2b(given, key=user.pk.bytes, person=b"ck known device", digest_size=32).digest()


def is_known_device(*, mark: str, user: User) -> bool:
    if not mark:
        return False
    digest = digest_of_mark(mark, user=user)
    return KnownDevice.objects.filter(user=user, digest=digest).exists()


def accounts_called(name: str, *, today: date) -> list[User]:
    """Return who signs in by this name or address, and then the accounts of it archived."""
    present = person_called(name)
    named = Q(archived__folded_name=fold_name(name)) | Q(archived__email=spelt_as_first(name))
    away = User.objects.select_related("keyring").filter(named, archived__ends_on__gte=today)
    return [*([present] if present else []), *away.order_by("-archived__ends_on", "pk")]


def is_shared_with_anybody(*, user: User) -> bool:
    """Tell whether somebody else ever sat in a space with this person, and still is here."""
    spaces = Membership.objects.filter(user=user).values("couple")
    return Membership.objects.filter(couple__in=spaces).exclude(user=user).exists()


def keyring_by_root(*, user: User, root: bytes | None) -> Keyring | None:
    """Return the keyring, or None when this password signs in but does not open it."""
    row = keys_of(user)
    if root is None or row is None:
        return None
    try:
        return unlock_with_password(
            row.locked, user=user.pk, root=root, pepper=settings.HOST_SECRETS.pepper
        )
    except VaultError:
        return None


def keys_of(user: User) -> KeyringRow | None:
    """Return the row of a person's keys; None where it is gone."""
    return getattr(user, "keyring", None)


def place_of_held(device: Device) -> Place:
    """Bind a held code to its device and to when it was made: an altered row shows none."""
    return Place(
        table="session",
        row=device.pk,
        field=f"code held {device.held_at and device.held_at.isoformat()}",
        owner=device.user_id,
        couple=None,
        epoch=device.generation,
    )


def held_code_of(*, device: Device, umk: bytes, now: datetime) -> RecoveryCode | None:
    """Return the recovery code that waits on this device to be confirmed, for 15 minutes."""
    if device.held_code is None or device.held_at is None:
        return None
    if not device.held_at <= now < device.held_at + HELD_CODE_LASTS:
        return None
    try:
        return open_held_code(bytes(device.held_code), umk, place=place_of_held(device))
    except VaultError:
        return None


def devices_of(*, user: User, now: datetime) -> Sequence[Device]:
    return list(
        Device.objects.filter(user=user, ends_at__gt=now).order_by("-seen_at", "-created_at")
    )


def viewer_of(*, user: User, umk: bytes, now: datetime) -> Viewer | None:
    """Return the person with their vault open, or None when they sit in no space.

    Raises VaultError when the master key does not open their keyring.
    """
    keyring = unlock_with_umk(user.keyring.locked, user=user.pk, umk=umk)
    seats = _SEATS_AND_KEYS.all(user=user.pk)
    mine, partner = _mine_and_partners(seats, user=user)
    if mine is None:
        return None
    boxes = [each for each in seats if each.user_id == user.pk]
    return _viewer(mine, partner=partner, user=user, keyring=keyring, boxes=boxes, now=now)


def past_viewers(*, user: User, keyring: Keyring, now: datetime) -> list[Viewer]:
    """Return a view into each closed space whose keys the person still holds."""
    seats = Membership.objects.filter(user=user).exclude(left_on=None).select_related("couple")
    return [
        _viewer(
            seat,
            partner=_other_seat(seat),
            user=user,
            keyring=keyring,
            boxes=CoupleKey.objects.filter(couple=seat.couple, reader=user),
            now=now,
        )
        for seat in seats.order_by("joined_on")
    ]


def seats_of(*, user: User) -> tuple[Membership | None, Membership | None]:
    """Return the person's own seat and their partner's, in one query."""
    return _mine_and_partners(_SEATS_AND_KEYS.all(user=user.pk), user=user)


def open_invitation_of(*, viewer: Viewer) -> tuple[Invitation, str] | None:
    """Return the viewer's open invitation and its secret, which only their keyring holds."""
    invitation = Invitation.objects.filter(
        couple=viewer.couple,
        inviter=viewer.user,
        accepted_by=None,
        revoked_at=None,
        ends_at__gt=viewer.now,
        ends_at__lte=viewer.now + INVITATION_ENDS_WITHIN,
    ).first()
    if invitation is None or invitation.pk not in viewer.keyring.invitations:
        return None
    return invitation, viewer.keyring.invitations[invitation.pk]


def has_lost_its_pepper() -> bool:
    """Tell whether passwords here were made with a pepper that this host no longer has."""
    mark = pepper_key_id()  # before or after it, since no index answers "not equal"
    return KeyringRow.objects.filter(Q(pepper_key_id__lt=mark) | Q(pepper_key_id__gt=mark)).exists()


def foreign_secrets() -> list[str]:
    """Return which of this process's secrets are others than rows here were written with."""
    return [
        row.name
        for row in NotedSecret.objects.all()
        if settings.SECRET_KEY_IDS.get(row.name) != bytes(row.key_id)
    ]


def has_lost_escrows(*, viewer: Viewer) -> bool:
    """Tell whether what the viewer left waiting may stand under an escrow key that is gone."""
    return bytes(viewer.user.keyring.escrow_key_id) != escrow_key_id()


def host_of(*, viewer: Viewer) -> User | None:
    """Return who runs this server, when that is one of the two; else None."""
    both = [viewer.user, viewer.partner] if viewer.partner else [viewer.user]
    return next((person for person in both if person.is_host), None)


def is_first_visit_here() -> bool:
    """Tell whether nobody has an account on this server yet."""
    return not User.objects.exists()


def _other_seat(seat: Membership) -> Membership | None:
    others = Membership.objects.filter(couple=seat.couple).exclude(pk=seat.pk)
    return others.select_related("user__keyring").first()


def _mine_and_partners(
    seats: Sequence[Membership], *, user: User
) -> tuple[Membership | None, Membership | None]:
    """Tell the seats apart; each comes once for every epoch's key."""
    mine = next((seat for seat in seats if seat.user_id == user.pk), None)
    partner = next((seat for seat in seats if seat.user_id != user.pk), None)
    return mine, partner


def _viewer(  # noqa: PLR0913  each part of a viewer by its name
    mine: Membership,
    *,
    partner: Membership | None,
    user: User,
    keyring: Keyring,
    boxes: Iterable[Any],
    now: datetime,
) -> Viewer:
    keys = CoupleKeys(
        couple=mine.couple_id,
        by_epoch=_opened(boxes, user=user, keyring=keyring),
        current=mine.couple.epoch,
    )
    return Viewer(
        user=user,
        membership=mine,
        partner_membership=partner,
        keyring=keyring,
        couple_keys=keys,
        now=now,
    )


def _opened(boxes: Iterable[Any], *, user: User, keyring: Keyring) -> dict[int, bytes]:
    """Open what rows hold in `couple_id`, `epoch`, `box` and `signer_id`, as far as it opens."""
    opened = {}
    for row in boxes:
        if row.box is None:
            continue
        try:
            opened[row.epoch] = open_box(
                bytes(row.box),
                keyring=keyring,
                reader_id=user.pk,
                couple=row.couple_id,
                epoch=row.epoch,
                signer_id=row.signer_id,
            )
        except VaultError:
            continue
    return opened


def has_returned(*, device: Device | None, viewer: Viewer) -> bool:
    """Tell whether the viewer came back today after a week, and has done nothing since."""
    if device is None or device.returned_at is None:
        return False
    return viewer.couple.day_at(device.returned_at) == viewer.today


def choices_of(*, viewer: Viewer) -> Choices:
    """Return what the viewer set for themselves alone."""
    row = _PREFERENCES.first(owner=viewer.user.pk)
    return choices_from_words(viewer.open(row) if row else None)
