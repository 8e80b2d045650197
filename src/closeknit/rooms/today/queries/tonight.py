"""Tonight, gathered from the rooms in few queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from closeknit.rooms.listening import queries as listening
from closeknit.rooms.moments import queries as moments
from closeknit.rooms.people.queries import choices_of
from closeknit.rooms.people.rules import Choices
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.practices import queries as practices
from closeknit.rooms.questions import queries as questions
from closeknit.rooms.repair import queries as repair
from closeknit.rooms.today.rules.evenings import Progress, Thing, begun_tonight, thing_tonight
from closeknit.rooms.today.rules.pace import is_evening_for, is_week_end, pace_from
from closeknit.rooms.today.rules.tonight import (
    CAN_BE_PUT_OFF,
    Beside,
    Evening,
    Offer,
    Waiting,
    offer,
    waiting,
)

EVENING = "evening"  # what is put off when tonight's new thing is
MAY_GUESS = (questions.State.UNWRITTEN, questions.State.DRAFT, questions.State.SEALED_WAITING)


@dataclass(frozen=True)
class Tonight:
    """What Today shows: what waits, one thing offered with its reason, one thing received."""

    waits: Waiting
    may_put_off: bool
    question: questions.Tonight
    earlier_day: questions.EarlierDay | None
    offers: Offer
    thing: Thing | None
    begun: Thing | None
    is_solo: bool
    """Whether tonight's thing comes in the form that one person can do."""
    suggestion: practices.Suggested | None
    received: moments.ThankYou | None
    repair: repair.Left
    room: UUID | None
    choices: Choices
    is_paused: bool
    has_invited: bool
    opens_with_received: bool


def evening_of(
    *, viewer: Viewer, cookies: Mapping[str, str], has_returned: bool = False
) -> Tonight:
    choices = choices_of(viewer=viewer)
    asked = questions.evening(viewer=viewer)
    received = moments.one_received(viewer=viewer)
    left = repair.left_for(viewer=viewer, cookies=cookies)
    room = _open_room(viewer)
    evening = _standing(
        viewer, choices, asked=asked, left=left, has_room=room is not None, returned=has_returned
    )
    waits = waiting(evening)
    thing = _thing(viewer, choices, question=asked.tonight)
    begun = begun_tonight(_progress(choices, viewer), today=viewer.today)
    offers = offer(evening, waits=waits, beside=_beside(viewer, choices, thing=thing, begun=begun))
    is_on_arrival = waits is Waiting.QUESTION and evening.is_first_evening
    return Tonight(
        waits=waits,
        may_put_off=waits in CAN_BE_PUT_OFF,
        question=asked.tonight,
        earlier_day=asked.earlier_day,
        offers=offers,
        thing=thing if offers is Offer.EVENING else None,
        begun=begun,
        is_solo=not viewer.is_paired,
        suggestion=practices.suggestion(viewer=viewer, quieter=choices.quieter)
        if offers is Offer.PRACTICE
        else None,
        received=received,
        repair=left,
        room=room,
        choices=choices,
        is_paused=evening.is_paused,
        has_invited=evening.has_invited,
        opens_with_received=received is not None and is_on_arrival,
    )


def thing_of(*, viewer: Viewer) -> Thing | None:
    """Return what the first seven evenings bring the viewer tonight."""
    question = questions.tonight(viewer=viewer)
    return _thing(viewer, choices_of(viewer=viewer), question=question)


def _standing(  # noqa: PLR0913  what each room says, by its own name
    viewer: Viewer,
    choices: Choices,
    *,
    asked: questions.Evening,
    left: repair.Left,
    has_room: bool,
    returned: bool,
) -> Evening:
    is_first_evening = viewer.today == viewer.membership.joined_on
    return Evening(
        is_answered=asked.tonight.is_answered,
        is_passed=asked.tonight.is_passed,
        is_first_evening=is_first_evening,
        is_paired=viewer.is_paired,
        is_paused=choices.asks_nothing_on(viewer.today),
        has_thanked=not is_first_evening or moments.has_written_today(viewer=viewer),
        has_invited=viewer.is_paired or bool(viewer.keyring.invitations),
        has_recovery=viewer.user.keyring.has_recovery,
        has_earlier_day=asked.earlier_day is not None,
        has_returned=returned and not left.is_asked,
        has_open_room=has_room,
        has_words_left=left.is_anything,
        put_off=choices.put_off_for(viewer.today),
    )


def _open_room(viewer: Viewer) -> UUID | None:
    found = listening.open_room(viewer=viewer) if viewer.is_paired else None
    return found.pk if found else None


def _thing(viewer: Viewer, choices: Choices, *, question: questions.Tonight) -> Thing | None:
    return thing_tonight(
        _progress(choices, viewer),
        today=viewer.today,
        began_on=viewer.membership.joined_on,
        is_quieter=choices.quieter,
        may_guess=question.question is not None and question.state in MAY_GUESS,
    )


def _progress(choices: Choices, viewer: Viewer) -> Progress:
    return Progress(
        behind=choices.evenings,
        begun_on=choices.begun_on,
        is_put_off=EVENING in choices.put_off_for(viewer.today),
    )


def _beside(
    viewer: Viewer, choices: Choices, *, thing: Thing | None, begun: Thing | None
) -> Beside:
    pace = pace_from(viewer.couple.pace)
    return Beside(
        has_thing=thing is not None,
        was_thing=begun is not None or EVENING in choices.put_off_for(viewer.today),
        is_week_end=is_week_end(viewer.today),
        is_for_pace=is_evening_for(pace, on=viewer.today, couple=viewer.couple.pk),
    )
