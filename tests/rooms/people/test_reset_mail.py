"""The reset mail: in our own words, naming nobody, and no slower for an address that is known."""

import pytest
from cast import Person, arrive
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from closeknit.rooms.people.actions import reset_mail
from closeknit.rooms.people.models import User

ADDRESS = "alice@example.org"


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """What stands in the queue, which no thread empties here."""
    found: list[str] = []
    monkeypatch.setattr(reset_mail, "_put", found.append)
    return found


@pytest.fixture
def known(alice: Person) -> Person:
    User.objects.filter(pk=alice.user.pk).update(email=ADDRESS)
    return alice


def test_the_mail_names_nobody_and_opens_once(known: Person, clock):
    assert reset_mail.send_reset(address=ADDRESS)

    (sent,) = mail.outbox
    link = next(line for line in sent.body.splitlines() if "/account/reset/key/" in line)
    path = link.removeprefix("http://testserver")
    browser = Client()
    form = browser.get(path, follow=True)
    new = {"password1": "set by the mail, long", "password2": "set by the mail, long"}
    browser.post(form.redirect_chain[-1][0], new)
    again = Client().get(path, follow=True)

    assert sent.to == [ADDRESS]
    assert not {"Alice", "alice"} & set(sent.body.replace(".", " ").split())
    assert "example.com" not in sent.body
    assert sent.subject == "A new password to sign in"
    assert "used or is too old" in again.content.decode()


def test_one_mail_has_a_link_for_each_who_has_the_address(known: Person, charlie: Person, clock):
    User.objects.filter(pk=charlie.user.pk).update(email=ADDRESS)

    assert reset_mail.send_reset(address=ADDRESS)

    (sent,) = mail.outbox
    lines = sent.body.splitlines()
    for person in (known, charlie):
        link = lines[lines.index(person.user.username) + 1]
        browser, new = Client(), f"set by {person.user.username}'s link"
        form = browser.get(link.removeprefix("http://testserver"), follow=True)
        browser.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
        given = {"login": ADDRESS, "password": new, "kind": "own"}
        browser = Client()
        assert browser.post("/sign-in/", given).status_code == 302
        assert browser.session["_auth_user_id"] == str(person.user.pk)


def test_many_accounts_of_others_make_the_mail_no_longer_than_its_bound(known: Person, clock):
    clock.forward(days=1)
    for number in range(reset_mail.MOST_LINKS + 1):
        later = arrive(f"Later {number}", clock)
        User.objects.filter(pk=later.user.pk).update(email=ADDRESS)

    reset_mail.send_reset(address=ADDRESS)

    (sent,) = mail.outbox
    assert sent.body.count("/account/reset/key/") == reset_mail.MOST_LINKS
    assert known.user.username in sent.body.splitlines()


def test_nobody_is_written_to_at_an_address_that_nobody_has(known: Person, clock):
    assert not reset_mail.send_reset(address="nobody@example.org")
    assert mail.outbox == []


def test_the_page_does_the_same_for_known_and_unknown_addresses(
    known, clock, asked, django_capture_on_commit_callbacks
):
    queries = []
    for address in (ADDRESS, "nobody@example.org"):
        with (
            CaptureQueriesContext(connection) as counted,
            django_capture_on_commit_callbacks(execute=True),
        ):
            response = Client().post("/account/reset/", {"email": address.upper()})
        queries.append([each["sql"].split(" ")[0] for each in counted])
        assert response["Location"] == "/account/reset/sent/"

    assert asked == [ADDRESS, "nobody@example.org"]
    assert queries[0] == queries[1]
    assert mail.outbox == []


def test_a_full_queue_drops_a_mail_and_answers_all_the_same(monkeypatch, caplog):
    monkeypatch.setattr(reset_mail, "_threads", [object()])
    monkeypatch.setattr(reset_mail, "_waiting", reset_mail.Queue(maxsize=1))

    for _time in range(2):
        reset_mail._put(ADDRESS)

    assert "one was dropped" in caplog.text


@pytest.mark.fault
def test_the_mail_leaves_in_a_thread_of_its_own(file_database, clock):
    User.objects.filter(pk=arrive("Alice", clock).user.pk).update(email=ADDRESS)

    Client().post("/account/reset/", {"email": ADDRESS})
    reset_mail._waiting.join()

    assert [sent.to for sent in mail.outbox] == [[ADDRESS]]
