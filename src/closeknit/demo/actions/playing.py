"""Playing the story: every act goes through the action that a click would call."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from closeknit.demo.actions.answering import answer
from closeknit.demo.actions.mending import mend
from closeknit.demo.actions.practising import practise
from closeknit.demo.actions.thanking import thank
from closeknit.demo.actions.together import listen, meet
from closeknit.demo.rules import (
    PracticeAct,
    QuestionAct,
    Story,
    StoryAct,
    StoryError,
    ThanksAct,
    Who,
    unknown,
    unprompted,
)
from closeknit.demo.rules.together import ListeningAct, MeetingAct, RepairAct
from closeknit.rooms.people.models import User
from closeknit.rooms.people.queries import viewer_of
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions import actions as questions


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


def play(*, story: Story, players: Players, day: int, acts: Sequence[StoryAct]) -> None:
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


def _perform(act: StoryAct, *, story: Story, viewer: Viewer) -> None:
    match act:
        case QuestionAct():
            answer(act, story=story, viewer=viewer)
        case ThanksAct():
            thank(act, viewer=viewer)
        case PracticeAct():
            practise(act, viewer=viewer)
        case ListeningAct():
            listen(act, viewer=viewer)
        case MeetingAct():
            meet(act, viewer=viewer)
        case RepairAct():
            mend(act, viewer=viewer)
        case _:
            raise unknown(act)
