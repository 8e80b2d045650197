"""Signing a browser in as a device, by its steps, and out again."""

from datetime import datetime
from typing import cast
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib.auth import HASH_SESSION_KEY, logout
from django.http import HttpRequest

from closeknit.domain.vault import Keyring
from closeknit.rooms.people.actions import devices
from closeknit.rooms.people.actions.accounts import NewAccount
from closeknit.rooms.people.actions.archiving import bring_account_back
from closeknit.rooms.people.actions.choices import keep_choices
from closeknit.rooms.people.actions.passwords import keep_login, login_by
from closeknit.rooms.people.models import User
from closeknit.rooms.people.queries import device_of, keyring_by_root, viewer_of
from closeknit.rooms.people.rules import Choices, DeviceKind
from closeknit.rooms.people.signing_in.visitors import (
    SESSION_DEVICE,
    VisitorRequest,
    cookie_key,
    device_label,
)
from closeknit.rooms.people.viewer import Viewer

_PENDING = "pending_device"

_KIND = "device_kind"

_LOGIN = "login"


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
    request.session[SESSION_DEVICE] = str(opened.device.pk)
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


def sign_in_again(
    request: HttpRequest, user: User, *, keyring: Keyring, kind: DeviceKind, now: datetime
) -> None:
    """Keep this browser signed in and open after its own password change ended every device."""
    opened = devices.open_device(
        user=user, umk=keyring.umk, label=device_label(request), kind=kind, now=now
    )
    request.session.cycle_key()
    request.session[SESSION_DEVICE] = str(opened.device.pk)
    request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    visitor = cast("VisitorRequest", request)
    visitor.device, visitor.new_vault_key = opened.device, opened.cookie_key


def sign_out(request: HttpRequest) -> None:
    visitor = cast("VisitorRequest", request)
    if visitor.device is not None:
        devices.end_device(user=visitor.device.user, device_id=visitor.device.pk)
    visitor.device, visitor.forget_vault = None, True
    logout(request)


def _unlocked_by_login(visitor: VisitorRequest, user: User) -> bytes | None:
    keyring = keyring_by_root(user=user, root=visitor.vault_root)
    if keyring is not None:
        return keyring.umk
    held = visitor.session.pop(_PENDING, None)
    device = held and device_of(device_id=UUID(held), now=visitor.now)
    key = cookie_key(visitor)
    if not device or key is None or device.user_id != user.pk:
        return None
    return devices.promote_pending(device=device, cookie_key=key)
