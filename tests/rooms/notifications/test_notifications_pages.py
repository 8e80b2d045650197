"""Each page works for its person, is nobody else's, and refuses with one sentence."""

import base64
import json
import subprocess
import sys

import pytest
from cast import Person
from django.core import mail
from reminders_cast import ENDPOINT, reach, reach_phone
from served import environment

from closeknit.rooms.archive.actions import leave_space
from closeknit.rooms.lifecycles import tidy
from closeknit.rooms.notifications.actions.channels import MOST
from closeknit.rooms.notifications.models import Channel, Reminders
from closeknit.rooms.notifications.queries.own import address_of
from closeknit.rooms.people.actions.choices import keep_choices
from closeknit.rooms.people.actions.devices import end_device, forget_ended_devices
from closeknit.rooms.people.rules import Choices

PAGE = "/settings/reminders/"
WISHES = {
    "is_on": "on",
    "at": "20:30",
    "pace": "some",
    "quiet_from": "22:00",
    "quiet_until": "08:00",
    "zone": "Europe/Berlin",
}
SUBSCRIPTION = {
    "endpoint": ENDPOINT,
    "p256dh": base64.urlsafe_b64encode(b"\x04" + bytes(64)).decode(),
    "auth": base64.urlsafe_b64encode(bytes(16)).decode().rstrip("="),
}


@pytest.fixture
def signed_in(couple) -> tuple[Person, Person]:
    for person in couple:
        person.sign_in()
    return couple


def test_wishes_are_kept_and_the_next_instant_is_known(signed_in, clock):
    alice, _bob = signed_in

    answer = alice.client.post(PAGE, WISHES)
    row = Reminders.objects.get()

    assert answer.status_code == 302
    assert row.next_at.isoformat() == "2026-03-02T19:30:00+00:00"
    assert b'value="20:30"' in alice.client.get(PAGE).content


def test_switched_off_nothing_is_due(signed_in):
    alice, _bob = signed_in
    alice.client.post(PAGE, WISHES)

    alice.client.post(PAGE, {**WISHES, "is_on": ""})

    assert Reminders.objects.get().next_at is None


@pytest.mark.parametrize("at", ["22:00", "03:00", "07:59"])
def test_a_time_in_the_quiet_hours_is_refused_with_a_sentence(signed_in, at):
    alice, _bob = signed_in

    answer = alice.client.post(PAGE, {**WISHES, "at": at})

    assert answer.status_code == 422
    assert b"This lies in your quiet hours" in answer.content
    assert not Reminders.objects.exists()


def test_a_quiet_month_holds_for_reminders_that_are_chosen_in_it(signed_in, clock):
    alice, _bob = signed_in
    until = clock.now.date().replace(month=4)
    keep_choices(viewer=alice.viewer(), choices=Choices(quiet_until=until))

    alice.client.post(PAGE, WISHES)

    assert Reminders.objects.get().paused_until == until
    assert b"A quiet month" in alice.client.get(PAGE).content


@pytest.mark.parametrize("as_json", [True, False])
def test_a_browser_is_added_once_and_taken_away_by_its_own_address(signed_in, as_json):
    alice, _bob = signed_in

    def send(path, fields):
        if as_json:
            return alice.client.post(path, json.dumps(fields), content_type="application/json")
        return alice.client.post(path, fields)

    answers = [send(f"{PAGE}push/", SUBSCRIPTION).status_code for _time in range(2)]
    row = Channel.objects.get()
    page = alice.client.get(PAGE).content
    send(f"{PAGE}push/remove/", {"endpoint": ENDPOINT})

    assert answers == [204 if as_json else 302] * 2
    assert address_of(row).endpoint == ENDPOINT
    assert ENDPOINT.encode() not in bytes(row.sealed)
    assert b"this one" in page
    assert ENDPOINT.encode() not in page
    assert not Channel.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "https://example.org/x"},
        {"endpoint": "http://fcm.googleapis.com/x"},
        {"endpoint": "https://127.0.0.1/x"},
        {"p256dh": "short"},
        {"auth": "*"},
        {"endpoint": ["a", "list"]},
    ],
)
def test_a_push_address_that_is_not_of_a_push_service_is_refused(signed_in, wrong):
    alice, _bob = signed_in

    answer = alice.client.post(
        f"{PAGE}push/", json.dumps({**SUBSCRIPTION, **wrong}), content_type="application/json"
    )

    assert answer.status_code == 422
    assert not Channel.objects.exists()


@pytest.mark.parametrize("body", ["[]", "{", '"x"'])
def test_a_body_that_is_no_object_is_refused(signed_in, body):
    alice, _bob = signed_in

    answer = alice.client.post(f"{PAGE}push/", body, content_type="application/json")

    assert answer.status_code == 422


def test_whoever_signs_a_browser_out_ends_its_reminders_but_running_out_does_not(signed_in, clock):
    alice, bob = signed_in
    for person in (alice, bob):
        person.client.post(
            f"{PAGE}push/", {**SUBSCRIPTION, "endpoint": f"{ENDPOINT}-{person.name}"}
        )
    row = Channel.objects.get(user=alice.user)

    end_device(user=alice.user, device_id=row.device_id)
    clock.forward(days=61)
    tidy(now=clock.now)

    assert list(Channel.objects.values_list("user", "device")) == [(bob.user.pk, None)]
    assert forget_ended_devices(now=clock.now) == 0


