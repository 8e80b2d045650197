"""The listening room, one view per act of a visitor."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from closeknit.rooms.listening import actions, queries
from closeknit.rooms.listening.forms import (
    EFFORT,
    FELT,
    PAUSES,
    OpenForm,
    PauseForm,
    RatingForm,
    StepForm,
    ThanksForm,
    TopicForm,
)
from closeknit.rooms.listening.models import ListeningRoom
from closeknit.rooms.listening.rules import ENOUGH_AFTER, Stage
from closeknit.rooms.people.decorators import VaultRequest, with_vault
from closeknit.ui.months import asked_month
from closeknit.ui.parts import page

UNCHANGED = 204


@with_vault
def listening(request: VaultRequest) -> HttpResponse:
    """Say what the listening room is; open one, or join the one that is open."""
    viewer = request.viewer
    form = None
    if viewer.partner is not None:
        form = OpenForm(
            request.POST or None,
            suggested=queries.suggested_topics(viewer=viewer),
            partner=viewer.partner.name,
        )
        if request.method == "POST" and form.is_valid():
            key = form.cleaned_data["key"]
            opened = actions.begin_listening_room(viewer=viewer, key=key, plan=form.plan())
            return redirect("listening:listening_room", opened)
    standing = queries.open_listening_room(viewer=viewer)
    context = {
        "form": form,
        "partner": viewer.partner,
        "standing": queries.entered(standing, viewer=viewer) if standing else None,
        "earlier": queries.earlier_by_month(viewer=viewer, asked=asked_month(request)),
    }
    status = 422 if form is not None and form.errors else 200
    return page(request, "listening/listening.html", context, status=status)


@require_GET
@with_vault
def listening_room(request: VaultRequest, listening_room_id: UUID) -> HttpResponse:
    """Show where the listening room stands; nothing when the page has that version already."""
    row = _listening_room(request, listening_room_id)
    if request.GET.get("have") == str(row.version):
        return HttpResponse(status=UNCHANGED)
    return _show(request, row)


@require_POST
@with_vault
def name_topic(request: VaultRequest, listening_room_id: UUID) -> HttpResponse:
    form = _topic_form(request)
    tap = PauseForm(request.POST)
    if not (form.is_valid() and tap.is_valid()):
        return _show(
            request, _listening_room(request, listening_room_id), topic_form=form, status=422
        )
    with _in_own_listening_room():
        actions.name_topic(
            viewer=request.viewer,
            listening_room_id=listening_room_id,
            version=tap.cleaned_data["version"],
            **form.topic,
        )
    return redirect("listening:listening_room", listening_room_id)


@require_POST
@with_vault
def take_step(request: VaultRequest, listening_room_id: UUID) -> HttpResponse:
    """Take one step on; a tap on a page that is no longer true moves nothing."""
    form = StepForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        with _in_own_listening_room():
            actions.take_step(
                viewer=request.viewer,
                listening_room_id=listening_room_id,
                act=given["act"],
                version=given["version"],
                for_seat=given["seat"],
            )
    return redirect("listening:listening_room", listening_room_id)


@require_POST
@with_vault
def pause(request: VaultRequest, listening_room_id: UUID) -> HttpResponse:
    """Pause at once; no word is needed."""
    form = PauseForm(request.POST)
    if form.is_valid():
        with _in_own_listening_room():
            actions.pause(
                viewer=request.viewer,
                listening_room_id=listening_room_id,
                version=form.cleaned_data["version"],
                lasts=form.lasts(),
            )
    return redirect("listening:listening_room", listening_room_id)


@require_POST
@with_vault
def rate(request: VaultRequest, listening_room_id: UUID) -> HttpResponse:
    """Keep how a turn was, for oneself alone, or go on without."""
    form = RatingForm(request.POST, is_speaker=True)
    if form.is_valid():
        with _in_own_listening_room():
            actions.rate_turn(
                viewer=request.viewer, listening_room_id=listening_room_id, **form.cleaned_data
            )
    return redirect("listening:listening_room", listening_room_id)


@require_POST
@with_vault
def show(request: VaultRequest, listening_room_id: UUID, rating_id: UUID) -> HttpResponse:
    """Let the other one read a rating of one's own."""
    own = queries.own_ratings(viewer=request.viewer)
    rating = get_object_or_404(own, pk=rating_id, listening_room=listening_room_id)
    actions.show_rating(viewer=request.viewer, rating=rating)
    messages.success(request, _("You can both read it now."))
    return redirect("listening:listening_room", listening_room_id)


