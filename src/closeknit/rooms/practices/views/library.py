"""Looking through the practices, reading one, noting it, keeping it or setting it aside."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from closeknit.domain.library import Practice
from closeknit.rooms.people.decorators import VaultRequest, with_vault
from closeknit.rooms.practices import queries
from closeknit.rooms.practices.actions import (
    keep_opinion,
    leave_practice,
    note_doing,
)
from closeknit.rooms.practices.forms import DoneForm, OpinionForm, WishForm
from closeknit.rooms.practices.rules.notes import Opinion
from closeknit.ui.parts import page


@with_vault
def library(request: VaultRequest) -> HttpResponse:
    """Every practice, by strand, time and where the two are."""
    form = WishForm(request.GET)
    wish = form.wish()
    place = queries.place_of(viewer=request.viewer)
    context = {
        "form": form,
        "wish": wish,
        "shelves": queries.shelves(wish=wish),
        "opinions": queries.notes_of(viewer=request.viewer).opinions,
        "place": place,
        "left_off": queries.practice_called(place.slug) if place else None,
    }
    return page(request, "practices/library.html", context)


@with_vault
def practice(request: VaultRequest, slug: str) -> HttpResponse:
    """One practice, whole, and how its yes stands where it needs one."""
    context = _whole(request, practice_or_404(slug), DoneForm())
    return page(request, "practices/practice.html", context, part="gate")


@require_POST
@with_vault
def done(request: VaultRequest, slug: str) -> HttpResponse:
    """Note a doing with a private rating; the partner never learns of it."""
    found = practice_or_404(slug)
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
    leave_practice(viewer=viewer, slug=found.id)
    messages.success(request, _("Noted, for you alone."))
    return redirect("practices:history")


@require_POST
@with_vault
def mark(request: VaultRequest, slug: str) -> HttpResponse:
    """Keep a practice as a favourite, set it aside, or take the mark away."""
    found = practice_or_404(slug)
    form = OpinionForm(request.POST)
    if form.is_valid():
        keep_opinion(viewer=request.viewer, slug=found.id, opinion=form.chosen())
        messages.success(request, _marked(form.chosen()))
    return redirect("practices:practice", found.id)


def practice_or_404(slug: str) -> Practice:
    found = queries.practice_called(slug)
    if found is None:
        raise Http404
    return found


def _whole(request: VaultRequest, found: Practice, form: DoneForm) -> dict[str, Any]:
    viewer = request.viewer
    place = queries.place_of(viewer=viewer)
    needs_yes = found.consent_gate and viewer.is_paired
    return {
        "viewer": viewer,
        "practice": found,
        "sources": queries.sources_of(found),
        "opinion": queries.notes_of(viewer=viewer).opinions.get(found.id),
        "form": form,
        "place": place if place and place.slug == found.id else None,
        "gate": queries.gate_of(viewer=viewer, slug=found.id) if needs_yes else None,
    }


def _marked(opinion: Opinion | None) -> str:
    if opinion is Opinion.FAVOURITE:
        return _("Kept among your favourites, for you alone.")
    if opinion is Opinion.NOT_FOR_ME:
        return _("It is not suggested to you any more. Nobody else sees that.")
    return _("The mark is gone.")
