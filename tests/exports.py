"""Asking for one's export and fetching it, with the work of the child done in this process."""

import base64
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.test import Client

from closeknit.domain.vault import VaultError, open_session
from closeknit.rooms.archive.actions import make_export
from closeknit.rooms.people.actions.devices import purpose_of
from closeknit.rooms.people.models import Export


def master_key(client: Client, export: Export) -> bytes:
    """Open the device of a browser by its cookie, as a request of its does."""
    device = export.device
    return open_session(
        bytes(device.sealed),
        base64.urlsafe_b64decode(client.cookies[settings.VAULT_COOKIE_NAME].value),
        session=device.pk,
        user=device.user_id,
        generation=device.generation,
        purpose=purpose_of(device),
    )


def make(client: Client) -> Export:
    """Do what the child does for the export that this browser asked for."""
    for row in Export.objects.select_related("user__keyring", "device"):
        with suppress(VaultError):  # somebody else's: this browser's cookie does not open it
            make_export(row=row, umk=master_key(client, row), now=settings.CLOCK())
            return row
    raise AssertionError("This browser asked for no export.")


def taken(client: Client, password: str) -> Any:
    """Return the file as a browser gets it."""
    asked = client.post("/take/", {"current": password})
    assert asked.status_code == 302, asked.content
    make(client)
    return client.get("/take/download/")
