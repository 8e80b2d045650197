"""What every answer tells the browser that it may not do, whichever part of the server gave it."""

import asyncio
from uuid import UUID

import pytest
from django.test import Client

from closeknit.config.live import streams
from closeknit.hosting.permissions import PERMISSIONS_POLICY


@pytest.mark.parametrize(
    "page", ["/", "/sign-in/", "/guide/", "/healthz", "/nothing/here/", "/static/ui/closeknit.css"]
)
def test_3_4_no_page_may_use_the_camera_or_stand_in_a_frame(db, clock, page):
    answer = Client().get(page)

    assert answer["Permissions-Policy"] == PERMISSIONS_POLICY
    assert "X-Frame-Options" not in answer  # frame-ancestors says it, in one place
    if not page.startswith("/static/"):
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("power", ["camera", "microphone", "geolocation", "payment", "usb"])
def test_3_4_no_page_asks_for_a_power_of_the_browser(power):
    assert f"{power}=()" in PERMISSIONS_POLICY.split(", ")


@pytest.mark.parametrize("path", [f"/live/{UUID(int=1)}/", "/live/nothing/"])
@pytest.mark.django_db(transaction=True)
def test_3_4_a_refused_stream_carries_the_headers_of_every_page(path):
    sent = []

    async def send(message) -> None:
        sent.append(message)

    asyncio.run(streams({"type": "http", "method": "GET", "path": path, "headers": []}, None, send))

    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    assert sent[0]["status"] == 404
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["permissions-policy"] == PERMISSIONS_POLICY
    assert headers["cache-control"] == "no-store"
