"""8.2.2: each address answers each kind of visitor as declared; an undeclared one fails."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from cast import ZONE, Person, arrive, pair
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from repair_cast import one_of_each_repair

from closeknit.domain.vault import Readers
from closeknit.rooms.archive.actions import leave_space
from closeknit.rooms.listening.actions import EveningPlan, begin_listening_room
from closeknit.rooms.listening.models import ListeningRoom, TurnRating
from closeknit.rooms.meetings.actions import begin_meeting
from closeknit.rooms.moments.actions import write_thanks
from closeknit.rooms.moments.rules import ThankYouWords
from closeknit.rooms.notifications.actions.channels import add_mail
from closeknit.rooms.people.actions.accounts import open_space
from closeknit.rooms.people.models import Device
from closeknit.rooms.practices.actions import note_doing
from closeknit.rooms.practices.models import Doing
from closeknit.rooms.practices.rules.notes import Done, Rating
from closeknit.rooms.questions.actions import ask, seal_answer
from closeknit.rooms.questions.models import OwnQuestion
from closeknit.rooms.questions.queries import tonight

ACTORS = ("stranger", "partner", "other", "ex", "locked")
OK, IN, UNLOCK, GONE, AWAY, BAD = "200", "sign in", "unlock", "404", "302", "422"
NOT_ALLOWED = "405"
OPEN = (OK,) * 5
OWN = (IN, OK, OK, OK, UNLOCK)
OWN_POST = (IN, AWAY, AWAY, AWAY, UNLOCK)
ALICES = (IN, GONE, GONE, GONE, UNLOCK)  # the partner has no right to it either
SHARED = (IN, OK, GONE, GONE, UNLOCK)
SHARED_POST = (IN, AWAY, GONE, GONE, UNLOCK)
FOR_TWO = SHARED_POST  # somebody alone has nobody to send to
OPENING = {"feeling": "sad", "fact": "it rained", "request": "tea", "key": "fresh"}


@dataclass(frozen=True)
class Case:
    """One address: what stands in it, what is sent, and the five declared outcomes."""

    outcomes: tuple[str, ...]
    arguments: tuple[str, ...] = ()
    post: dict[str, str] | None = None


CASES = {
    "healthz": Case(OPEN),
    "readyz": Case(OPEN),
    "today:today": Case((OK, OK, OK, OK, UNLOCK)),
    "today:begin_onboarding_step": Case(OWN_POST, post={"step": "thanks"}),
    "today:put_off": Case(OWN_POST, post={"what": "evening"}),
    "today:week": Case(OWN),
    "today:pace": Case(OWN),
    "today:quiet_month": Case(OWN),
    "people:begin": Case((GONE,) * 5),
    "people:begin_with_link": Case((AWAY,) * 5, ("not-a-secret",)),
    "people:join": Case((GONE,) * 5),
    "people:join_by_words": Case(OPEN),
    "people:join_with_link": Case((AWAY,) * 5, ("not-a-secret",)),
    "people:sign_in": Case((OK, AWAY, AWAY, AWAY, AWAY)),
    "people:sign_out": Case((IN,) * 5, post={}),
    "people:unlock": Case((IN, AWAY, AWAY, AWAY, UNLOCK)),
    "people:lock": Case((AWAY,) * 5, post={}),
    "people:leave_quickly": Case(OPEN),
    "people:recovery_code": Case(OWN),
    "archive:recover": Case(OPEN),
    "people:invite": Case((IN, AWAY, OK, OK, UNLOCK)),
    "people:take_back": Case(OWN_POST, post={}),
    "people:space_closed": Case((IN, AWAY, AWAY, AWAY, UNLOCK)),
    "people:settings": Case(OWN),
    "people:profile": Case(OWN),
    "people:choices": Case(OWN),
    "people:devices": Case((IN, OK, OK, OK, OK)),
    "people:sign_out_device": Case((IN, GONE, GONE, GONE, UNLOCK), ("device",), {}),
    "people:password": Case(OWN),
    "people:sign_in_name": Case(OWN),
    "people:keep_name": Case((IN, AWAY, AWAY, AWAY, AWAY), post={}),
    "people:email": Case(OWN),
    "people:theme": Case((AWAY,) * 5, post={"theme": "dark"}),
    "account_login": Case((OK, AWAY, AWAY, AWAY, AWAY)),
    "account_logout": Case((IN,) * 5, post={}),
    "account_signup": Case(OPEN),
    "account_reauthenticate": Case((IN, OK, OK, OK, OK)),
    "account_inactive": Case(OPEN),
    "account_reset_password": Case(OPEN),
    "account_reset_password_done": Case(OPEN),
    "account_reset_password_from_key": Case(OPEN, ("1", "not-a-key")),
    "account_reset_password_from_key_done": Case(OPEN),
    "mfa_authenticate": Case((IN, AWAY, AWAY, AWAY, AWAY)),
    "mfa_reauthenticate": Case((IN, AWAY, AWAY, AWAY, AWAY)),
    "mfa_activate_totp": Case((IN, AWAY, AWAY, AWAY, UNLOCK)),
    "mfa_deactivate_totp": Case((IN, GONE, GONE, GONE, UNLOCK)),
    "mfa_index": Case((AWAY,) * 5),
    "questions:tonight": Case(OWN),
    "questions:answers": Case(OWN),
    "questions:day": Case(OWN, ("yesterday",)),  # each couple has a day of that date
    "questions:answer": Case(
        (IN, "409", "409", "409", UNLOCK), ("today",), {"text": "words", "question": "stale"}
    ),
    "questions:guess": Case((IN, GONE, GONE, GONE, UNLOCK), ("today",), {"guess": "words"}),
    "questions:draft": Case((IN, AWAY, AWAY, AWAY, UNLOCK), ("today",), {"text": "words"}),
    "questions:pass_on": Case(OWN_POST, ("today",), {}),
    "questions:skip": Case(OWN_POST, ("today",), {"question": "?"}),
    "questions:reply": Case(SHARED_POST, ("yesterday",), {"text": "words", "key": "key"}),
    "questions:hand_over": Case(ALICES, ("yesterday",), {}),
    "questions:keep_private": Case(SHARED_POST, ("yesterday",), {}),
    "questions:let_go": Case(OWN_POST, ("yesterday",), {}),
    "questions:ask": Case(OWN),
    "questions:take_back": Case(ALICES, ("question",), {}),
    "questions:choices": Case(OWN),
    "moments:thanks": Case(OWN),
    "moments:write": Case(OWN),
    "moments:draft": Case((IN, "204", "204", "204", UNLOCK), post={"did": "words"}),
    "moments:jar": Case(OWN),
    "moments:thank_you": Case(SHARED, ("thanks",)),
    "moments:land": Case(SHARED_POST, ("thanks",), {"text": "warmly"}),
    "moments:take_back": Case(ALICES, ("thanks",), {}),
    "moments:edit": Case(ALICES, ("thanks",)),
    "moments:remove": Case(ALICES, ("thanks",)),
    "practices:library": Case(OWN),
    "practices:history": Case(OWN),
    "practices:doing": Case(ALICES, ("doing",)),
    "practices:let_go": Case(ALICES, ("doing",)),
    "practices:show": Case(ALICES, ("doing",), {}),
    "practices:hide": Case(ALICES, ("doing",), {}),
    "practices:practice": Case(OWN, ("speaker-turns",)),
    "practices:step": Case((IN, AWAY, AWAY, AWAY, UNLOCK), ("speaker-turns",)),
    "practices:say_yes": Case(SHARED_POST, ("longer-kiss",), {}),
    "practices:stop": Case(OWN_POST, ("longer-kiss",), {}),
    "practices:done": Case(
        OWN_POST, ("speaker-turns",), {"rating": "helped", "note": "", "key": "key"}
    ),
    "practices:mark": Case(OWN_POST, ("speaker-turns",), {"mark": "favourite"}),
    "listening:listening": Case(OWN),
    "listening:listening_room": Case(SHARED, ("listening_room",)),
    "listening:name_topic": Case(
        SHARED_POST, ("listening_room",), {"question": "own", "text": "the garden", "version": "1"}
    ),
    "listening:take_step": Case(SHARED_POST, ("listening_room",), {"act": "agree", "version": "1"}),
    "listening:pause": Case(SHARED_POST, ("listening_room",), {"version": "1"}),
    "listening:rate": Case(
        SHARED_POST, ("listening_room",), {"version": "1", "turn": "1", "value": "3"}
    ),
    "listening:show": Case(ALICES, ("listening_room", "rating"), {}),
    "listening:thank": Case(SHARED_POST, ("listening_room",), {"version": "1", "text": "the tea"}),
    "repair:repair": Case(OWN),
    "repair:good_time": Case(OWN),
    "repair:own_letters": Case(OWN),
    "repair:ask": Case(FOR_TWO, post={}),
    "repair:say_yes": Case(OWN_POST, post={}),
    "repair:not_tonight": Case(OWN_POST, post={}),
    "repair:take_back": Case(OWN_POST, post={}),
    "repair:build_opening": Case(OWN),
    "repair:read_opening_aloud": Case((IN, OK, OK, OK, UNLOCK), post=OPENING),
    "repair:send_opening": Case(FOR_TWO, post=OPENING),
    "repair:opening": Case(SHARED, ("opening",)),
    "repair:remove_opening": Case(ALICES, ("opening",)),
    "repair:write_apology": Case(OWN),
    "repair:draft_apology": Case((IN, "204", "204", "204", UNLOCK), post={"did": "words"}),
    "repair:read_apology_aloud": Case((IN, OK, OK, OK, UNLOCK), post={"did": "words"}),
    "repair:apology": Case(SHARED, ("apology",)),
    "repair:remove_apology": Case(ALICES, ("apology",)),
    "repair:fill_half": Case(OWN),
    "repair:draft_half": Case((IN, "204", "204", "204", UNLOCK), post={"does": "words"}),
    "repair:loop": Case(SHARED, ("loop",)),
    "repair:show_half": Case(SHARED_POST, ("loop",), {}),
    "repair:remove_half": Case(SHARED, ("loop",)),
    "repair:pause": Case((IN, OK, AWAY, AWAY, UNLOCK)),
    "repair:change_pause": Case(OWN),
    "repair:drop_pause": Case(OWN),
    "repair:outside_eye": Case(OWN),
    "repair:write_outside": Case(ALICES, ("writing",)),
    "repair:draft_outside": Case(ALICES, ("writing",), {"happened": "words"}),
    "repair:remove_writing": Case(ALICES, ("writing",)),
    "meetings:meetings": Case(OWN),
    "meetings:begin": Case(FOR_TWO, post={}),
    "meetings:hour": Case(OWN),
    "meetings:entry": Case((IN, BAD, BAD, BAD, UNLOCK)),  # no hour was chosen
    "meetings:meeting": Case(SHARED, ("meeting",)),
    "meetings:part": Case(SHARED, ("meeting", "one-thing")),
    "meetings:note": Case(SHARED_POST, ("meeting", "went-well"), {"text": "the tea"}),
    "meetings:hide": Case(SHARED_POST, ("meeting", "went-well"), {}),
    "meetings:plan": Case(SHARED_POST, ("meeting",), {"text": "pancakes", "day": ""}),
    "meetings:go_on": Case(SHARED_POST, ("meeting", "next-week"), {}),
    "meetings:end": Case(SHARED_POST, ("meeting",), {}),
    "meetings:drop_hour": Case(OWN_POST, post={}),
    "notifications:reminders": Case(OWN),
    "notifications:add_push": Case(OWN_POST, post={}),
    "notifications:remove_push": Case(OWN_POST, post={"endpoint": "none"}),
    "notifications:add_mail": Case(OWN),
    "notifications:add_service": Case(OWN),
    "notifications:confirm_mail": Case(ALICES, ("channel",)),
    "notifications:try_out": Case(ALICES, ("channel",), {}),
    "notifications:remove": Case(ALICES, ("channel",), {}),
    "calendar:calendar": Case(OWN),
    "calendar:make": Case((IN, OK, OK, OK, UNLOCK), post={}),
    "calendar:turn_off": Case(OWN_POST, post={}),
    "calendar:entry": Case((IN, GONE, GONE, GONE, UNLOCK)),  # no moment was chosen
    "calendar:feed": Case((GONE,) * 5, ("not-a-secret",)),
    "guide:guide": Case(OPEN),
    "guide:search": Case(OPEN),
    "guide:help": Case(OPEN),
    "guide:safety": Case(OPEN),
    "guide:host_sees": Case(OPEN),
    "guide:leaving": Case(OPEN),
    "guide:sources": Case(OPEN),
    "guide:source": Case(OPEN, ("hawkins-2008",)),
    "guide:answer": Case(OPEN, ("why-it-matters",)),
    "guide:article": Case(OPEN, ("signs",)),
    "archive:take": Case(OWN),
    "archive:download": Case(ALICES),
    "archive:forget": Case(OWN_POST, post={}),
    "archive:leave": Case(OWN),
    "archive:delete": Case(OWN),
    "archive:begin_again": Case((IN, AWAY, AWAY, AWAY, OK)),
    "offline:manifest": Case(OPEN),
    "offline:worker": Case(OPEN),
    "offline:app": Case((IN, OK, OK, OK, OK)),
    "offline:today": Case(OWN),
    "offline:send": Case(("401", OK, OK, OK, "423")),  # the worker needs a number, not a page
    "offline:kept": Case(OWN),
    "demo:first_page": Case((GONE,) * 5),
    "demo:be": Case((GONE,) * 5, ("sarah",), {}),
    "demo:next_day": Case((GONE,) * 5, post={}),
    "demo:start_at": Case((GONE,) * 5, ("month-five",), {}),
    "demo:look_around": Case((GONE,) * 5, post={}),
}


@pytest.fixture
def world(db, clock):
    """Alice was with Dana, is with Bob, and wrote one of everything; Charlie is elsewhere."""
    alice, dana = arrive("Alice", clock), arrive("Dana", clock)
    pair(dana, alice)
    leave_space(user=dana.user, now=dana.clock.now)
    for person in (alice, dana):
        open_space(user=person.user, keyring=person.keyring, zone=ZONE, now=clock.now)
    bob, charlie = arrive("Bob", clock, alone=False), arrive("Charlie", clock)
    pair(alice, bob)
    names = {
        "yesterday": alice.viewer().today.isoformat(),
        "key": str(uuid4()),
        "fresh": str(uuid4()),
    }
    _answer(alice, "a word from Alice")
    _answer(bob, "a word from Bob")
    clock.forward(days=1)
    for person in (alice, bob, charlie, dana):
        type(person.user.keyring).objects.filter(user=person.user).update(by_recovery=b"set")
    names["today"] = alice.viewer().today.isoformat()
    names["thanks"] = str(
        write_thanks(viewer=alice.viewer(), key=uuid4(), words=ThankYouWords(did="the kettle"))
    )
    ask(viewer=alice.viewer(), text="What did the rain say?", key=uuid4())
    names["question"] = str(OwnQuestion.objects.get().pk)
    done = Done(slug="speaker-turns", edition=1, rating=Rating.HELPED, done_on=alice.viewer().today)
    note_doing(viewer=alice.viewer(), key=uuid4(), done=done)
    names["doing"] = str(Doing.objects.get().pk)
    names |= _listening_room(alice)
    today = alice.viewer().today
    mail = add_mail(user=alice.user, address="alice@example.org", today=today)
    names["channel"] = str(mail[0].pk)
    names |= one_of_each_repair(alice, bob)
    names["meeting"] = str(begin_meeting(viewer=alice.viewer()).pk)
    alice.sign_in()
    names["device"] = str(Device.objects.get(user=alice.user).pk)
    alice.client.post("/lock/")
    browsers = {
        "stranger": Client(),
        "partner": bob.sign_in(),
        "other": charlie.sign_in(),
        "ex": dana.sign_in(),
        "locked": alice.client,
    }
    return browsers, names


def _listening_room(person: Person) -> dict[str, str]:
    viewer = person.viewer()
    plan = EveningPlan(
        question="",
        text="the garden",
        i_speak_first=True,
        is_one_device=False,
        turn_lasts=timedelta(minutes=2),
    )
    opened = begin_listening_room(viewer=viewer, key=uuid4(), plan=plan)
    rating = TurnRating(
        listening_room=ListeningRoom.objects.get(pk=opened), turn=1, couple=viewer.couple
    )
    viewer.seal(rating, {"felt": "3"}, readers=Readers.SELF)
    rating.save()
    return {"listening_room": str(opened), "rating": str(rating.pk)}


def _answer(person: Person, text: str) -> None:
    viewer = person.viewer()
    seal_answer(
        viewer=viewer, on=viewer.today, question=tonight(viewer=viewer).question.key, text=text
    )


def outcome_of(response) -> str:
    if response.status_code == 302:
        return IN if response["Location"].startswith("/sign-in/") else AWAY
    if b'name="kept_to"' in getattr(response, "content", b""):
        return IN  # with what was written, in the page itself
    if b'name="unlock_password"' in getattr(response, "content", b""):
        return UNLOCK
    return str(response.status_code)


def names_of(resolver=None, namespace="") -> set[str]:
    found = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            found |= names_of(pattern, inner)
        else:
            found.add(f"{namespace}{pattern.name}")
    return found


def test_every_address_is_declared():
    assert names_of() == set(CASES)


@pytest.mark.parametrize("name", sorted(CASES))
def test_8_2_2_an_address_answers_each_visitor_as_declared(world, name):
    browsers, names = world
    case = CASES[name]
    address = reverse(name, args=[names.get(part, part) for part in case.arguments])

    found = {actor: _visit(browsers[actor], address, case, names) for actor in ACTORS}

    assert found == dict(zip(ACTORS, case.outcomes, strict=True))


def _visit(browser: Client, address: str, case: Case, names: dict[str, str]) -> str:
    if case.post is None:
        return outcome_of(browser.get(address))
    data = {field: names.get(value, value) for field, value in case.post.items()}
    return outcome_of(browser.post(address, data))


@pytest.mark.parametrize("name", sorted(n for n, case in CASES.items() if case.post is not None))
def test_3_5_1_a_post_without_its_token_is_refused(world, name):
    browsers, names = world
    case = CASES[name]
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = browsers["partner"].cookies

    response = browser.post(
        reverse(name, args=[names.get(part, part) for part in case.arguments]), case.post
    )

    assert response.status_code == 403


def test_an_address_for_forms_alone_that_is_opened_says_so_on_a_page(world):
    browsers, names = world
    for name, case in CASES.items():
        address = reverse(name, args=[names.get(part, part) for part in case.arguments])
        for browser in (browsers["stranger"], browsers["partner"], browsers["locked"]):
            response = browser.get(address)

            if response.status_code == 405:
                assert "POST" in response["Allow"], name
                assert b"<h1>" in response.content, name


def test_an_identifier_that_names_nothing_is_404(world):
    browsers, _names = world

    response = browsers["partner"].get(reverse("moments:thank_you", args=[UUID(int=7)]))

    assert response.status_code == 404
