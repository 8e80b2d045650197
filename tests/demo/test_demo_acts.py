"""Each act of the story has somebody who plays it; one that has none stops the story."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from closeknit.demo.actions.playing import Players, play
from closeknit.demo.rules import (
    Answered,
    PracticeAct,
    QuestionAct,
    StoryAct,
    StoryError,
    ThanksAct,
    Who,
)
from closeknit.demo.rules.together import ListeningAct, ListeningRoomOpened, MeetingAct, RepairAct

ON_SARAHS_SIDE: dict[str, Any] = {"day": 0, "by": Who.SARAH}
A_ROOM = ListeningRoomOpened(
    **ON_SARAHS_SIDE,
    key=uuid4(),
    question="r-001",
    topic="",
    speaks_first=Who.SARAH,
    minutes=2,
    is_one_device=False,
)
KINDS = [QuestionAct, ThanksAct, PracticeAct, ListeningAct, MeetingAct, RepairAct]


@pytest.fixture
def players(couple, monkeypatch):
    """Alice and Bob on the stage, instead of Sarah and Mark."""
    on_stage = dict(zip(Who, couple, strict=True))

    def viewer(_players, who, *, now):
        return on_stage[who].viewer()

    monkeypatch.setattr(Players, "viewer", viewer)
    return Players({})


def kinds_below(kind):
    return [each for below in kind.__subclasses__() for each in (below, *kinds_below(below))]


@pytest.mark.parametrize("kind", [StoryAct, *KINDS])
def test_an_act_that_nobody_can_play_stops_the_story(kind, players, short_story):
    @dataclass(frozen=True, kw_only=True)
    class SangTogether(kind):  # type: ignore[misc, valid-type]  # each kind in turn
        pass

    acts: list[Any] = [A_ROOM, SangTogether(**ON_SARAHS_SIDE)]

    with pytest.raises(StoryError, match="nobody has said how to play SangTogether"):
        play(story=short_story, players=players, day=0, acts=acts)


def test_every_act_is_of_a_kind_that_somebody_plays():
    written_down = [
        each for each in kinds_below(StoryAct) if each.__module__.startswith("closeknit")
    ]

    assert written_down
    assert all(issubclass(each, tuple(KINDS)) for each in written_down)


def test_a_question_that_the_library_lost_stops_the_story(players, short_story):
    lost = Answered(**ON_SARAHS_SIDE, question="x-999", text="Words.")

    with pytest.raises(StoryError, match="there is no question 'x-999'"):
        play(story=short_story, players=players, day=0, acts=[lost])
