"""Our answers, and what the couple wants to be asked."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from closeknit.rooms.people.decorators import VaultRequest, with_vault
from closeknit.rooms.questions import actions
from closeknit.rooms.questions.forms import AlbumForm, ChoicesForm, OwnQuestionForm
from closeknit.rooms.questions.queries import album
from closeknit.ui.months import asked_month
from closeknit.ui.parts import page


@require_GET
@with_vault
def answers(request: VaultRequest) -> HttpResponse:
    form = AlbumForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    strand = chosen.get("strand")
    viewer = request.viewer
    shown = album.answers_by_month(viewer=viewer, asked=asked_month(request), strand=strand)
    context = {"shown": shown, "strand": strand, "partner": viewer.partner}
    return page(request, "questions/answers.html", context)


@with_vault
def ask(request: VaultRequest) -> HttpResponse:
    """The viewer's own questions that wait, and a place for one more."""
    form = OwnQuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        actions.ask(viewer=request.viewer, text=words["text"], key=words["key"])
        messages.success(request, _("Kept. It comes up on a later evening."))
        return redirect("questions:ask")
    context = {
        "form": form,
        "waiting": album.own_questions_in_waiting(viewer=request.viewer),
        "partner": request.viewer.partner,
    }
    return page(request, "questions/ask.html", context, status=422 if form.errors else 200)


@require_POST
@with_vault
def take_back(request: VaultRequest, question: UUID) -> HttpResponse:
    if not actions.take_back_question(viewer=request.viewer, question=question):
        raise Http404
    messages.success(request, _("Taken back."))
    return redirect("questions:ask")


@with_vault
def choices(request: VaultRequest) -> HttpResponse:
    """Which packs may come; whether the viewer is open to the bravest, and to those on desire."""
    viewer = request.viewer
    is_deeper = viewer.membership.deep_since is not None
    is_for_desire = viewer.membership.desire_since is not None
    chosen = album.chosen_packs(viewer=viewer)
    initial = {"packs": chosen, "deeper": is_deeper, "desire": is_for_desire}
    form = ChoicesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.choose_packs(viewer=viewer, wanted=set(form.cleaned_data["packs"]))
        if form.cleaned_data["deeper"] != is_deeper:
            actions.choose_deeper(viewer=viewer, wanted=form.cleaned_data["deeper"])
        if form.cleaned_data["desire"] != is_for_desire:
            actions.choose_desire(viewer=viewer, wanted=form.cleaned_data["desire"])
        messages.success(request, _("Kept. It counts from tomorrow's question on."))
        return redirect("questions:choices")
    return page(request, "questions/choices.html", {"form": form, "partner": viewer.partner})
