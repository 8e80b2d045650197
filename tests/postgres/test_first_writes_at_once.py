"""The first write of whatever there can be once, from many requests at the same instant.

The table is shut to writers until every request waits, so that all have seen that no row is there.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from http.cookies import SimpleCookie
from uuid import uuid4

import psycopg
import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from cast import Person
from django.apps import apps
from django.db import connections
from django.db.models import Model, UniqueConstraint
from django.test import Client

from closeknit.rooms.archive.actions import leave_space
from closeknit.rooms.calendar.models import Feed
from closeknit.rooms.listening.models import ClosingThanks, ListeningRoom, TurnRating
from closeknit.rooms.meetings.actions import begin_meeting
from closeknit.rooms.meetings.models import Hour, Meeting, Note, Plan
from closeknit.rooms.moments.actions import write_thanks
from closeknit.rooms.moments.models import Draft as ThanksDraft
from closeknit.rooms.moments.models import Landing
from closeknit.rooms.moments.rules import ThankYouWords
from closeknit.rooms.notifications.models import Channel, OutboxMessage, Reminders
from closeknit.rooms.people.actions.passwords import reset_login, stretch_new
from closeknit.rooms.people.models import (
    ArchivedAccount,
    CoupleKey,
    Export,
    ExportPart,
    Invitation,
    Keyring,
    KnownDevice,
    Membership,
    Preferences,
    SetupLink,
    User,
)
from closeknit.rooms.practices.models import PracticeNotes, PracticePlace
from closeknit.rooms.questions.actions.days import settle_days
from closeknit.rooms.questions.models import (
    Answer,
    Day,
    Draft,
    PackChoice,
    Reply,
    SkippedQuestion,
)
from closeknit.rooms.questions.queries import tonight
from closeknit.rooms.questions.queries.album import packs
from closeknit.rooms.repair.models import Draft as RepairDraft
from closeknit.rooms.repair.models import Loop, LoopHalf, PausePlan, TimeRequest

pytestmark = pytest.mark.postgres
PATIENCE = 60  # seconds
TIMES = 3  # requests of each person who sends
NOT_AT_FIRST = {
    EmailAddress: "allauth's own; addresses stand with their person here",
    EmailConfirmation: "allauth's own; nothing is confirmed by it here",
    Keyring: "made with its account, in one transaction",
    ArchivedAccount: "named below, since the account sends it locked",
    Export: "inserted once; of two who ask at once one goes on",
    ExportPart: "numbered by the one child that makes the file",
    KnownDevice: "its digest is of a mark that the same request draws",
    SetupLink: "its digest is of a secret that the same command draws",
    Invitation: "its lookup is drawn; the races of invitations have tests of their own",
    CoupleKey: "written where its space is held; the races of invitations have tests of their own",
    OutboxMessage: "inserted where there is none; two senders at once have tests of their own",
    Reply: "its day is locked, and must be revealed",
    TurnRating: "its listening room is locked",
    ClosingThanks: "its listening room is locked",
    Authenticator: "its first row takes its turn in `SwitchOn`, and needs a code; allauth's own",
}
Sent = tuple[str, Mapping[str, str]]


def sent(address: str, /, **data: str) -> Sent:
    return address, data


def a_form(address: str, /, **data: str) -> Callable[[Person, Person], Sent]:
    return lambda _alice, _bob: sent(address, **data)


def of_the_day(act: str, /, **data: str) -> Callable[[Person, Person], Sent]:
    def form(alice: Person, _bob: Person) -> Sent:
        viewer = alice.viewer()
        question = tonight(viewer=viewer).question.key
        return sent(f"/answers/{viewer.today}/{act}/", question=question, **data)

    return form


def of_a_meeting(act: str, /, **data: str) -> Callable[[Person, Person], Sent]:
    def form(alice: Person, _bob: Person) -> Sent:
        return sent(f"/meeting/{begin_meeting(viewer=alice.viewer()).pk}/{act}/", **data)

    return form


def a_landing(_alice: Person, bob: Person) -> Sent:
    key = write_thanks(viewer=bob.viewer(), key=uuid4(), words=ThankYouWords(did="the soup"))
    return sent(f"/thanks/{key}/landed/", text="warmly")


def a_new_space(_alice: Person, bob: Person) -> Sent:
    leave_space(user=bob.user, now=bob.clock.now)
    return sent("/space-closed/")


def some_packs(alice: Person, _bob: Person) -> Sent:
    settle_days(viewer=alice.viewer())  # a day's first row would make them take turns anyway
    return sent("/questions/choices/", packs=min(packs()))


EVENING = {"first": "me", "minutes": "2", "devices": "two"}
REMINDERS = {
    "at": "19:30",
    "zone": "Europe/Berlin",
    "quiet_from": "22:00",
    "quiet_until": "07:00",
    "pace": "some",
}
FIRST: Mapping[type[Model], Callable[[Person, Person], Sent]] = {
    Preferences: a_form("/not-tonight/", what="evening"),
    ThanksDraft: a_form("/thanks/new/draft/", did="words"),
    Landing: a_landing,
    RepairDraft: a_form("/repair/apology/draft/", did="words"),
    PausePlan: a_form("/repair/pause/change/", sign="red", minutes="30"),
    Loop: a_form("/repair/loop/", does="I ask", feels="small"),
    LoopHalf: a_form("/repair/loop/", does="I ask", feels="small"),
    TimeRequest: a_form("/repair/good-time/ask/"),
    PracticeNotes: a_form("/practices/speaker-turns/mark/", opinion="favourite"),
    PracticePlace: a_form("/practices/speaker-turns/step/", to="1"),
    Day: of_the_day("draft", text="words"),
    Draft: of_the_day("draft", text="words"),
    Answer: of_the_day("seal", text="words"),
    SkippedQuestion: of_the_day("skip"),
    PackChoice: some_packs,
    ListeningRoom: a_form("/listening/", question="own", text="the garden", **EVENING),
    Meeting: a_form("/meeting/begin/"),
    Hour: a_form("/meeting/hour/", weekday="6", at="19:00"),
    Note: of_a_meeting("went-well/note", text="the tea"),
    Plan: of_a_meeting("plan/keep", text="pancakes"),
    Reminders: a_form("/settings/reminders/", **REMINDERS),
    Channel: a_form("/settings/reminders/mail/", address="us@example.org"),
    Feed: a_form("/settings/calendar/", at="07:30"),
    Membership: a_new_space,
    User: a_form("/settings/email/", email="us@example.org"),
}
OF_EACH = {
    Preferences,
    ThanksDraft,
    RepairDraft,
    PracticeNotes,
    PracticePlace,
    Draft,
    Answer,
    Note,
    Reminders,
    Channel,
    Feed,
}  # both have one; of the others there is one for the two
OF_ALICE_ALONE = {Loop, LoopHalf}  # with the other's half a loop opens, and the next one begins


@contextmanager
def shut(model: type[Model], url: str) -> Iterator[psycopg.Connection]:
    """Let nobody write to a table; reading and locking its rows goes on."""
    with psycopg.connect(url) as connection:
        connection.execute(f"LOCK TABLE {model._meta.db_table} IN SHARE MODE")
        yield connection


def wait_for_all(answers: list[Future[int]], url: str) -> None:
    """Wait until each request has its answer or waits for a lock."""
    ends = time.monotonic() + PATIENCE
    asked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    with psycopg.connect(url, autocommit=True) as watching:
        while time.monotonic() < ends:
            row = watching.execute(asked).fetchone()
            if row and row[0] + sum(each.done() for each in answers) >= len(answers):
                return
            time.sleep(0.02)
    raise AssertionError("Not every request came as far as its write.")


def send(browser: Client, form: Sent, password: str) -> int:
    """Post from another tab of a browser, under another id for the row; return the status."""
    tab = Client(raise_request_exception=False)
    tab.cookies = SimpleCookie(browser.cookies)
    address, data = form
    given = {**data, "key": str(uuid4()), "current": password}
    try:
        return tab.post(address, given).status_code
    finally:
        connections.close_all()


def statuses_at_once(
    model: type[Model], senders: Mapping[str, Client], form: Sent, *, url: str
) -> list[int]:
    """Send a form some times from each browser, which stands under its person's password."""
    tabs = [each for each in senders.items() for _time in range(TIMES)]
    with ThreadPoolExecutor(len(tabs)) as pool:
        with shut(model, url):
            answers = [pool.submit(send, browser, form, password) for password, browser in tabs]
            wait_for_all(answers, url)
        return [answer.result(PATIENCE) for answer in answers]


