"""How a browser's session and a vault meet: the vault cookie, the device, the open viewer."""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from typing import cast
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from closeknit.domain.vault import VERSION, Keyring, VaultError, open_session, unlock_with_umk
from closeknit.rooms.people import hashers
from closeknit.rooms.people.actions import devices
from closeknit.rooms.people.actions.accounts import NewAccount
from closeknit.rooms.people.actions.archiving import bring_account_back
from closeknit.rooms.people.actions.choices import keep_choices
from closeknit.rooms.people.actions.passwords import keep_login, login_by
from closeknit.rooms.people.actions.resealing import note_partners_resealing, reseal_own_rows
from closeknit.rooms.people.models import Device, User
from closeknit.rooms.people.queries import device_of, keyring_by_root, keys_of, viewer_of
from closeknit.rooms.people.rules import Choices, Damage, DeviceKind, is_unlocked_at
from closeknit.rooms.people.viewer import Viewer

_DEVICE = "device"
_PENDING = "pending_device"
_KIND = "device_kind"
_LOGIN = "login"
_DAMAGED = "damaged_keys"


class DamagedKeysError(Exception):
    """Keys that must open do not: they were damaged or replaced in the database."""

    def __init__(self, part: Damage) -> None:
        super().__init__(f"Damaged: {part}.")
        self.part = part


class VisitorRequest(HttpRequest):
    """What the middleware adds: the instant, the device, and the key for the vault cookie."""

    now: datetime
    device: Device | None
    viewer: Viewer
    vault_root: bytes | None
    new_vault_key: bytes | None
    forget_vault: bool
    is_device_damaged: bool


def recognise(request: HttpRequest) -> None:
    """Find the signed-in device behind a request's session, in one query."""
    visitor = cast("VisitorRequest", request)
    visitor.is_device_damaged = False
    visitor.device = _device(visitor)
    request.user = visitor.device.user if visitor.device else AnonymousUser()


def visitor_with(cookies: Mapping[str, str], *, now: datetime) -> VisitorRequest:
    """Return who stands behind a browser's cookies where there is no page, as for a stream."""
    visitor = cast("VisitorRequest", HttpRequest())
    visitor.COOKIES = dict(cookies)
    visitor.session = SessionStore(cookies.get(settings.SESSION_COOKIE_NAME))
    visitor.now = now
    visitor.vault_root = visitor.new_vault_key = None
    visitor.forget_vault = False
    recognise(visitor)
    return visitor


def settle_login(request: HttpRequest, user: User) -> bool:
    """Before a sign-in: bring back the account that was archived; tell whether it was.

    The password that opens its vault is from now on the one that signs in.
    """
    visitor = cast("VisitorRequest", request)
    was_away = bring_account_back(user=user, today=visitor.now.date())
    login = request.session.pop(_LOGIN, None)
    if visitor.vault_root is not None:
        login = login_by(user=user, root=visitor.vault_root)
    if login is not None:
        keep_login(user=user, login=login)
    return was_away


def admit(request: HttpRequest, user: User, *, last_sign_in: datetime | None) -> None:
    """Sign the browser in as a device; open its vault with what the login has unlocked."""
    visitor = cast("VisitorRequest", request)
    kind = DeviceKind(request.session.get(_KIND, DeviceKind.OWN))
    opened = devices.open_device(
        user=user,
        umk=_unlocked_by_login(visitor, user),
        label=device_label(request),
        kind=kind,
        now=visitor.now,
        last_sign_in=last_sign_in,
    )
    request.session[_DEVICE] = str(opened.device.pk)
    request.session.set_expiry(kind.lifetime.signed_in)
    visitor.device, visitor.new_vault_key = opened.device, opened.cookie_key


def enter(request: HttpRequest, account: NewAccount, *, kind: DeviceKind) -> Viewer | None:
    """Keep a new account's first choices and sign it in, open, on a browser of this kind."""
    visitor = cast("VisitorRequest", request)
    viewer = viewer_of(user=account.user, umk=account.keyring.umk, now=visitor.now)
    if viewer is not None:
        keep_choices(viewer=viewer, choices=Choices())
    if visitor.device is not None:
        sign_out(request)
    visitor.vault_root, visitor.forget_vault = account.root, False
    remember_kind(request, kind)
    get_adapter().login(request, account.user)
    return viewer


