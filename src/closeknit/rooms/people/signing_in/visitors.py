"""Who stands behind a request: the session, the device, and the key in the vault cookie."""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from closeknit.rooms.people.actions import devices
from closeknit.rooms.people.models import Device
from closeknit.rooms.people.queries import device_of
from closeknit.rooms.people.viewer import Viewer

SESSION_DEVICE = "device"


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


def _device(visitor: VisitorRequest) -> Device | None:
    device_id, user_id = visitor.session.get(SESSION_DEVICE), visitor.session.get(SESSION_KEY)
    if device_id is None or user_id is None:
        return None
    device = device_of(device_id=UUID(device_id), now=visitor.now)
    if device is None or str(device.user_id) != user_id or device.label == devices.PENDING:
        return None
    stored = visitor.session.get(HASH_SESSION_KEY, "")
    if not constant_time_compare(stored, device.user.get_session_auth_hash()):
        return None
    return device


def cookie_key(request: HttpRequest) -> bytes | None:
    try:
        return base64.urlsafe_b64decode(request.COOKIES.get(settings.VAULT_COOKIE_NAME, "")) or None
    except (ValueError, binascii.Error):
        return None
