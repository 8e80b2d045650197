"""The weekly meeting: begin or join, one part after the other, end, look back."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from closeknit.rooms.meetings import actions, queries
from closeknit.rooms.meetings.forms import HourForm, NoteForm, PlanForm
from closeknit.rooms.meetings.models import Meeting
from closeknit.rooms.meetings.rules.agenda import Part, next_part
from closeknit.rooms.meetings.rules.invite import calendar_entry
from closeknit.rooms.people.decorators import VaultRequest, with_vault
from closeknit.ui.keyed import KeyedForm
from closeknit.ui.months import asked_month
from closeknit.ui.parts import page


@with_vault
def meetings(request: VaultRequest) -> HttpResponse:
    """Begin or join tonight's meeting, see the last plan, look back."""
    viewer = request.viewer
    context = {
        "viewer": viewer,
        "form": KeyedForm(),
        "open": queries.open_meeting(viewer=viewer),
        "last_plan": queries.plan_before(None, viewer=viewer),
        "past": queries.past_by_month(viewer=viewer, asked=asked_month(request)),
        "hour": queries.hour_of(couple=viewer.couple, now=viewer.now),
    }
    return page(request, "meetings/meetings.html", context)


@require_POST
@with_vault
def begin(request: VaultRequest) -> HttpResponse:
    """Begin a meeting, or join the one that is open."""
    if not request.viewer.is_paired:
        raise Http404
    form = KeyedForm(request.POST)
    if not form.is_valid():
        raise Http404
    meeting = actions.begin_meeting(viewer=request.viewer, key=form.cleaned_data["key"])
    return redirect("meetings:part", meeting.pk, meeting.part)


@with_vault
def meeting(request: VaultRequest, meeting_id: UUID) -> HttpResponse:
    """See a whole meeting: what was shown, one's own notes, the plan."""
    viewer = request.viewer
    seen = queries.seen_meeting(_meeting(request, meeting_id), viewer=viewer)
    return page(request, "meetings/meeting.html", {"viewer": viewer, "meeting": seen})


@with_vault
def part(request: VaultRequest, meeting_id: UUID, part: str) -> HttpResponse:
    """One part of the agenda, with one's own note and what the other shows."""
    viewer = request.viewer
    row = _meeting(request, meeting_id)
    if row.ended_on is not None:
        return redirect("meetings:meeting", row.pk)
    seen = queries.seen_meeting(row, viewer=viewer)
    here = _part(part, seen)
    context = _at(request, seen, here)
    return page(request, "meetings/part.html", context, part="theirs")


@require_POST
@with_vault
def note(request: VaultRequest, meeting_id: UUID, part: str) -> HttpResponse:
    """Keep one's own note, for oneself or shown; empty words delete it."""
    row = _meeting(request, meeting_id)
    seen = queries.seen_meeting(row, viewer=request.viewer)
    here = _part(part, seen)
    if not here.takes_notes:
        raise Http404
    return _refused(request, row, seen, here) or redirect("meetings:part", row.pk, here)


@require_POST
@with_vault
def hide(request: VaultRequest, meeting_id: UUID, part: str) -> HttpResponse:
    """Take one's own note back; what was read cannot be unread."""
    viewer = request.viewer
    row = _meeting(request, meeting_id)
    here = _part(part, queries.seen_meeting(row, viewer=viewer))
    actions.hide_note(viewer=viewer, meeting=row, part=here)
    messages.success(request, _("The note is for you alone again."))
    return redirect("meetings:part", row.pk, here)


@require_POST
@with_vault
def plan(request: VaultRequest, meeting_id: UUID) -> HttpResponse:
    """Keep the one plan, for both."""
    row = _meeting(request, meeting_id)
    seen = queries.seen_meeting(row, viewer=request.viewer)
    refused = _refused(request, row, seen, Part.PLAN)
    return refused or redirect("meetings:part", row.pk, Part.PLAN)


@require_POST
@with_vault
def go_on(request: VaultRequest, meeting_id: UUID, part: str) -> HttpResponse:
    """Go on to the next part, for both; words written on the way are kept first."""
    viewer = request.viewer
    row = _meeting(request, meeting_id)
    seen = queries.seen_meeting(row, viewer=viewer)
    here = _part(part, seen)
    if refused := _refused(request, row, seen, here):
        return refused
    to = actions.go_on(viewer=viewer, meeting=row, after=here)
    return redirect("meetings:part", row.pk, to)


