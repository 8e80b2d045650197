"""Every form that a person finds is sent twice as it stands, and makes what it makes once."""

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from uuid import uuid4

from cast import Person
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client
from form_browser import Form, forms_in
from meetings_cast import one_of_each_meeting
from repair_cast import one_of_each_repair
from reveal_cast import REVEALS, write

from closeknit.rooms.moments.actions import write_thanks
from closeknit.rooms.moments.rules import ThankYouWords
from closeknit.rooms.people.models import Device, Keyring

NOT_CONTENT = (Session, Device)  # whoever signs in twice is signed in twice
LINK = re.compile(r'href="(/[^"#?]*)')
NO_FORMS = ("/static/", "/guide/", "/take/", "/leave-quickly/")
FILLED = {
    "email": "bob@example.org",
    "address": "bob@example.org",
    "at": "19:30",
    "url": "ntfy://some-topic",
}
BEGIN_AT = ("/", "/listening/", "/thanks/new/", "/practices/longer-kiss/")
FIRST_EVENING = {
    "/answers/DAY/draft/",
    "/answers/DAY/pass/",
    "/answers/DAY/seal/",
    "/answers/DAY/skip/",
    "/listening/",
    "/meeting/begin/",
    "/meeting/hour/",
    "/practices/NAME/done/",
    "/practices/NAME/mark/",
    "/practices/NAME/yes/",
    "/questions/own/",
    "/repair/apology/",
    "/repair/apology/draft/",
    "/repair/good-time/ask/",
    "/repair/loop/",
    "/repair/loop/draft/",
    "/repair/opening/send/",
    "/repair/outside/",
    "/repair/pause/change/",
    "/settings/calendar/new/",
    "/settings/choices/",
    "/settings/reminders/",
    "/settings/reminders/mail/",
    "/settings/reminders/service/",
    "/thanks/new/",
    "/thanks/new/draft/",
}
NAMES = (
    (re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}"), "ID"),
    (re.compile(r"\d{4}-\d\d-\d\d"), "DAY"),
    (re.compile(r"(?<=/practices/)[a-z-]+"), "NAME"),
)


def pages(client: Client) -> Iterator[tuple[str, str]]:
    """Yield every page that can be reached from Today by links, one of each kind."""
    waiting, seen = list(BEGIN_AT), {"/"}
    while waiting:
        address = waiting.pop(0)
        response = client.get(address, follow=True)
        if "text/html" not in response.headers.get("Content-Type", ""):
            continue
        page = response.content.decode()
        yield response.redirect_chain[-1][0] if response.redirect_chain else address, page
        for link in LINK.findall(page):
            if kind_of(link) not in seen and not link.startswith(NO_FORMS):
                seen.add(kind_of(link))
                waiting.append(link)


def posts(client: Client) -> dict[tuple[str, str], tuple[str, dict[str, str]]]:
    """Every post that a page offers, by the kind of its address and what its button says."""
    found: dict[tuple[str, str], tuple[str, dict[str, str]]] = {}
    for at, page in pages(client):
        for form in forms_in(page):
            if form.method != "post":
                continue
            filled = filled_in(form)
            for button in [{}, *form.buttons]:
                address = button.get("formaction") or form.action or at
                added = {button["name"]: button.get("value", "")} if "name" in button else {}
                found.setdefault((kind_of(address), str(added)), (address, {**filled, **added}))
            if form.draft:
                found.setdefault((kind_of(form.draft), ""), (form.draft, filled))
    return found


def filled_in(form: Form) -> dict[str, str]:
    words = dict.fromkeys(form.places_to_write, "words")
    given = {name: value for name, value in FILLED.items() if name in form.fields}
    return {**form.fields, **words, **given}


def kind_of(address: str) -> str:
    for pattern, name in NAMES:
        address = pattern.sub(name, address)
    return address


def rows() -> dict[str, int]:
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model not in NOT_CONTENT
    }


def sent_twice(client: Client, address: str, given: dict[str, str]) -> tuple[bool, bool]:
    """Tell whether a post made any row, and whether the same post again made another."""
    cookies, before = SimpleCookie(client.cookies), rows()
    with transaction.atomic():
        client.post(address, given)
        once = rows()
        client.cookies = SimpleCookie(cookies)
        client.post(address, given)
        twice = rows()
        transaction.set_rollback(True)
    client.cookies = cookies
    made = any(once[name] > before[name] for name in once)
    return made, any(twice[name] > once[name] for name in once)


def made_by_every_form(person: Person) -> set[str]:
    """Send each form that `person` finds twice; return the kinds of those that made a row."""
    client = person.sign_in()
    outcomes = {kind: sent_twice(client, *post) for kind, post in posts(client).items()}

    assert [kind for kind, (_once, again) in outcomes.items() if again] == []
    return {kind for (kind, _button), (made, _again) in outcomes.items() if made}


def test_whoever_is_alone_makes_each_thing_once(alice):
    Keyring.objects.update(by_recovery=b"on paper")

    made = made_by_every_form(alice)

    assert made > {"/answers/DAY/seal/", "/invite/", "/thanks/new/", "/repair/loop/"}


def test_a_couple_on_its_first_evening_makes_each_thing_once(couple):
    Keyring.objects.update(by_recovery=b"on paper")

    made = made_by_every_form(couple[0])

    assert made > FIRST_EVENING


def test_a_couple_with_one_of_everything_makes_each_thing_once(couple, clock):
    alice, bob = couple
    Keyring.objects.update(by_recovery=b"on paper")
    for reveal in REVEALS:
        write(reveal, alice)
        write(reveal, bob)
    one_of_each_meeting(alice, bob, clock)
    one_of_each_repair(alice, bob)
    write_thanks(viewer=alice.viewer(), key=uuid4(), words=ThankYouWords(did="the kettle"))

    made = made_by_every_form(bob)

    assert made > {"/answers/DAY/reply/", "/thanks/ID/landed/", "/meeting/ID/one-thing/note/"}