def remember_kind(request: HttpRequest, kind: DeviceKind) -> None:
    """Keep the answer to "is this device only yours?" until the login is complete."""
    request.session[_KIND] = kind


def hold_for_second_factor(request: HttpRequest, user: User) -> None:
    """Seal what the password unlocked for the five minutes that the code may take."""
    visitor = cast("VisitorRequest", request)
    keyring = keyring_by_root(user=user, root=visitor.vault_root)
    if keyring is None:
        return
    opened = devices.hold_pending(user=user, keyring=keyring, now=visitor.now)
    request.session[_PENDING] = str(opened.device.pk)
    request.session[_LOGIN] = login_by(user=user, root=visitor.vault_root or b"")
    visitor.new_vault_key = opened.cookie_key


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
    device, key = visitor.device, visitor.new_vault_key or _cookie_key(request)
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


def sign_in_again(
    request: HttpRequest, user: User, *, keyring: Keyring, kind: DeviceKind, now: datetime
) -> None:
    """Keep this browser signed in and open after its own password change ended every device."""
    opened = devices.open_device(
        user=user, umk=keyring.umk, label=device_label(request), kind=kind, now=now
    )
    request.session.cycle_key()
    request.session[_DEVICE] = str(opened.device.pk)
    request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    visitor = cast("VisitorRequest", request)
    visitor.device, visitor.new_vault_key = opened.device, opened.cookie_key


def lock(request: HttpRequest) -> None:
    visitor = cast("VisitorRequest", request)
    if visitor.device is not None:
        devices.lock_device(device=visitor.device)
    visitor.forget_vault = True


def sign_out(request: HttpRequest) -> None:
    visitor = cast("VisitorRequest", request)
    if visitor.device is not None:
        devices.end_device(user=visitor.device.user, device_id=visitor.device.pk)
    visitor.device, visitor.forget_vault = None, True
    logout(request)


def write_vault_cookie(request: HttpRequest, response: HttpResponse) -> None:
    """Hand the browser its new vault key, or take the old one back."""
    visitor = cast("VisitorRequest", request)
    name = settings.VAULT_COOKIE_NAME
    if visitor.forget_vault:
        response.delete_cookie(name, samesite="Lax")
    elif visitor.new_vault_key is not None:
        response.set_cookie(
            name,
            base64.urlsafe_b64encode(visitor.new_vault_key).decode(),
            max_age=settings.SESSION_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def device_label(request: HttpRequest) -> str:
    """Name a browser roughly, for the person's own list of devices; empty when it is unknown."""
    agent = request.headers.get("User-Agent", "")
    systems = ("iPhone", "iPad", "Android", "Windows", "Mac OS X", "Linux")
    browsers = ("Firefox", "Edg", "OPR", "Chrome", "Safari")
    system = next((name for name in systems if name in agent), "")
    browser = next((name for name in browsers if name in agent), "")
    return " · ".join(part for part in (system, browser) if part)


def _unlocked_by_login(visitor: VisitorRequest, user: User) -> bytes | None:
    keyring = keyring_by_root(user=user, root=visitor.vault_root)
    if keyring is not None:
        return keyring.umk
    held = visitor.session.pop(_PENDING, None)
    device = held and device_of(device_id=UUID(held), now=visitor.now)
    key = _cookie_key(visitor)
    if not device or key is None or device.user_id != user.pk:
        return None
    return devices.promote_pending(device=device, cookie_key=key)


def _device(visitor: VisitorRequest) -> Device | None:
    device_id, user_id = visitor.session.get(_DEVICE), visitor.session.get(SESSION_KEY)
    if device_id is None or user_id is None:
        return None
    device = device_of(device_id=UUID(device_id), now=visitor.now)
    if device is None or str(device.user_id) != user_id or device.label == devices.PENDING:
        return None
    stored = visitor.session.get(HASH_SESSION_KEY, "")
    if not constant_time_compare(stored, device.user.get_session_auth_hash()):
        return None
    return device


def _cookie_key(request: HttpRequest) -> bytes | None:
    try:
        return base64.urlsafe_b64decode(request.COOKIES.get(settings.VAULT_COOKIE_NAME, "")) or None
    except (ValueError, binascii.Error):
        return None
