"""The couple's pause: how it is asked for, how long it is, how the two come back."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from closeknit.rooms.people.decorators import VaultRequest, with_vault
from closeknit.rooms.repair.actions.pausing import agree_on_pause
from closeknit.rooms.repair.actions.pausing import drop_pause as drop
from closeknit.rooms.repair.forms import PauseForm
from closeknit.rooms.repair.queries import kept
from closeknit.rooms.repair.rules.pausing import PauseWords
from closeknit.ui.parts import page


@with_vault
def pause(request: VaultRequest) -> HttpResponse:
    """Read the plan that stands."""
    viewer = request.viewer
    plan = kept.agreed_pause(viewer=viewer)
    if plan is None:
        return redirect("repair:change_pause")
    return page(request, "repair/pause.html", {"viewer": viewer, "plan": plan})


@with_vault
def change_pause(request: VaultRequest) -> HttpResponse:
    """Make the plan or change it; either may."""
    viewer = request.viewer
    plan = kept.agreed_pause(viewer=viewer)
    standing = asdict(plan.words) if plan and plan.words else None
    form = PauseForm(request.POST or None, initial=standing)
    if request.method == "POST" and form.is_valid():
        agree_on_pause(viewer=viewer, words=form.read(PauseWords))
        messages.success(request, _("This is your pause now."))
        return redirect("repair:pause")
    context = {"viewer": viewer, "plan": plan, "form": form}
    return page(request, "repair/change_pause.html", context, status=422 if form.errors else 200)


@with_vault
def drop_pause(request: VaultRequest) -> HttpResponse:
    """Delete the plan for both."""
    viewer = request.viewer
    if request.method == "POST":
        drop(viewer=viewer)
        messages.success(request, _("The plan is deleted."))
        return redirect("repair:repair")
    plan = kept.agreed_pause(viewer=viewer)
    return page(request, "repair/drop_pause.html", {"viewer": viewer, "plan": plan})
