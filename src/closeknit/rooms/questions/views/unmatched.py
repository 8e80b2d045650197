"""An answer that nobody matched: its author hands it over, keeps it, or lets it go."""

from datetime import date as Date  # noqa: N812 - `date` is what the address calls its day

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from closeknit.rooms.people.decorators import VaultRequest, with_vault
from closeknit.rooms.questions import actions
from closeknit.rooms.questions.queries.days import day_page
from closeknit.rooms.questions.views.days import OPEN_STATES, back_to, or_404
from closeknit.ui.parts import page


@require_POST
@with_vault
def hand_over(request: VaultRequest, date: Date) -> HttpResponse:
    or_404(lambda: actions.hand_over(viewer=request.viewer, on=date))
    messages.success(request, _("Handed over. You can both read it now."))
    return back_to(request, date)


@require_POST
@with_vault
def keep_private(request: VaultRequest, date: Date) -> HttpResponse:
    try:
        or_404(lambda: actions.keep_private(viewer=request.viewer, on=date))
        messages.success(request, _("Kept for you alone."))
    except actions.AlreadyOpenError:
        messages.info(request, _("You have both answered by now, so it is open."))
    return back_to(request, date)


@with_vault
def let_go(request: VaultRequest, date: Date) -> HttpResponse:
    """Ask once more on a page of its own, then delete the answer."""
    found = day_page(viewer=request.viewer, on=date)
    if request.method == "POST":
        return _let_go(request, date, is_there=bool(found and found.answers.mine))
    if found is None or found.answers.mine is None or found.state in OPEN_STATES:
        raise Http404
    return page(request, "questions/let_go.html", {"day": found, "partner": request.viewer.partner})


def _let_go(request: VaultRequest, on: Date, *, is_there: bool) -> HttpResponse:
    if is_there:
        try:
            actions.let_go(viewer=request.viewer, on=on)
        except actions.AlreadyOpenError:
            messages.info(request, _("You have both answered by now, so it is open."))
            return back_to(request, on)
    messages.success(request, _("It is gone."))
    return redirect("questions:answers")
