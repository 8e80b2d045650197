"""Today: at most three things; for a stranger, the welcome; the week, the pace, a quiet month."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from closeknit.rooms.lifecycles import renew_escrows
from closeknit.rooms.people.actions.choices import choose_pace
from closeknit.rooms.people.decorators import VaultRequest, with_vault
from closeknit.rooms.people.queries import (
    choices_of,
    has_lost_escrows,
    has_returned,
    is_first_visit_here,
)
from closeknit.rooms.today import actions
from closeknit.rooms.today.forms import OnboardingStepForm, PaceForm, PutOffForm
from closeknit.rooms.today.queries.cards import today_of
from closeknit.rooms.today.queries.week import last_week
from closeknit.rooms.today.rules.evenings import OnboardingStep
from closeknit.rooms.today.rules.pace import pace_from
from closeknit.ui.jinja import url
from closeknit.ui.parts import page

_DONE_AT: dict[OnboardingStep, str] = {
    OnboardingStep.THANKS: "moments:write",
    OnboardingStep.LOOK_BACK: "today:week",
    OnboardingStep.PACE: "today:pace",
}


def today(request: HttpRequest) -> HttpResponse:
    """Show the signed-in person their Today, and a stranger what this is."""
    if request.user.is_authenticated:
        return home(request)
    return page(request, "today/welcome.html", {"is_new": is_first_visit_here()})


@with_vault
def home(request: VaultRequest) -> HttpResponse:
    viewer = request.viewer
    if has_lost_escrows(viewer=viewer):
        renew_escrows(viewer=viewer)
    shown = today_of(
        viewer=viewer,
        cookies=request.COOKIES,
        has_returned=has_returned(device=request.device, viewer=viewer),
    )
    context = {"today": shown, "viewer": viewer, "address_of": address_of}
    return page(request, "today/today.html", context, part="now")


@require_POST
@with_vault
def begin_onboarding_step(request: VaultRequest) -> HttpResponse:
    """Begin what one of the first seven evenings brings."""
    form = OnboardingStepForm(request.POST)
    if not form.is_valid():
        return redirect("today:today")
    step = form.cleaned_data["step"]
    actions.begin_onboarding_step(viewer=request.viewer, step=step)
    return redirect(address_of(step, is_solo=not request.viewer.is_paired))


@require_POST
@with_vault
def put_off(request: VaultRequest) -> HttpResponse:
    """Say "not tonight" to one thing; it comes again, and nobody learns of it."""
    form = PutOffForm(request.POST)
    if form.is_valid():
        actions.put_off(viewer=request.viewer, what=form.cleaned_data["what"])
    return redirect("today:today")


@require_GET
@with_vault
def week(request: VaultRequest) -> HttpResponse:
    context = {"viewer": request.viewer, "week": last_week(viewer=request.viewer)}
    return page(request, "today/week.html", context)


@with_vault
def pace(request: VaultRequest) -> HttpResponse:
    """Choose how often Today suggests something; it holds for both."""
    viewer = request.viewer
    form = PaceForm(request.POST or None, initial={"pace": pace_from(viewer.couple.pace).value})
    if request.method == "POST" and form.is_valid():
        choose_pace(viewer=viewer, pace=form.cleaned_data["pace"])
        messages.success(request, _("Kept. You can change it whenever you like."))
        return redirect("today:today")
    context = {"form": form, "viewer": viewer}
    return page(request, "today/pace.html", context, status=422 if form.errors else 200)


@with_vault
def quiet_month(request: VaultRequest) -> HttpResponse:
    """Begin or end a month in which Today asks nothing; the partner sees no sign of it."""
    viewer = request.viewer
    if request.method == "POST":
        if "end" in request.POST:
            actions.end_quiet_month(viewer=viewer)
            messages.success(request, _("The quiet month is over."))
        else:
            actions.begin_quiet_month(viewer=viewer)
            messages.success(request, _("It is quiet now. Come and go as you like."))
        return redirect("today:quiet_month")
    choices = choices_of(viewer=viewer)
    until = choices.quiet_until
    is_on = until is not None and viewer.today < until
    return page(request, "today/quiet_month.html", {"until": until if is_on else None})


def address_of(step: OnboardingStep, *, is_solo: bool) -> str:
    """Return where an evening's step is done; alone it is done in another way."""
    if step is OnboardingStep.TURN:
        return url("practices:practice", "see-effort" if is_solo else "speaker-turns")
    if step is OnboardingStep.KINDNESS:
        return url("practices:practice", "thanks-cue" if is_solo else "catch-bids")
    if step is OnboardingStep.GUESS:
        return url("questions:tonight") + "?guess=1"
    return url(_DONE_AT.get(step, "today:today"))
