"""Reading, writing and answering thank-yous."""

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from closeknit.rooms.moments import queries
from closeknit.rooms.moments.actions import (
    DayIsOverError,
    change_thanks,
    keep_draft,
    remove_landing,
    remove_thanks,
    say_how_it_landed,
    write_thanks,
)
from closeknit.rooms.moments.forms import LandingForm, ThanksForm, ThanksWordsForm
from closeknit.rooms.moments.rules import ForWhom
from closeknit.rooms.people.decorators import VaultRequest, with_vault
from closeknit.ui.months import asked_month
from closeknit.ui.parts import page


@with_vault
def thanks(request: VaultRequest) -> HttpResponse:
    """What was received and given, some months at a time."""
    shown = queries.shown(viewer=request.viewer, asked=asked_month(request))
    return page(request, "moments/thanks.html", {"viewer": request.viewer, "shown": shown})


@with_vault
def write(request: VaultRequest) -> HttpResponse:
    """Write a thank-you; unsent words are back when the page is opened again."""
    viewer = request.viewer
    draft = queries.draft_of(viewer=viewer) if request.method == "GET" else None
    form = ThanksForm(
        request.POST or None,
        initial=asdict(draft) if draft else None,
        is_alone=not viewer.is_paired,
    )
    if request.method == "POST" and form.is_valid():
        for_whom = form.cleaned_data["for_whom"]
        key = write_thanks(
            viewer=viewer, key=form.cleaned_data["key"], words=form.words(), for_whom=for_whom
        )
        messages.success(request, _sent(request, for_whom))
        return redirect("moments:thank_you", key)
    context = {"viewer": viewer, "form": form, "has_draft": draft is not None}
    return page(request, "moments/write.html", context, status=422 if form.errors else 200)


@require_POST
@with_vault
def draft(request: VaultRequest) -> HttpResponse:
    """Keep the words of a form that is still being written."""
    form = ThanksWordsForm(request.POST)
    form.is_valid()
    keep_draft(viewer=request.viewer, words=form.words())
    return HttpResponse(status=204)


@with_vault
def thank_you(request: VaultRequest, thanks_id: UUID) -> HttpResponse:
    viewer = request.viewer
    row = get_object_or_404(queries.thank_yous(viewer=viewer), pk=thanks_id)
    shown = queries.opened(row, viewer=viewer)
    context = {"viewer": viewer, "thank_you": shown, "form": LandingForm(initial=_said(shown))}
    return page(request, "moments/thank_you.html", context)


@require_POST
@with_vault
def land(request: VaultRequest, thanks_id: UUID) -> HttpResponse:
    """Say how a received thank-you landed."""
    viewer = request.viewer
    row = get_object_or_404(queries.received(viewer=viewer), pk=thanks_id)
    form = LandingForm(request.POST)
    if not form.is_valid():
        shown = queries.opened(row, viewer=viewer)
        context = {"viewer": viewer, "thank_you": shown, "form": form}
        return page(request, "moments/thank_you.html", context, status=422)
    try:
        say_how_it_landed(viewer=viewer, row=row, words=form.words())
    except DayIsOverError:
        messages.info(request, _("You answered this one on an earlier day, and those words stand."))
    else:
        messages.success(request, _("They can read how it landed."))
    return redirect("moments:thank_you", row.pk)


@with_vault
def take_back_landing(request: VaultRequest, thanks_id: UUID) -> HttpResponse:
    """Delete one's own words about how it landed."""
    viewer = request.viewer
    answered = queries.received(viewer=viewer).filter(landing__owner=viewer.user)
    row = get_object_or_404(answered, pk=thanks_id)
    if request.method == "POST":
        remove_landing(viewer=viewer, row=row)
        messages.success(request, _("Your words are deleted."))
        return redirect("moments:thank_you", row.pk)
    shown = queries.opened(row, viewer=viewer)
    return page(request, "moments/take_back.html", {"thank_you": shown})


@with_vault
def edit(request: VaultRequest, thanks_id: UUID) -> HttpResponse:
    """Change one's own words on the day they were written."""
    viewer = request.viewer
    row = get_object_or_404(queries.own(viewer=viewer), pk=thanks_id)
    shown = queries.opened(row, viewer=viewer)
    form = ThanksWordsForm(
        request.POST or None, initial=asdict(shown.words) if shown.words else None
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_thanks(viewer=viewer, row=row, words=form.words())
        except DayIsOverError:
            messages.info(request, _("These words stand now. Nothing was changed."))
        else:
            messages.success(request, _("Changed."))
        return redirect("moments:thank_you", row.pk)
    if not shown.may_edit:
        return redirect("moments:thank_you", row.pk)
    context = {"form": form, "thank_you": shown}
    return page(request, "moments/edit.html", context, status=422 if form.errors else 200)


@with_vault
def remove(request: VaultRequest, thanks_id: UUID) -> HttpResponse:
    """Delete one's own thank-you for both."""
    viewer = request.viewer
    row = get_object_or_404(queries.own(viewer=viewer), pk=thanks_id)
    if request.method == "POST":
        remove_thanks(viewer=viewer, row=row)
        messages.success(request, _("The thank-you is deleted."))
        return redirect("moments:thanks")
    shown = queries.opened(row, viewer=viewer)
    return page(request, "moments/remove.html", {"viewer": viewer, "thank_you": shown})


@with_vault
def jar(request: VaultRequest) -> HttpResponse:
    """Hand one older thank-you back; the same one all day, unless another is asked for."""
    turn = _number(request, "turn", least=0)
    handed = queries.from_jar(viewer=request.viewer, turn=turn)
    context = {"viewer": request.viewer, "thank_you": handed, "turn": turn}
    return page(request, "moments/jar.html", context)


def _number(request: HttpRequest, name: str, *, least: int) -> int:
    """Read a number from the address; anything else counts as the least."""
    given = request.GET.get(name, "")
    return max(least, int(given)) if given.isdecimal() and given.isascii() else least


def _sent(request: VaultRequest, for_whom: ForWhom) -> str:
    partner = request.viewer.partner
    if for_whom is ForWhom.ME:
        return _("Kept for you alone.")
    if partner is None:
        return _("Left for them. They can read it once they join you here.")
    return _("Your thank-you is with %(name)s.") % {"name": partner.name}


def _said(shown: queries.ThankYou) -> dict[str, str]:
    words = shown.landed.words if shown.landed and shown.may_land else None
    return {"ready": words.ready or "", "text": words.text} if words else {}
