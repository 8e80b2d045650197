"""Drawing a loop: each fills a half, and both are seen as one."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from closeknit.rooms.people.decorators import VaultRequest, with_vault
from closeknit.rooms.repair.actions import drawing
from closeknit.rooms.repair.actions.drafting import keep_draft
from closeknit.rooms.repair.forms import HalfForm
from closeknit.rooms.repair.queries import kept, loops
from closeknit.rooms.repair.rules.drafts import Tool
from closeknit.rooms.repair.rules.loop import HalfWords
from closeknit.ui.months import asked_month
from closeknit.ui.parts import page


@with_vault
def fill_half(request: VaultRequest) -> HttpResponse:
    """Fill one's own half; it opens once the other's is there too."""
    viewer = request.viewer
    begun = loops.begun_loop(viewer=viewer)
    form = HalfForm(request.POST or None, initial=_initial(request, begun))
    if request.method == "POST" and form.is_valid():
        made = drawing.keep_half(
            viewer=viewer, words=form.read(HalfWords), key=form.cleaned_data["key"]
        )
        if made.opened_on is not None:
            messages.success(request, _("Both halves are here."))
            return redirect("repair:loop", made.pk)
        messages.success(request, _("Your half is kept."))
        return redirect("repair:fill_half")
    context = {
        "viewer": viewer,
        "begun": begun,
        "form": form,
        "loops": loops.loops_by_month(viewer=viewer, asked=asked_month(request)),
    }
    return page(request, "repair/fill_half.html", context, status=422 if form.errors else 200)


@require_POST
@with_vault
def draft_half(request: VaultRequest) -> HttpResponse:
    """Keep the words of a half that is still being written."""
    form = HalfForm(request.POST)
    form.is_valid()
    keep_draft(viewer=request.viewer, tool=Tool.LOOP, words=form.read(HalfWords))
    return HttpResponse(status=204)


@with_vault
def loop(request: VaultRequest, loop_id: UUID) -> HttpResponse:
    """See both halves as one loop."""
    viewer = request.viewer
    row = get_object_or_404(loops.open_loops(viewer=viewer), pk=loop_id)
    context = {"viewer": viewer, "ring": loops.seen_loop(row, viewer=viewer)}
    return page(request, "repair/loop.html", context)


@require_POST
@with_vault
def show_half(request: VaultRequest, loop_id: UUID) -> HttpResponse:
    """Hand one's own half over before the other's is there."""
    viewer = request.viewer
    own = loops.loops(viewer=viewer).filter(halves__owner=viewer.user)
    row = get_object_or_404(own, pk=loop_id)
    if viewer.partner is not None:
        drawing.show_half(viewer=viewer, loop=row)
        messages.success(
            request, _("%(name)s can read your half now.") % {"name": viewer.partner.name}
        )
    return redirect("repair:fill_half")


@with_vault
def remove_half(request: VaultRequest, loop_id: UUID) -> HttpResponse:
    """Delete one's own half."""
    viewer = request.viewer
    own = loops.loops(viewer=viewer).filter(halves__owner=viewer.user)
    row = get_object_or_404(own, pk=loop_id)
    if request.method == "POST":
        drawing.remove_half(viewer=viewer, loop=row)
        messages.success(request, _("Your half is deleted."))
        return redirect("repair:fill_half")
    context = {"ring": loops.seen_loop(row, viewer=viewer)}
    return page(request, "repair/remove_half.html", context)


def _initial(request: VaultRequest, begun: loops.SeenLoop | None) -> dict[str, Any]:
    """Return the words to go on from: an unsaved draft, else the half that was kept."""
    if request.method == "POST":
        return {}
    draft = kept.draft_of(viewer=request.viewer, tool=Tool.LOOP, kind=HalfWords)
    mine = begun.mine if begun else None
    words = draft or (mine.words if mine else None)
    given = asdict(words) if words else {}
    return {**given, "key": mine.id} if mine else given
