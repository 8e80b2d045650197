"""Opening and locking the vault of the device that a request comes from."""

from typing import cast

from django.contrib.auth import HASH_SESSION_KEY
from django.http import HttpRequest

from closeknit.domain.vault import VERSION, Keyring, VaultError, open_session, unlock_with_umk
from closeknit.rooms.people import hashers
from closeknit.rooms.people.actions import devices
from closeknit.rooms.people.actions.passwords import keep_login, login_by
from closeknit.rooms.people.actions.resealing import note_partners_resealing, reseal_own_rows
from closeknit.rooms.people.models import User
from closeknit.rooms.people.queries import keyring_by_root, keys_of, viewer_of
from closeknit.rooms.people.rules import Damage, is_unlocked_at
from closeknit.rooms.people.signing_in.visitors import VisitorRequest, cookie_key
from closeknit.rooms.people.viewer import Viewer

_DAMAGED = "damaged_keys"


class DamagedKeysError(Exception):
    """Keys that must open do not: they were damaged or replaced in the database."""

    def __init__(self, part: Damage) -> None:
        super().__init__(f"Damaged: {part}.")
        self.part = part


def open_viewer(request: HttpRequest) -> Viewer | None:
    """Return the unlocked viewer of a request; None when locked or seated nowhere."""
    umk = open_umk(request)
    visitor = cast("VisitorRequest", request)
    if umk is None or visitor.device is None:
        return None
    try:
        viewer = viewer_of(user=visitor.device.user, umk=umk, now=visitor.now)
    except VaultError:
        raise DamagedKeysError(Damage.OWN_KEYS) from None
    if viewer is not None:
        devices.touch_device(device=visitor.device, now=visitor.now)
        if visitor.method == "POST":
            devices.settle_in(device=visitor.device)
            viewer = note_partners_resealing(viewer=viewer)
            if visitor.device.user.keyring.rows_version < VERSION:
                return reseal_own_rows(viewer=viewer)
    return viewer


def open_keyring(request: HttpRequest) -> Keyring | None:
    """Return the person's open keyring whether or not they sit in a space."""
    umk = open_umk(request)
    device = cast("VisitorRequest", request).device
    if umk is None or device is None:
        return None
    try:
        return unlock_with_umk(device.user.keyring.locked, user=device.user_id, umk=umk)
    except VaultError:
        raise DamagedKeysError(Damage.OWN_KEYS) from None


def has_damaged_keys(request: HttpRequest) -> bool:
    """Tell whether the person's own keys are damaged, as far as they were tried.

    Where a mail or the host set another password, a lock that stays shut proves no damage.
    """
    user = cast("User", request.user)
    if keys_of(user) is None:
        return True
    try:
        if open_keyring(request) is not None:
            return False
    except DamagedKeysError:
        return True
    return _DAMAGED in request.session and not is_login_reset(user)


def is_login_reset(user: User) -> bool:
    """Tell whether the password that signs in was set by a reset, which knows no key."""
    keys = keys_of(user)
    return keys is not None and hashers.salt_of(user.password) != bytes(keys.salt)


def is_open(request: HttpRequest) -> bool:
    """Tell whether this device is unlocked and its person's keys are whole."""
    try:
        return open_keyring(request) is not None
    except DamagedKeysError:
        return False


def open_umk(request: HttpRequest) -> bytes | None:
    """Return the master key that this device's cookie opens, while the device is unlocked."""
    visitor = cast("VisitorRequest", request)
    device, key = visitor.device, visitor.new_vault_key or cookie_key(request)
    if device is None or key is None or device.sealed is None:
        return None
    keys = keys_of(device.user)
    if (
        keys is None
        or device.generation != keys.generation
        or not is_unlocked_at(
            visitor.now,
            kind=device.device_kind,
            unlocked_at=device.unlocked_at,
            seen_at=device.seen_at,
        )
    ):
        return None
    try:
        return open_session(
            bytes(device.sealed),
            key,
            session=device.pk,
            user=device.user_id,
            generation=device.generation,
            purpose=devices.purpose_of(device),
        )
    except VaultError:
        visitor.is_device_damaged = True
        return None


def unlock(request: HttpRequest, *, root: bytes) -> bool:
    """Open the vault on this device with the Argon2 root of a right password."""
    visitor = cast("VisitorRequest", request)
    if visitor.device is None:
        return False
    keyring = keyring_by_root(user=visitor.device.user, root=root)
    if keyring is None:
        if not is_login_reset(visitor.device.user):
            request.session[_DAMAGED] = True  # this password had opened it
        return False
    request.session.pop(_DAMAGED, None)
    open_with(request, keyring)
    login = login_by(user=visitor.device.user, root=root)
    if login is not None and login != visitor.device.user.password:
        keep_login(user=visitor.device.user, login=login)
        request.session[HASH_SESSION_KEY] = visitor.device.user.get_session_auth_hash()
    return True


def open_with(request: HttpRequest, keyring: Keyring) -> None:
    visitor = cast("VisitorRequest", request)
    if visitor.device is not None:
        visitor.new_vault_key = devices.unlock_device(
            device=visitor.device, umk=keyring.umk, now=visitor.now
        )


def lock(request: HttpRequest) -> None:
    visitor = cast("VisitorRequest", request)
    if visitor.device is not None:
        devices.lock_device(device=visitor.device)
    visitor.forget_vault = True
