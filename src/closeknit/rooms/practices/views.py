"""Looking through the practices, doing one, and one's own private notes on them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from closeknit.domain.library import Practice
from closeknit.rooms.people.gates import VaultRequest, with_vault
from closeknit.rooms.practices import queries
from closeknit.rooms.practices.actions import (
    change_doing,
    keep_opinion,
    note_doing,
    remove_doing,
)
from closeknit.rooms.practices.forms import DoneForm, OpinionForm, WishForm
from closeknit.rooms.practices.rules.notes import Opinion
from closeknit.ui.parts import page


@with_vault
def library(request: VaultRequest) -> HttpResponse:
    """Every practice, by strand, time and where the two are."""
    form = WishForm(request.GET)
    wish = form.wish()
    context = {
        "form": form,
        "wish": wish,
        "shelves": queries.shelves(wish=wish),
        "opinions": queries.notes_of(viewer=request.viewer).opinions,
    }
    return page(request, "practices/library.html", context)


@with_vault
def practice(request: VaultRequest, slug: str) -> HttpResponse:
    """One practice, whole, or with ?step=3 one step at a time."""
    found = _practice(slug)
    step = _step(request, found)
    if step is not None:
        context = {"practice": found, "number": step, "step": found.steps[step - 1]}
        return page(request, "practices/step.html", context)
    return page(request, "practices/practice.html", _whole(request, found, DoneForm()))


@require_POST
@with_vault
def done(request: VaultRequest, slug: str) -> HttpResponse:
    """Note a doing with a private rating; the partner never learns of it."""
    found = _practice(slug)
    form = DoneForm(request.POST)
    if not form.is_valid():
        context = _whole(request, found, form)
        return page(request, "practices/practice.html", context, status=422)
    viewer = request.viewer
    note_doing(
        viewer=viewer,
        key=form.cleaned_data["key"],
        done=form.done(slug=found.id, edition=found.edition, on=viewer.today),
    )
    messages.success(request, _("Noted, for you alone."))
    return redirect("practices:history")


@require_POST
@with_vault
def mark(request: VaultRequest, slug: str) -> HttpResponse:
    """Keep a practice as a favourite, set it aside, or take the mark away."""
    found = _practice(slug)
    form = OpinionForm(request.POST)
    if form.is_valid():
        keep_opinion(viewer=request.viewer, slug=found.id, opinion=form.chosen())
        messages.success(request, _marked(form.chosen()))
    return redirect("practices:practice", found.id)


@with_vault
def history(request: VaultRequest) -> HttpResponse:
    """What this person noted; nobody else can open it."""
    viewer = request.viewer
    notes = queries.notes_of(viewer=viewer)
    context = {
        "noted": queries.history(viewer=viewer),
        "favourites": queries.marked(notes=notes, opinion=Opinion.FAVOURITE),
        "set_aside": queries.marked(notes=notes, opinion=Opinion.NOT_FOR_ME),
    }
    return page(request, "practices/history.html", context)


@with_vault
def doing(request: VaultRequest, doing_id: UUID) -> HttpResponse:
    """Read or change one's own note on one doing."""
    viewer = request.viewer
    row = get_object_or_404(queries.doings(viewer=viewer), pk=doing_id)
    shown = queries.noted(row, viewer=viewer)
    kept = shown.done
    form = DoneForm(
        request.POST or None,
        initial={"rating": kept.rating or "", "words": kept.words} if kept else None,
    )
    if request.method == "POST" and kept is not None and form.is_valid():
        change_doing(
            viewer=viewer,
            row=row,
            done=form.done(slug=kept.slug, edition=kept.edition, on=kept.done_on),
        )
        messages.success(request, _("Changed."))
        return redirect("practices:history")
    context = {"noted": shown, "form": form}
    return page(request, "practices/doing.html", context, status=422 if form.errors else 200)


@with_vault
def let_go(request: VaultRequest, doing_id: UUID) -> HttpResponse:
    """Delete one's own note on one doing."""
    viewer = request.viewer
    row = get_object_or_404(queries.doings(viewer=viewer), pk=doing_id)
    if request.method == "POST":
        remove_doing(viewer=viewer, row=row)
        messages.success(request, _("The note is deleted."))
        return redirect("practices:history")
    return page(request, "practices/let_go.html", {"noted": queries.noted(row, viewer=viewer)})


def _practice(slug: str) -> Practice:
    found = queries.practice_called(slug)
    if found is None:
        raise Http404
    return found


def _step(request: HttpRequest, found: Practice) -> int | None:
    """Read ?step=, counted from 1; anything that is not a step of it shows the whole page."""
    given = request.GET.get("step", "")
    if not (given.isascii() and given.isdecimal()):
        return None
    return int(given) if 1 <= int(given) <= len(found.steps) else None


def _whole(request: VaultRequest, found: Practice, form: DoneForm) -> dict[str, Any]:
    return {
        "practice": found,
        "sources": queries.sources_of(found),
        "opinion": queries.notes_of(viewer=request.viewer).opinions.get(found.id),
        "form": form,
    }


def _marked(opinion: Opinion | None) -> str:
    if opinion is Opinion.FAVOURITE:
        return _("Kept among your favourites, for you alone.")
    if opinion is Opinion.NOT_FOR_ME:
        return _("It is not suggested to you any more. Nobody else sees that.")
    return _("The mark is gone.")
