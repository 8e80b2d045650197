"""What the two may do on a course of evenings that is lived through in two worlds at once.

Some things open once both did them. Alone they are private, so a course lets only one of the two do
them: from then on, what the other did of the kind would show, as it should.
"""

from uuid import UUID, uuid4

from acts import Act, Browser, NotTakenError, day, post, posting
from cast import FIRST_EVENING, Person
from private_acts import (
    PRIVATE_ACTS,
    answer,
    fill_a_half,
    open_to_desire,
    open_to_the_bravest,
)
from private_settings import ADDRESS, WISHES, leave_an_address

from closeknit.rooms.listening.queries import open_listening_room
from closeknit.rooms.listening.rules import Act as Step
from closeknit.rooms.questions.queries import tonight

TAPS = (Step.AGREE, Step.BEGIN, Step.FINISH, Step.SAY_BACK, Step.GOT_IT)
ZONES = {"far east": "Pacific/Kiritimati", "far west": "Pacific/Pago_Pago", "home": "Europe/Berlin"}


def _never_again(person: Person) -> None:
    asked = tonight(viewer=person.viewer()).question
    post(person, f"{day(person)}/skip/", question="" if asked is None else asked.key)


def _called(name: str, zone: str = "Europe/Berlin", language: str = "en") -> Act:
    return posting("/settings/profile/", name=name, zone=zone, language=language)


def _ask(person: Person) -> None:
    post(person, "/questions/own/", key=str(uuid4()), text="And you?")


def _thank(person: Person) -> None:
    post(person, "/thanks/new/", did="you waited", key=str(uuid4()))


def _reply(person: Person) -> None:
    address = f"/answers/{FIRST_EVENING.date()}/reply/"
    post(person, address, text="I read it again", key=str(uuid4()))


def _send_an_opening(person: Person) -> None:
    words = {"feeling": "sad", "fact": "it rained", "request": "tea", "key": str(uuid4())}
    post(person, "/repair/opening/send/", **words)


def _begin_listening(person: Person) -> None:
    how = {"question": "own", "text": "the garden", "first": "me", "minutes": "2"}
    post(person, "/listening/", **how, devices="two", key=str(uuid4()))


def _tap(person: Person) -> None:
    """Tap whatever takes the listening room on; a tap that is not due moves nothing."""
    for tap in TAPS:
        row = open_listening_room(viewer=person.viewer())
        if row is None:
            raise NotTakenError("No listening room is open.")
        post(person, f"/listening/{row.pk}/step/", act=tap, version=str(row.version))


def _sign_in_by_the_address(bob: Person) -> None:
    """Set the address that Alice may have, and come in by it on a browser that nobody knows."""
    leave_an_address(bob)
    bob.client = Browser()
    post(bob, "/sign-in/", login=ADDRESS, password=bob.password, kind="own")
    if "_auth_user_id" not in bob.client.session:
        raise NotTakenError("The address does not open his account.")


BOTHS_ACTS: dict[str, Act] = {
    "an answer": answer,
    "never again": _never_again,
    "a question": _ask,
    "packs": posting("/questions/choices/", packs=["apart", "parents"]),
    "no packs": posting("/questions/choices/"),
    "a pace": posting("/pace/", pace="more"),
    "a yes": posting("/practices/longer-kiss/yes/"),
    "a half": fill_a_half,
    "thanks": _thank,
    "a word back": _reply,
    "an opening": _send_an_opening,
    "a listening room": _begin_listening,
    "taps": _tap,
    "a meeting": lambda person: post(person, "/meeting/begin/", key=str(uuid4())),
    "a wish to talk": posting("/repair/good-time/ask/"),
    "an hour": posting("/meeting/hour/", weekday="2", at="20:00"),
    "no hour": posting("/meeting/hour/let-go/"),
}
BOBS_ACTS: dict[str, Act] = {
    **BOTHS_ACTS,
    **{name: _called("Bob", zone) for name, zone in ZONES.items()},
    "another name": _called("Robert"),
    "German": _called("Bob", language="de"),
    "not tonight": lambda bob: post(bob, f"{day(bob)}/pass/"),
    "a draft": lambda bob: post(bob, f"{day(bob)}/draft/", text="mine"),
    "open to the bravest": open_to_the_bravest,
    "open to desire": open_to_desire,
    "quieter": posting("/settings/choices/", quieter="on"),
    "a pause": posting("/settings/choices/", paused="on"),
    "neither": posting("/settings/choices/"),
    "a quiet month": posting("/quiet-month/"),
    "put off": posting("/not-tonight/", what="evening"),
    "reminders": posting("/settings/reminders/", is_on="on", zone="Asia/Tokyo", **WISHES),
    "no reminders": posting("/settings/reminders/", zone="Asia/Tokyo", **WISHES),
    "a moment": posting("/settings/calendar/", at="07:00"),
    "a calendar": posting("/settings/calendar/new/"),
    "no calendar": posting("/settings/calendar/off/"),
    "dark pages": posting("/settings/theme/", theme="dark"),
    "light pages": posting("/settings/theme/", theme="light"),
    "the address that she may have": leave_an_address,
    "a sign-in by it": _sign_in_by_the_address,
    "a practice noted": posting(
        "/practices/savour/done/", rating="helped", words="mine", key=str(UUID(int=11))
    ),
}
ALICES_SHARED_ACTS: dict[str, Act] = {
    **BOTHS_ACTS,
    **{name: _called("Alice", zone) for name, zone in ZONES.items()},
    "another name": _called("Alix"),
}

_ANSWER, _YES, _HALF = "an answer", "a yes", "a half"
_DEEPER, _DESIRE = "open to the bravest", "open to desire"
_KINDS = {
    **dict.fromkeys((name for name in PRIVATE_ACTS if name.startswith("an answer")), _ANSWER),
    **dict.fromkeys(("a lone yes", "a yes", "a yes taken back"), _YES),
    _HALF: _HALF,
    _DEEPER: _DEEPER,
    _DESIRE: _DESIRE,
}
# Undone again, it is as if it had never been: the other may do the same afterwards.
UNDONE = frozenset({"an answer let go", "a yes taken back"})
# Once in a course: more of it, and the limits keep her out herself.
ONCE = frozenset({"wrong passwords"})


def kind_of(name: str) -> str:
    """Return what an act opens once both did it; empty for an act that opens nothing."""
    return _KINDS.get(name, "")
