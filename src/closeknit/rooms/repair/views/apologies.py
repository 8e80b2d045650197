"""A whole apology: written in private, looked at, read aloud, or left for the partner."""

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from closeknit.rooms.people.decorators import VaultRequest, with_vault
from closeknit.rooms.repair.actions import sending
from closeknit.rooms.repair.actions.drafting import keep_draft
from closeknit.rooms.repair.forms import ApologyForm
from closeknit.rooms.repair.queries import kept, letters
from closeknit.rooms.repair.rules.apology import ApologyWords
from closeknit.rooms.repair.rules.drafts import Tool
from closeknit.rooms.repair.views.letters import left, pointers_in, removed
from closeknit.ui.parts import page


@with_vault
def write_apology(request: VaultRequest) -> HttpResponse:
    """Write an apology in six parts, in private; send it when it is ready."""
    viewer = request.viewer
    posted = request.method == "POST"
    draft = None if posted else kept.draft_of(viewer=viewer, tool=Tool.APOLOGY, kind=ApologyWords)
    form = ApologyForm(
        request.POST if posted else None,
        initial=asdict(draft) if draft else None,
        is_whole="send" in request.POST,
    )
    if posted and form.is_valid() and "send" in request.POST:
        return _send_apology(request, form)
    if posted and form.is_valid() and "look" not in request.POST:
        keep_draft(viewer=viewer, tool=Tool.APOLOGY, words=form.read(ApologyWords))
        messages.success(request, _("Kept for you alone."))
        return redirect("repair:write_apology")
    looked_at = form.read(ApologyWords) if posted else draft or ApologyWords()
    context = {
        "viewer": viewer,
        "form": form,
        "has_draft": draft is not None,
        "pointers": pointers_in(looked_at),
    }
    return page(request, "repair/write_apology.html", context, status=422 if form.errors else 200)


@require_POST
@with_vault
def draft_apology(request: VaultRequest) -> HttpResponse:
    """Keep the words of a form that is still being written."""
    form = ApologyForm(request.POST)
    form.is_valid()
    keep_draft(viewer=request.viewer, tool=Tool.APOLOGY, words=form.read(ApologyWords))
    return HttpResponse(status=204)


@require_POST
@with_vault
def read_apology_aloud(request: VaultRequest) -> HttpResponse:
    """Keep the draft and show its parts large, to be read aloud."""
    form = ApologyForm(request.POST)
    form.is_valid()
    words = form.read(ApologyWords)
    keep_draft(viewer=request.viewer, tool=Tool.APOLOGY, words=words)
    return page(request, "repair/apology_aloud.html", {"words": words})


@with_vault
def apology(request: VaultRequest, apology_id: UUID) -> HttpResponse:
    viewer = request.viewer
    row = get_object_or_404(letters.apologies(viewer=viewer), pk=apology_id)
    context = {"viewer": viewer, "apology": letters.opened_apology(row, viewer=viewer)}
    return page(request, "repair/apology.html", context)


@with_vault
def remove_apology(request: VaultRequest, apology_id: UUID) -> HttpResponse:
    """Delete one's own apology for both."""
    viewer = request.viewer
    mine = letters.apologies(viewer=viewer).filter(owner=viewer.user)
    row = get_object_or_404(mine, pk=apology_id)
    if request.method == "POST":
        return removed(request, row)
    context = {"apology": letters.opened_apology(row, viewer=viewer)}
    return page(request, "repair/remove_apology.html", context)


def _send_apology(request: VaultRequest, form: ApologyForm) -> HttpResponse:
    viewer = request.viewer
    if viewer.partner is None:
        raise Http404
    key = sending.send_apology(
        viewer=viewer, key=form.cleaned_data["key"], words=form.read(ApologyWords)
    )
    return left(request, key, name=viewer.partner.name, at="repair:apology")
