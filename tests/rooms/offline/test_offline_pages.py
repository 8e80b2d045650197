"""The page a device keeps holds nothing private; what was refused opens for its author alone."""

import base64
import gzip
import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cast import Person
from django.test import Client
from offline_device import payload, seal_on_device

import closeknit.ui
from closeknit.domain.vault import offline_public_key
from closeknit.rooms.offline.views.app import PAPER
from closeknit.rooms.people.actions.choices import keep_choices
from closeknit.rooms.people.rules import Choices
from closeknit.rooms.questions.actions import ask, keep_draft, pass_on, seal_answer
from closeknit.rooms.questions.queries import tonight

SHELL = "/offline/today/"
SCRIPTS = ("closeknit.js", "offline.js")  # on every page of one's own device
WORDS = "The words in the tunnel."
PART: dict[str, Any] = {"HTTP_HX_REQUEST": "true"}


def shell_of(person: Person) -> str:
    response = person.client.get(SHELL)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_asks_tonights_question_and_names_nobody(couple):
    alice, _bob = couple
    alice.sign_in()
    alice.client.post(
        "/thanks/new/", {"did": "You waited for me.", "key": uuid4()}
    )  # "… with Bob."
    question = tonight(viewer=alice.viewer()).question.text
    keep_draft(viewer=alice.viewer(), on=alice.viewer().today, text=WORDS)

    shown = shell_of(alice)

    assert question in shown.replace("&#39;", "'")
    for private in ("Alice", "Bob", WORDS, "You waited", "csrfmiddlewaretoken"):
        assert private not in shown
    assert "Your draft is safe on the server" in shown


def test_a_message_for_the_next_page_is_not_used_up(couple):
    alice, _bob = couple
    alice.sign_in()
    alice.client.post("/thanks/new/", {"did": "You waited for me.", "key": uuid4()})

    shell_of(alice)

    assert "Your thank-you is with Bob." in alice.client.get("/thanks/").content.decode()


def test_a_question_of_their_own_stays_off_the_device(couple, clock):
    alice, bob = couple
    ask(viewer=bob.viewer(), text="Where did we leave the map?", key=uuid4())
    clock.forward(days=1)
    type(alice.user.keyring).objects.update(by_recovery=b"set")
    alice.sign_in()
    assert tonight(viewer=alice.viewer()).question.is_own

    shown = shell_of(alice)

    assert "leave the map" not in shown
    assert "one of your own" in shown


@pytest.mark.parametrize("act", ["answer", "pass", "pause"])
def test_nothing_is_asked_when_nothing_waits(alice, act):
    viewer = alice.viewer()
    question = tonight(viewer=viewer).question
    if act == "answer":
        seal_answer(viewer=viewer, on=viewer.today, question=question.key, text=WORDS)
    elif act == "pass":
        pass_on(viewer=viewer, on=viewer.today)
    else:
        keep_choices(viewer=viewer, choices=Choices(paused=True))
    alice.sign_in()

    shown = shell_of(alice)

    assert question.text not in shown.replace("&#39;", "'")
    assert "Nothing waits here tonight." in shown


def test_the_page_says_for_whom_the_device_seals(alice):
    alice.sign_in()

    told = json.loads(alice.client.get(SHELL)["X-Seal-For"])

    assert base64.b64decode(told["key"]) == offline_public_key(alice.keyring)
    assert told["person"] == str(alice.user.pk)
    assert told["space"] == str(alice.viewer().couple.pk)
    assert told["until"] == 1772506800000  # 3 March 2026, 04:00 in Berlin


def test_a_device_that_others_use_keeps_nothing(alice):
    alice.sign_in(own_device=False)

    assert alice.client.get(SHELL).status_code == 404
    assert "offline.js" not in alice.client.get("/settings/").content.decode()


def test_ones_own_device_wakes_the_worker(alice):
    alice.sign_in()

    assert "offline.js" in alice.client.get("/").content.decode()


def test_a_locked_page_says_so_to_the_worker(alice):
    alice.sign_in()
    alice.client.post("/lock/")

    assert alice.client.get("/")["X-Vault"] == "locked"
    assert alice.client.get(SHELL, headers={"X-Draft": "1"}).status_code == 423


def kept_on(person: Person, *, why: str = "day_closed", text: str = WORDS) -> str:
    entry = uuid4()
    words = payload({"text": text, "question": "q"}, space=uuid4(), day=person.viewer().today)
    sealed = seal_on_device(
        words,
        key=offline_public_key(person.keyring),
        person=person.user.pk,
        kind="answer",
        entry=entry,
    )
    held = {
        "id": str(entry),
        "kind": "answer",
        "why": why,
        "sealed": base64.b64encode(sealed).decode(),
    }
    return json.dumps([held])


