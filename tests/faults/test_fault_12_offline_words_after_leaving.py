"""Fault 12: what was written without a network is handed in after signing out or unpairing."""

import base64
import json
from uuid import UUID, uuid4

import pytest
from couple_at_home import come_in, invitation_by
from form_browser import FormBrowser
from offline_device import payload, seal_on_device
from served import serving
from test_canary import CANARY, files_with

pytestmark = pytest.mark.fault
PASSWORD = "a quiet alice evening"


@pytest.fixture
def served(tmp_path):
    with serving(tmp_path / "data") as running:
        yield running


@pytest.fixture
def alice(served) -> FormBrowser:
    browser = FormBrowser(f"http://localhost:{served.port}")
    come_in(browser, served.setup_path, "alice")
    return browser


def sealed_on_the_phone(browser: FormBrowser) -> dict[str, str]:
    """Write a thank-you as the phone does whose worker has kept tonight's page."""
    browser.open("/offline/today/")
    told = json.loads(browser.headers["X-Seal-For"])
    entry, person = uuid4(), UUID(told["person"])
    sealed = seal_on_device(
        payload({"did": CANARY, "for_whom": "them"}, space=UUID(told["space"])),
        key=base64.b64decode(told["key"]),
        person=person,
        kind="thanks",
        entry=entry,
    )
    return {"id": str(entry), "kind": "thanks", "sealed": base64.b64encode(sealed).decode()}


def hand_in(browser: FormBrowser, entry: dict[str, str]) -> dict:
    """Ask how things stand, and send as the worker would; return what the server said."""
    answer = json.loads(browser.open("/offline/send/"))
    if "token" not in answer:
        return answer
    return json.loads(
        browser.open("/offline/send/", {**entry, "csrfmiddlewaretoken": answer["token"]})
    )


def test_signed_out_it_is_refused_and_handed_in_once_after_signing_in_again(alice):
    entry = sealed_on_the_phone(alice)
    alice.open("/settings/")
    alice.send(alice.form("/sign-out/"))

    refused = hand_in(alice, entry)
    alice.open("/sign-in/")
    alice.send(alice.form("/sign-in/"), login="alice", password=PASSWORD, kind="own")
    said = [hand_in(alice, entry) for _sending in range(2)]

    assert "person" not in refused
    assert "signed out" in refused["words"]["signed_out"]
    assert said == [{"kept": True}] * 2
    assert alice.open("/thanks/").count(CANARY) == 1


def test_after_unpairing_it_is_refused_in_the_new_space_and_its_author_can_still_read_it(
    served, alice, tmp_path
):
    bob = FormBrowser(alice.base)
    come_in(bob, invitation_by(alice), "bob")
    entry = sealed_on_the_phone(alice)
    bob.open("/leave/")
    bob.send(bob.form("/leave/"), current="a quiet bob evening")

    between = hand_in(alice, entry)
    alice.open("/space-closed/")
    alice.send(alice.forms()[0])
    after = hand_in(alice, entry)
    alice.open("/offline/kept/")
    held = json.dumps([{**entry, "why": "space_closed"}])
    shown = alice.send(alice.form("/offline/kept/"), entries=held)

    assert between == after == {"refused": "space_closed"}
    assert CANARY in shown
    assert CANARY not in alice.open("/thanks/")
    assert CANARY not in bob.open("/thanks/")
    assert files_with(CANARY, tmp_path) == []
