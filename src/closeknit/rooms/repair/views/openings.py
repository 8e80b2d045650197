"""A gentle opening: built, looked at, read aloud, or left for the partner."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from closeknit.rooms.people.decorators import VaultRequest, with_vault
from closeknit.rooms.repair.actions import sending
from closeknit.rooms.repair.forms import OpeningForm
from closeknit.rooms.repair.queries import letters
from closeknit.rooms.repair.rules.opening import OpeningWords
from closeknit.rooms.repair.views.letters import left, pointers_in, removed
from closeknit.ui.parts import page


@with_vault
def build_opening(request: VaultRequest) -> HttpResponse:
    """Build a sentence and look at its words; nothing is kept."""
    form = OpeningForm(request.POST or None)
    form.is_valid()
    return page(request, "repair/build_opening.html", _built(request, form), part="looked")


@require_POST
@with_vault
def read_opening_aloud(request: VaultRequest) -> HttpResponse:
    """Show the sentence large, to be read aloud; nothing is kept."""
    form = OpeningForm(request.POST, is_whole=True)
    if not form.is_valid():
        context = _built(request, form)
        return page(request, "repair/build_opening.html", context, status=422)
    context = {"form": form, "words": form.read(OpeningWords).as_clauses}
    return page(request, "repair/opening_aloud.html", context)


@require_POST
@with_vault
def send_opening(request: VaultRequest) -> HttpResponse:
    """Leave the sentence for the partner."""
    viewer = request.viewer
    if viewer.partner is None:
        raise Http404
    form = OpeningForm(request.POST, is_whole=True)
    if not form.is_valid():
        context = _built(request, form)
        return page(request, "repair/build_opening.html", context, status=422)
    key = sending.send_opening(
        viewer=viewer, key=form.cleaned_data["key"], words=form.read(OpeningWords)
    )
    return left(request, key, name=viewer.partner.name, at="repair:opening")


@with_vault
def opening(request: VaultRequest, opening_id: UUID) -> HttpResponse:
    viewer = request.viewer
    row = get_object_or_404(letters.openings(viewer=viewer), pk=opening_id)
    context = {"viewer": viewer, "opening": letters.opened_opening(row, viewer=viewer)}
    return page(request, "repair/opening.html", context)


@with_vault
def remove_opening(request: VaultRequest, opening_id: UUID) -> HttpResponse:
    """Delete one's own opening for both."""
    viewer = request.viewer
    mine = letters.openings(viewer=viewer).filter(owner=viewer.user)
    row = get_object_or_404(mine, pk=opening_id)
    if request.method == "POST":
        return removed(request, row)
    context = {"opening": letters.opened_opening(row, viewer=viewer)}
    return page(request, "repair/remove_opening.html", context)


def _built(request: VaultRequest, form: OpeningForm) -> dict[str, Any]:
    words = form.read(OpeningWords) if form.is_bound else OpeningWords()
    return {
        "viewer": request.viewer,
        "form": form,
        "words": words.as_clauses,
        "pointers": pointers_in(words),
    }