def opened_by(person: Person, entries: str) -> str:
    response = person.client.post("/offline/kept/", {"entries": entries}, **PART)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("why", "sentence"),
    [
        ("day_closed", "Its day had closed"),
        ("answered", "You had answered that day elsewhere"),
        ("space_closed", "It goes to no other"),
        ("signed_out", "You were signed out"),
        ("made up", "It could not be opened"),
    ],
)
def test_what_was_refused_is_shown_to_its_author_with_the_reason(alice, why, sentence):
    alice.sign_in()

    shown = opened_by(alice, kept_on(alice, why=why))

    assert WORDS in shown
    assert sentence in shown
    assert ("Send it now" in shown) is (why == "signed_out")


def test_words_are_escaped(alice):
    alice.sign_in()

    assert "&lt;script&gt;" in opened_by(alice, kept_on(alice, text="<script>"))


def test_nobody_else_reads_it(couple):
    alice, bob = couple
    bob.sign_in()

    shown = opened_by(bob, kept_on(alice))

    assert WORDS not in shown
    assert "damaged, or somebody else wrote it" in shown


def test_nothing_left_says_so(alice):
    alice.sign_in()

    assert "Nothing is left on this device" in opened_by(alice, "[]")


@pytest.mark.parametrize("entries", ["{}", "[7]", "no", "[" * 90_000])
def test_a_list_that_is_none_shows_no_words(alice, entries):
    alice.sign_in()

    response = alice.client.post("/offline/kept/", {"entries": entries})

    assert response.status_code in (200, 422)


def test_the_manifest_names_the_app_and_its_icons(client, clock):
    response = client.get("/app.webmanifest")

    told = response.json()
    assert response["Content-Type"] == "application/manifest+json"
    assert (told["name"], told["start_url"], told["display"]) == ("Closeknit", "/", "standalone")
    assert [icon["sizes"] for icon in told["icons"]] == ["192x192", "512x512", "512x512"]
    assert told["icons"][-1]["purpose"] == "maskable"
    assert all(icon["src"].startswith("/static/ui/icons/") for icon in told["icons"])


def test_the_plain_manifest_tells_nothing(client, clock):
    told = client.get("/app.webmanifest?app=plain").content.decode()

    assert '"Notes"' in told
    assert "loseknit" not in told
    assert "private home" not in told


def test_the_colours_are_the_tokens():
    tokens = Path(closeknit.ui.__file__).parent / "styles" / "tokens.css"

    assert f"--paper: light-dark({PAPER}," in tokens.read_text()


def test_a_plain_name_is_kept_in_this_browser_alone(couple):
    alice, bob = couple
    alice.sign_in()
    bob.sign_in()
    before = bob.client.get("/settings/app/").content

    alice.client.post("/settings/app/", {"app": "plain"})

    shown = alice.client.get("/").content.decode()
    assert '<link rel="manifest" href="/app.webmanifest?app=plain">' in shown
    assert "plain-180.png" in shown
    assert 'name="apple-mobile-web-app-title" content="Notes"' in shown
    assert '"name": "Notes"' in alice.client.get("/service-worker.js").content.decode()
    after = bob.client.get("/settings/app/").content
    assert _without_token(after) == _without_token(before)


def test_the_own_name_comes_back(alice):
    alice.sign_in()
    alice.client.post("/settings/app/", {"app": "plain"})

    alice.client.post("/settings/app/", {"app": "closeknit"})

    assert "plain-180.png" not in alice.client.get("/").content.decode()


def test_a_name_that_is_none_is_refused(alice):
    alice.sign_in()

    assert alice.client.post("/settings/app/", {"app": "<b>"}).status_code == 422


def test_the_worker_is_one_plain_script_for_the_whole_site(client, clock):
    response = client.get("/service-worker.js")

    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in response["Content-Security-Policy"]
    assert "manifest-src 'self'" in response["Content-Security-Policy"]
    assert len(response.content) < 15_000


def test_what_comes_with_each_page_is_small():
    scripts = Path(closeknit.ui.__file__).parent / "static" / "ui"

    sizes = [len(gzip.compress((scripts / name).read_bytes())) for name in SCRIPTS]

    assert sum(sizes) < 6_000


def test_a_stranger_gets_no_manifest_and_no_worker_on_the_first_page(db, clock):
    shown = Client().get("/").content.decode()

    assert "webmanifest" not in shown
    assert "offline.js" not in shown


def _without_token(page: bytes) -> bytes:
    before, _field, after = page.partition(b'name="csrfmiddlewaretoken" value="')
    return before + after.partition(b'"')[2]