@require_POST
@with_vault
def thank(request: VaultRequest, listening_room_id: UUID) -> HttpResponse:
    form = ThanksForm(request.POST)
    if not form.is_valid():
        return _show(
            request, _listening_room(request, listening_room_id), thanks_form=form, status=422
        )
    with _in_own_listening_room():
        actions.thank(
            viewer=request.viewer, listening_room_id=listening_room_id, **form.cleaned_data
        )
    return redirect("listening:listening_room", listening_room_id)


def _listening_room(request: VaultRequest, listening_room_id: UUID) -> ListeningRoom:
    with _in_own_listening_room():
        return queries.listening_room(viewer=request.viewer, listening_room_id=listening_room_id)


@contextmanager
def _in_own_listening_room() -> Iterator[None]:
    """Show nothing at the address of a listening room that is not the couple's."""
    try:
        yield
    except ListeningRoom.DoesNotExist as missing:
        raise Http404 from missing


def _topic_form(request: VaultRequest) -> TopicForm:
    suggested = queries.suggested_topics(viewer=request.viewer)
    return TopicForm(request.POST or None, suggested=suggested)


def _show(
    request: VaultRequest, row: ListeningRoom, *, status: int = 200, **forms: Form
) -> HttpResponse:
    viewer = request.viewer
    if viewer.partner is None:
        raise Http404
    entered = queries.entered(row, viewer=viewer)
    left = entered.state.time_left(viewer.now)
    context: dict[str, Any] = {
        "listening_room": entered,
        "state": entered.state,
        "partner": viewer.partner,
        "seconds_left": None if left is None else int(left.total_seconds()),
        "seconds": int(entered.state.turn_lasts.total_seconds()),
        "may_rest": entered.state.attempt >= ENOUGH_AFTER,
        "return_at": _in_zone(request, entered.state.return_at),
        "now": _in_zone(request, viewer.now),
        "pauses": PAUSES,
        **_forms_of(request, entered),
        **_ending(row, entered, request),
        **forms,
    }
    return page(
        request, "listening/listening_room.html", context, part="listening_room", status=status
    )


def _forms_of(request: VaultRequest, entered: queries.Entered) -> dict[str, Form]:
    state = entered.state
    if state.stage is Stage.TOPIC:
        suggested = queries.suggested_topics(viewer=request.viewer)
        return {"topic_form": TopicForm(suggested=suggested)}
    if state.stage is Stage.RATING:
        initial = {"version": state.version, "turn": state.turn}
        return {"rating_form": RatingForm(initial=initial, is_speaker=entered.is_speaker)}
    return {"thanks_form": ThanksForm(initial={"version": state.version})}


def _ending(row: ListeningRoom, entered: queries.Entered, request: VaultRequest) -> dict[str, Any]:
    """Return what the last page shows; nothing of it is looked up before."""
    if not entered.state.is_over:
        return {}
    viewer = request.viewer
    ratings = queries.ratings_of(row, viewer=viewer)
    late = queries.unrated_turns(entered, ratings=ratings) if row.is_one_device else []
    return {
        "ratings": ratings,
        "late_forms": [_late_form(entered, turn) for turn in late],
        "thanks": queries.thanks_in(row, viewer=viewer),
        "felt_words": dict(FELT),
        "effort_words": dict(EFFORT),
    }


def _late_form(entered: queries.Entered, turn: int) -> RatingForm:
    return RatingForm(
        initial={"version": 0, "turn": turn},
        is_speaker=entered.state.speaker_in(turn) is entered.seat,
        prefix=None,
        auto_id=f"id_turn_{turn}_%s",
    )


def _in_zone(request: VaultRequest, at: datetime | None) -> datetime | None:
    return at and at.astimezone(ZoneInfo(request.viewer.zone))