@pytest.mark.parametrize("model", FIRST, ids=lambda each: each._meta.label)
def test_a_first_write_from_many_requests_at_once_is_one_row(two_at_once, migrated_url, model):
    alice, bob = two_at_once
    form = FIRST[model](alice, bob)
    before = set(model._default_manager.values_list("pk", flat=True))
    people = [alice] if model in OF_ALICE_ALONE else [alice, bob]
    senders = {person.password: person.sign_in() for person in people}

    statuses = statuses_at_once(model, senders, form, url=migrated_url)

    made = model._default_manager.exclude(pk__in=before).count()
    assert max(statuses) < 500, statuses
    if model is User:
        assert User.objects.filter(email="us@example.org").count() == len(people)
    elif model is Membership:
        assert Membership.objects.filter(left_on=None).count() == 2
    else:
        assert made == (2 if model in OF_EACH else 1), statuses


def test_a_fresh_start_from_many_requests_at_once_is_one(two_at_once, migrated_url):
    alice, _bob = two_at_once
    reset_login(user=alice.user, password=stretch_new("a password by mail"))
    browser = Client()
    browser.post("/sign-in/", {"login": "alice", "password": "a password by mail", "kind": "own"})
    senders, form = {"a password by mail": browser}, sent("/start-fresh/")

    statuses = statuses_at_once(ArchivedAccount, senders, form, url=migrated_url)

    assert set(statuses) == {302}
    assert ArchivedAccount.objects.get().user_id == alice.user.pk
    assert User.objects.count() == 3


def test_every_table_with_a_row_that_there_can_be_once_is_tried_or_says_why_not():
    ours: list[type[Model]] = [
        each for each in apps.get_models() if each.__module__.startswith("closeknit.")
    ]
    allauths: list[type[Model]] = [EmailAddress, EmailConfirmation, Authenticator]

    once = {each for each in (*ours, *allauths) if has_a_rule_of_its_own(each)}

    assert once == {*FIRST, *NOT_AT_FIRST}


def has_a_rule_of_its_own(model: type[Model]) -> bool:
    """Tell whether something besides a drawn id may stand once only in a table."""
    meta = model._meta
    return (
        any(isinstance(each, UniqueConstraint) for each in meta.constraints)
        or bool(meta.unique_together)
        or any(
            field.unique and (field.is_relation or not field.primary_key)
            for field in meta.concrete_fields
        )
    )
