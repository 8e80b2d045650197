"""Doing a practice: the yes it may need, its steps with their time, and stopping."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from closeknit.domain.library import Contraindication, Mode, Practice
from closeknit.rooms.people.decorators import VaultRequest, with_vault
from closeknit.rooms.practices import actions, queries
from closeknit.rooms.practices.forms import StepForm
from closeknit.rooms.practices.rules.doing import Gate, seconds_left
from closeknit.rooms.practices.views.library import practice_or_404
from closeknit.ui.parts import page

NOT_TONIGHT = "not-tonight"


@with_vault
def step(request: VaultRequest, slug: str) -> HttpResponse:
    """Show the step somebody is at, or go to another; only while a needed yes stands."""
    found = practice_or_404(slug)
    if request.method == "POST":
        return _go(request, found)
    place = queries.place_of(viewer=request.viewer)
    if place is None or place.slug != found.id:
        return redirect("practices:practice", found.id)
    if not _may_do(request, found, is_alone=place.is_alone):
        return _stopped(request, found)
    here = found.steps[place.step - 1]
    context = {
        "practice": found,
        "place": place,
        "number": place.step,
        "step": here,
        "is_gated": found.consent_gate and not place.is_alone,
        "seconds_left": seconds_left(here.minutes, came_at=place.came_at, now=request.viewer.now),
    }
    return page(request, "practices/step.html", context, part="stands")


@require_POST
@with_vault
def say_yes(request: VaultRequest, slug: str) -> HttpResponse:
    """Say a clear yes for tonight; the other learns of it only with their own."""
    found = practice_or_404(slug)
    if not request.viewer.is_paired or not found.consent_gate or not _is_for_here(found):
        raise Http404
    actions.say_yes(viewer=request.viewer, slug=found.id)
    return redirect("practices:practice", found.id)


@require_POST
@with_vault
def stop(request: VaultRequest, slug: str) -> HttpResponse:
    """Stop, or take a yes back, without a reason."""
    found = practice_or_404(slug)
    actions.stop_for_tonight(viewer=request.viewer, slug=found.id)
    messages.success(request, _("Not tonight. No reason is needed."))
    return redirect("practices:practice", found.id)


def _go(request: VaultRequest, found: Practice) -> HttpResponse:
    form = StepForm(request.POST)
    if not form.is_valid() or form.cleaned_data["to"] > len(found.steps):
        return redirect("practices:practice", found.id)
    is_alone = form.cleaned_data["alone"]
    if not _may_do(request, found, is_alone=is_alone):
        return _stopped(request, found)
    actions.go_to_step(
        viewer=request.viewer, practice=found, step=form.cleaned_data["to"], is_alone=is_alone
    )
    return redirect("practices:step", found.id)


def _may_do(request: VaultRequest, found: Practice, *, is_alone: bool) -> bool:
    """Whether it may go on: here, and with both having said yes where it is done by two."""
    if not _is_for_here(found):
        return False
    if not found.consent_gate:
        return True
    if is_alone:
        return Mode.SOLO in found.modes
    viewer = request.viewer
    return viewer.is_paired and queries.gate_of(viewer=viewer, slug=found.id) is Gate.BOTH_SAID_YES


def _is_for_here(found: Practice) -> bool:
    return Contraindication.THERAPIST_ONLY not in found.contraindications


def _stopped(request: VaultRequest, found: Practice) -> HttpResponse:
    """Lead back to the practice, for a page that looked by itself too; nobody is named."""
    address = reverse("practices:practice", args=[found.id])
    if _is_for_here(found):
        address += f"?{NOT_TONIGHT}"
    if getattr(request, "htmx", False):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = address
        return response
    return redirect(address)
