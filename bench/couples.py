"""Couples whose words are really sealed, made by the actions that the pages call."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.db import transaction

from closeknit.domain.vault import Keyring, Readers, new_recovery_code
from closeknit.rooms.moments.models import Appreciation
from closeknit.rooms.moments.rules import ThankYouWords, to_words
from closeknit.rooms.people.actions.accounts import create_account, open_space
from closeknit.rooms.people.actions.choices import choose_pace, keep_choices
from closeknit.rooms.people.actions.pairing import (
    accept_invitation,
    confirm_partner,
    find_invitation,
    invite,
)
from closeknit.rooms.people.actions.passwords import stretch_new
from closeknit.rooms.people.actions.recovery_codes import set_recovery_code
from closeknit.rooms.people.models import User
from closeknit.rooms.people.queries import viewer_of
from closeknit.rooms.people.rules import FIRST_EVENINGS, Choices, Pace
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.practices.actions import note_doing
from closeknit.rooms.practices.queries import library
from closeknit.rooms.practices.rules.notes import Done, Rating
from closeknit.rooms.questions.actions import ask
from closeknit.rooms.questions.models import Answer, Day

PASSWORD = "a quiet evening for two"
ZONE = "Europe/Berlin"
WORDS = "Tonight I noticed how you set the table before I came home. " * 6


@dataclass(frozen=True)
class Past:
    """How long ago two people paired, and how much they wrote since."""

    days: int
    answered: int
    thanked: int
    practised: int
    asked: int
    """Questions of their own that wait for their day."""


FIVE_YEARS = Past(days=1_825, answered=1_500, thanked=300, practised=40, asked=4)
ONE_MONTH = Past(days=30, answered=20, thanked=6, practised=4, asked=0)


def make_couple(*, number: int, past: Past, now: datetime) -> tuple[str, str]:
    """Pair Alice and Bob number `number` in the past, give them their years; return two names."""
    began = now - timedelta(days=past.days)
    first, second = (
        create_account(name=f"{name} {number}", password=stretch_new(PASSWORD), now=began)
        for name in ("Alice", "Bob")
    )
    open_space(user=first.user, keyring=first.keyring, zone=ZONE, now=began)
    secret = invite(viewer=_viewer(first.user, first.keyring, began))
    invitation, opened = find_invitation(secret=secret, now=began)
    accept_invitation(
        invitation=invitation, opened=opened, user=second.user, keyring=second.keyring, now=began
    )
    confirm_partner(viewer=_viewer(first.user, first.keyring, began))
    for account in (first, second):
        viewer = _viewer(account.user, account.keyring, began)
        keep_choices(viewer=viewer, choices=Choices(evenings=FIRST_EVENINGS))
        set_recovery_code(user=account.user, keyring=account.keyring, code=new_recovery_code())
    choose_pace(viewer=_viewer(first.user, first.keyring, began), pace=Pace.MORE)
    with transaction.atomic():
        _write_years([_viewer(each.user, each.keyring, now) for each in (first, second)], past)
    return first.user.username, second.user.username


def _viewer(user: User, keyring: Keyring, now: datetime) -> Viewer:
    fresh = User.objects.select_related("keyring").get(pk=user.pk)
    viewer = viewer_of(user=fresh, umk=keyring.umk, now=now)
    assert viewer is not None
    return viewer


def _write_years(both: list[Viewer], past: Past) -> None:
    _answer(both, dates=_spread(both[0].today, past.answered, past.days))
    _thank(both, dates=_spread(both[0].today, past.thanked, past.days))
    for turn in range(past.asked):
        ask(viewer=both[turn % 2], text=f"What did you hope for, {turn}?", key=uuid4())
    slugs = sorted(library().practices)
    for turn, on in enumerate(_spread(both[0].today, past.practised, past.days)):
        done = Done(slugs[turn % len(slugs)], 1, on, Rating.HELPED, WORDS)
        for viewer in both:
            note_doing(viewer=viewer, key=uuid4(), done=done)


def _spread(today: date, count: int, days: int) -> list[date]:
    """Return `count` dates, from yesterday back to the beginning."""
    return [today - timedelta(days=1 + place * days // count) for place in range(count)]


def _answer(both: list[Viewer], *, dates: list[date]) -> None:
    """Write days as they stand once both have answered."""
    couple = both[0].couple
    slugs = sorted(each.id for each in library().questions.values() if not each.pack)
    days = [
        Day(couple=couple, date=on, slug=slugs[turn % len(slugs)], edition=1, revealed_on=on)
        for turn, on in enumerate(dates)
    ]
    Day.objects.bulk_create(days)
    answers = []
    for day in days:
        for viewer in both:
            row = Answer(day=day, couple=couple, opened_on=day.date)
            viewer.seal(row, {"text": WORDS}, readers=Readers.BOTH)
            answers.append(row)
    Answer.objects.bulk_create(answers, batch_size=500)


def _thank(both: list[Viewer], *, dates: list[date]) -> None:
    words = ThankYouWords(did=WORDS, shows="You think ahead.", felt="I felt expected.")
    rows = []
    for turn, on in enumerate(dates):
        row = Appreciation(couple=both[0].couple, written_on=on)
        both[turn % 2].seal(row, to_words(words), readers=Readers.BOTH)
        rows.append(row)
    Appreciation.objects.bulk_create(rows, batch_size=500)