def test_an_address_gets_its_code_first_and_works_after_it(signed_in):
    alice, _bob = signed_in

    answer = alice.client.post(f"{PAGE}mail/", {"address": "somebody@example.org"})
    code = mail.outbox[0].subject.split()[-1]
    before = Channel.objects.get().is_on
    wrong = alice.client.post(answer["Location"], {"code": f"{(int(code) + 1) % 10**6:06d}"})
    alice.client.post(answer["Location"], {"code": f" {code} "})

    assert before is False
    assert wrong.status_code == 422
    assert Channel.objects.get().is_on
    assert "Alice" not in f"{mail.outbox[0].body}{mail.outbox[0].subject}"


def test_five_wrong_codes_end_the_right_one(signed_in):
    alice, _bob = signed_in
    answer = alice.client.post(f"{PAGE}mail/", {"address": "somebody@example.org"})
    code = mail.outbox[0].subject.split()[-1]

    for _try in range(5):
        alice.client.post(answer["Location"], {"code": f"{(int(code) + 1) % 10**6:06d}"})
    alice.client.post(answer["Location"], {"code": code})

    assert not Channel.objects.get().is_on


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("json://example.org/", b"This kind of service is not known here."),
        ("ntfy://192.168.1.1/topic", b"This server is not on the list."),
        ("ntfy://topic?attach=file:///etc/passwd", b"Leave out everything from the first ? or #"),
        ("ntfy://[::1", b"This address cannot be read."),
    ],
)
def test_a_service_that_is_not_allowed_is_refused_with_a_sentence(signed_in, url, sentence):
    alice, _bob = signed_in

    answer = alice.client.post(f"{PAGE}service/", {"url": url})

    assert answer.status_code == 422
    assert sentence in answer.content


def test_a_service_is_shown_by_its_kind_alone(signed_in):
    alice, _bob = signed_in

    alice.client.post(f"{PAGE}service/", {"url": "tgram://123456:a-secret-token/42"})
    page = alice.client.get(PAGE).content

    assert b"tgram" in page
    assert b"a-secret-token" not in page
    assert b"a-secret-token" not in bytes(Channel.objects.get().sealed)


def test_a_person_may_have_so_many_ways_and_no_more(signed_in, clock):
    alice, _bob = signed_in
    for number in range(MOST):
        reach_phone(alice, f"{ENDPOINT}-{number}")

    answer = alice.client.post(f"{PAGE}service/", {"url": "ntfy://one-more"}, follow=True)

    assert b"Remove one first" in answer.content
    assert Channel.objects.count() == MOST


@pytest.mark.parametrize(
    ("printed", "sentence", "stays"),
    [
        ("arrived", b"The test is on its way.", True),
        ("gone", b"so it was removed here.", False),
        ("failed", b"The test did not get through.", True),
        ("refused", b"This server does not send there.", True),
        (None, b"The test did not get through.", True),
    ],
)
def test_a_test_says_what_became_of_it(signed_in, monkeypatch, printed, sentence, stays):
    alice, _bob = signed_in
    row = reach(alice)
    monkeypatch.setattr(
        "closeknit.rooms.notifications.actions.test_message.run_beside", lambda *_a, **_k: printed
    )

    answer = alice.client.post(f"{PAGE}{row.pk}/try/", follow=True)

    assert sentence in answer.content
    assert Channel.objects.exists() is stays


def test_somebody_elses_way_is_404_for_partner_and_stranger(signed_in, charlie):
    alice, bob = signed_in
    row = reach(alice)
    charlie.sign_in()

    for person in (bob, charlie):
        for act in ("try", "remove"):
            assert person.client.post(f"{PAGE}{row.pk}/{act}/").status_code == 404
        assert b"ntfy" not in person.client.get(PAGE).content


def test_a_way_whose_key_is_lost_shows_as_damaged_and_the_page_renders(signed_in, settings):
    alice, _bob = signed_in
    row = reach(alice)
    settings.REMINDER_KEYS = type(settings.REMINDER_KEYS)(bytes(32))

    page = alice.client.get(PAGE)

    assert b"This could not be opened. Remove it and add it again." in page.content
    assert alice.client.post(f"{PAGE}{row.pk}/try/").status_code == 404


def test_leaving_keeps_ones_own_reminders_and_nothing_about_the_couple(signed_in):
    alice, bob = signed_in
    alice.client.post(PAGE, WISHES)

    leave_space(user=bob.user, now=bob.clock.now)

    named = {field.name for model in (Reminders, Channel) for field in model._meta.get_fields()}
    assert Reminders.objects.get().user == alice.user
    assert "couple" not in named


def test_the_server_itself_never_loads_what_sends(tmp_path):
    """Their memory would be the server's: the sender is a process of its own."""
    told = (
        "import sys; from closeknit.cli.bootstrap import with_django; with_django('serving');"
        "from django.urls import get_resolver; get_resolver().url_patterns;"
        "print(sorted({'apprise', 'pywebpush', 'requests', 'aiohttp'} & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", told],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "[]"
