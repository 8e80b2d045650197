"""Seven minutes with an outside eye: private, and timed by instants."""

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from closeknit.rooms.people.decorators import VaultRequest, with_vault
from closeknit.rooms.repair.actions.removing import remove_item
from closeknit.rooms.repair.actions.writing import begin_writing, keep_writing
from closeknit.rooms.repair.forms import WritingForm
from closeknit.rooms.repair.queries import kept
from closeknit.rooms.repair.rules.writing import LASTS, WritingWords
from closeknit.ui.keyed import KeyedForm
from closeknit.ui.months import asked_month
from closeknit.ui.parts import page


@with_vault
def outside_eye(request: VaultRequest) -> HttpResponse:
    """What it is, one's earlier writings, and the beginning of a new one."""
    viewer = request.viewer
    form = KeyedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key = begin_writing(viewer=viewer, key=form.cleaned_data["key"])
        return redirect("repair:write_outside", key)
    writings = kept.writings_by_month(viewer=viewer, asked=asked_month(request))
    context = {"form": form, "writings": writings}
    return page(request, "repair/outside_eye.html", context)


@with_vault
def write_outside(request: VaultRequest, writing_id: UUID) -> HttpResponse:
    """Write, with the time that is left; when it is up the words may still be finished."""
    viewer = request.viewer
    row = get_object_or_404(kept.writings(viewer=viewer), pk=writing_id)
    shown = kept.own_writing(row, viewer=viewer)
    form = WritingForm(request.POST or None, initial=asdict(shown.words) if shown.words else None)
    if request.method == "POST" and shown.words and form.is_valid():
        keep_writing(viewer=viewer, row=row, words=form.read(WritingWords))
        messages.success(request, _("Kept for you alone."))
        return redirect("repair:outside_eye")
    context = {"writing": shown, "form": form, "lasts": LASTS}
    return page(request, "repair/write_outside.html", context, status=422 if form.errors else 200)


@require_POST
@with_vault
def draft_outside(request: VaultRequest, writing_id: UUID) -> HttpResponse:
    """Keep the words while they are written."""
    viewer = request.viewer
    row = get_object_or_404(kept.writings(viewer=viewer), pk=writing_id)
    form = WritingForm(request.POST)
    form.is_valid()
    if kept.own_writing(row, viewer=viewer).words is not None:
        keep_writing(viewer=viewer, row=row, words=form.read(WritingWords))
    return HttpResponse(status=204)


@with_vault
def remove_writing(request: VaultRequest, writing_id: UUID) -> HttpResponse:
    """Delete one's own writing."""
    viewer = request.viewer
    row = get_object_or_404(kept.writings(viewer=viewer), pk=writing_id)
    if request.method == "POST":
        remove_item(viewer=viewer, row=row)
        messages.success(request, _("It is deleted."))
        return redirect("repair:outside_eye")
    context = {"writing": kept.own_writing(row, viewer=viewer)}
    return page(request, "repair/remove_writing.html", context)
