"""Playing the story: every act goes through the action that a click would call."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from closeknit.rooms.moments import actions as moments
from closeknit.rooms.moments.queries import received
from closeknit.rooms.moments.rules import LandingWords, ReadyWord, ThankYouWords
from closeknit.rooms.people.actions.choices import choose_deeper
from closeknit.rooms.people.models import User
from closeknit.rooms.people.queries import viewer_of
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions import actions as questions
from closeknit.rooms.questions.actions.days import open_day
from closeknit.rooms.sample.actions.mending import mend
from closeknit.rooms.sample.actions.practising import practise
from closeknit.rooms.sample.actions.together import listen, meet
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
from closeknit.rooms.sample.rules.together import (
    HourChosen,
    Marked,
    MeetingNoted,
    MeetingPlanned,
    RoomOpened,
    RoomPaused,
    RoomThanked,
    SaidYes,
    SteppedInto,
    StepTaken,
    TurnRated,
)


@dataclass(frozen=True, repr=False)
class Players:
    """The two, with the master keys that their password opened."""

    master_keys: Mapping[Who, bytes]

    def viewer(self, who: Who, *, now: datetime) -> Viewer:
        viewer = viewer_of(user=account_of(who), umk=self.master_keys[who], now=now)
        if viewer is None:
            raise StoryError(f"{who} has left the space")
        return viewer


def account_of(who: Who) -> User:
    return User.objects.select_related("keyring").get(username=who.value)


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
        case Practised() | SaidYes() | SteppedInto() | Marked():
            practise(act, viewer=viewer)
        case RoomOpened() | StepTaken() | RoomPaused() | TurnRated() | RoomThanked():
            listen(act, viewer=viewer)
        case MeetingNoted() | MeetingPlanned() | HourChosen():
            meet(act, viewer=viewer)
        case _:
            mend(act, viewer=viewer)


def _say_how_it_landed(act: Landed, *, viewer: Viewer) -> None:
    ready = ReadyWord(act.ready) if act.ready else None
    moments.say_how_it_landed(
        viewer=viewer,
        row=received(viewer=viewer).get(pk=act.thanks),
        words=LandingWords(ready=ready, text=act.text),
    )
