"""Playing the story: every act goes through the action that a click would call."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from closeknit.domain.vault import new_recovery_code
from closeknit.rooms.moments import actions as moments
from closeknit.rooms.moments.queries import received
from closeknit.rooms.moments.rules import LandingWords, ReadyWord, ThankYouWords
from closeknit.rooms.people.actions.accounts import NewAccount, create_account, open_space
from closeknit.rooms.people.actions.choices import choose_deeper, keep_choices
from closeknit.rooms.people.actions.pairing import (
    accept_invitation,
    confirm_partner,
    find_invitation,
    invite,
)
from closeknit.rooms.people.actions.passwords import set_recovery_code
from closeknit.rooms.people.backends import check_password
from closeknit.rooms.people.doors import keyring_by_root
from closeknit.rooms.people.models import User
from closeknit.rooms.people.queries import viewer_of
from closeknit.rooms.people.rules import FIRST_EVENINGS, Choices
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.practices import actions as practices
from closeknit.rooms.practices.queries import doings, practice_called
from closeknit.rooms.practices.rules.notes import Done, Rating
from closeknit.rooms.questions import actions as questions
from closeknit.rooms.questions.actions.telling import open_day
from closeknit.rooms.sample.actions.together import perform_together
from closeknit.rooms.sample.rules import (
    Act,
    Answered,
    HandedOver,
    Landed,
    Practised,
    Replied,
    Story,
    StoryError,
    Thanked,
    WantedDeeper,
    Who,
    unprompted,
)

PASSWORD = "an evening made up"  # noqa: S105  the made-up couple's, shown on their first page


@dataclass(frozen=True, repr=False)
class Players:
    """The two, with the master keys that their password opened."""

    master_keys: Mapping[Who, bytes]

    def viewer(self, who: Who, *, now: datetime) -> Viewer:
        user = User.objects.select_related("keyring").get(username=who.value)
        viewer = viewer_of(user=user, umk=self.master_keys[who], now=now)
        if viewer is None:
            raise StoryError(f"{who} has left the space")
        return viewer


def begin(*, story: Story) -> Players:
    """Bring both in on the first evening: Sarah opens the space and invites Mark."""
    now = story.begins(0)
    sarah, mark = (
        create_account(name=story.names[who], password=PASSWORD, now=now, is_host=who is Who.SARAH)
        for who in Who
    )
    open_space(user=sarah.user, keyring=sarah.keyring, zone=story.zone, now=now)
    players = Players({Who.SARAH: sarah.keyring.umk, Who.MARK: mark.keyring.umk})
    _pair(players, mark=mark, now=now)
    for who in Who:
        viewer = players.viewer(who, now=now)
        keep_choices(viewer=viewer, choices=Choices(evenings=FIRST_EVENINGS))
        set_recovery_code(user=viewer.user, keyring=viewer.keyring, code=new_recovery_code())
    return players


def unlocked_players() -> Players:
    """Open both vaults by the made-up password; about a tenth of a second each."""
    master_keys = {}
    for who in Who:
        user = User.objects.select_related("keyring").get(username=who.value)
        root = check_password(user=user, password=PASSWORD)
        keyring = keyring_by_root(user=user, root=root)
        if keyring is None:
            raise StoryError(f"{who} has another password now")
        master_keys[who] = keyring.umk
    return Players(master_keys)


def play(*, story: Story, players: Players, day: int, acts: Sequence[Act]) -> None:
    """Play some acts of one day."""
    now = story.begins(day)
    viewers = {who: players.viewer(who, now=now) for who in {act.by for act in acts}}
    for act in acts:
        _perform(act, story=story, viewer=viewers[act.by])


def live_on(*, story: Story, players: Players, who: Who, day: int) -> None:
    """Let one of the two do what the story has for them, where the visitor left room for it."""
    viewer = players.viewer(who, now=story.begins(day))
    for act in unprompted(story.acts.get(day, ()), by=who):
        with suppress(
            questions.AlreadyOpenError, questions.DayIsClosedError, questions.QuestionChangedError
        ):
            _perform(act, story=story, viewer=viewer)


def _pair(players: Players, *, mark: NewAccount, now: datetime) -> None:
    secret = invite(viewer=players.viewer(Who.SARAH, now=now))
    invitation, opened = find_invitation(secret=secret, now=now)
    accept_invitation(
        invitation=invitation, opened=opened, user=mark.user, keyring=mark.keyring, now=now
    )
    confirm_partner(viewer=players.viewer(Who.SARAH, now=now))


def _perform(act: Act, *, story: Story, viewer: Viewer) -> None:
    match act:
        case WantedDeeper():
            choose_deeper(viewer=viewer, wanted=True)
        case HandedOver():
            questions.hand_over(viewer=viewer, on=story.date_of(act.of_day))
        case Thanked():
            words = ThankYouWords(did=act.did, shows=act.shows, felt=act.felt)
            moments.write_thanks(viewer=viewer, key=act.key, words=words)
        case Landed():
            _say_how_it_landed(act, viewer=viewer)
        case Answered():
            open_day(viewer=viewer, question=act.question)
            questions.seal_answer(
                viewer=viewer, on=viewer.today, question=act.question, text=act.text
            )
        case Replied():
            questions.reply(viewer=viewer, on=viewer.today, text=act.text, key=act.key)
        case Practised():
            practices.note_doing(viewer=viewer, key=act.key, done=_done(act, viewer=viewer))
            if act.is_shown:
                practices.show_doing(viewer=viewer, row=doings(viewer=viewer).get(pk=act.key))
        case _:
            perform_together(act, viewer=viewer)


def _say_how_it_landed(act: Landed, *, viewer: Viewer) -> None:
    ready = ReadyWord(act.ready) if act.ready else None
    moments.say_how_it_landed(
        viewer=viewer,
        row=received(viewer=viewer).get(pk=act.thanks),
        words=LandingWords(ready=ready, text=act.text),
    )


def _done(act: Practised, *, viewer: Viewer) -> Done:
    practice = practice_called(act.slug)
    if practice is None:
        raise StoryError(f"there is no practice {act.slug!r}")
    return Done(
        slug=act.slug,
        edition=practice.edition,
        done_on=viewer.today,
        rating=Rating(act.rating) if act.rating else None,
        words=act.words,
    )