@require_POST
@with_vault
def end(request: VaultRequest, meeting_id: UUID) -> HttpResponse:
    """End the meeting for both, with the plan that was just written; it can be read again."""
    viewer = request.viewer
    row = _meeting(request, meeting_id)
    seen = queries.seen_meeting(row, viewer=viewer)
    if refused := _refused(request, row, seen, Part.PLAN):
        return refused
    actions.end_meeting(viewer=viewer, meeting=row)
    return redirect("meetings:meeting", row.pk)


@with_vault
def hour(request: VaultRequest) -> HttpResponse:
    """Choose a weekly hour for both, and get it for one's own calendar."""
    viewer = request.viewer
    kept = queries.hour_of(couple=viewer.couple, now=viewer.now)
    initial = {"weekday": kept.weekday, "at": kept.at} if kept else None
    form = HourForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.keep_hour(viewer=viewer, hour=form.hour(zone=viewer.zone))
        messages.success(request, _("Kept."))
        return redirect("meetings:hour")
    context = {"viewer": viewer, "form": form, "hour": kept}
    return page(request, "meetings/hour.html", context, status=422 if form.errors else 200)


@require_POST
@with_vault
def drop_hour(request: VaultRequest) -> HttpResponse:
    """Let the weekly hour go, for both."""
    actions.forget_hour(couple=request.viewer.couple)
    messages.success(request, _("There is no weekly hour any more."))
    return redirect("meetings:hour")


@with_vault
def entry(request: VaultRequest) -> HttpResponse:
    """Hand over the hour as a calendar file with a neutral title; nothing is kept."""
    viewer = request.viewer
    form = HourForm(request.GET)
    if not form.is_valid():
        context = {"viewer": viewer, "form": form, "hour": None}
        return page(request, "meetings/hour.html", context, status=422)
    body = calendar_entry(
        form.hour(zone=viewer.zone),
        title=_("A quiet half hour"),
        now=viewer.now,
        uid=uuid4(),
    )
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="half-hour.ics"'
    return response


def _meeting(request: VaultRequest, meeting_id: UUID) -> Meeting:
    return get_object_or_404(queries.meetings(viewer=request.viewer), pk=meeting_id)


def _part(given: str, seen: queries.SeenMeeting) -> Part:
    if given not in seen.parts:
        raise Http404
    return Part(given)


def _refused(
    request: VaultRequest, row: Meeting, seen: queries.SeenMeeting, here: Part
) -> HttpResponse | None:
    """Keep the words that came along, if any; return the page again when they do not fit."""
    viewer = request.viewer
    if "text" not in request.POST or here is Part.LAST_PLAN:
        return None
    form = PlanForm(request.POST) if here is Part.PLAN else NoteForm(request.POST)
    if not form.is_valid():
        context = {**_at(request, seen, here), "form": form}
        return page(request, "meetings/part.html", context, status=422)
    if isinstance(form, PlanForm):
        actions.keep_plan(viewer=viewer, meeting=row, words=form.words())
        return None
    actions.keep_note(
        viewer=viewer,
        meeting=row,
        part=here,
        text=form.cleaned_data["text"],
        show="show" in request.POST and viewer.is_paired,
    )
    return None


def _at(request: VaultRequest, seen: queries.SeenMeeting, here: Part) -> dict[str, Any]:
    mine = seen.note(here, is_mine=True)
    return {
        "viewer": request.viewer,
        "meeting": seen,
        "part": here,
        "number": seen.parts.index(here) + 1,
        "next": next_part(here, parts=seen.parts),
        "mine": mine,
        "theirs": seen.note(here, is_mine=False),
        "form": _form(request, seen, here, mine),
    }


def _form(
    request: VaultRequest, seen: queries.SeenMeeting, here: Part, mine: queries.SeenNote | None
) -> NoteForm | PlanForm | None:
    if here is Part.PLAN:
        taken_along = seen.last_plan if "again" in request.GET else None
        plan = seen.plan or taken_along
        words = plan.words if plan else None
        day = words.day if words and seen.plan else None
        return PlanForm(initial={"text": words.text, "day": day} if words else None)
    return NoteForm(initial={"text": mine.text or ""} if mine else None)
