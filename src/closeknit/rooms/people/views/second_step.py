"""The second step of signing in; switching it on and off, where the first code is used up.

Switching only with an open vault: who just reads somebody's mail must not lock them out with it.
"""

from typing import Any, cast

from allauth.mfa.base import views as mfa
from allauth.mfa.totp import views as totp
from allauth.mfa.utils import is_mfa_enabled
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from closeknit.rooms.people.actions.rows import take_own_turn
from closeknit.rooms.people.actions.second_step import note_first_step
from closeknit.rooms.people.decorators import AccountRequest, with_keyring
from closeknit.rooms.people.signed_out_pages import after_signing_in, sign_in_with
from closeknit.ui.kept_form import KeptForm, form_kept


class SecondStep(mfa.AuthenticateView):
    """allauth's page for the code, which carries along what was written before."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        kept = form_kept(request) if request.method == "POST" else None
        return response if kept is None else goes_on_with(request, kept, response)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "kept_fields": kept_fields(self.request)}


second_step = SecondStep.as_view()


def kept_fields(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    kept = form_kept(request)
    return kept.hidden if kept is not None else ()


def goes_on_with(
    request: HttpRequest, kept: KeptForm, response: HttpResponseBase
) -> HttpResponseBase:
    """Carry what was written over the redirect that follows a step of signing in."""
    to = response.headers.get("Location", "")
    if request.user.is_authenticated:
        return after_signing_in(request, kept)
    if to.startswith(reverse("mfa_authenticate")):
        request.method = "GET"  # the page of the next step, with what this one was sent
        return second_step(request)
    if to.startswith(reverse("people:sign_in")):  # the code took too long
        return sign_in_with(request, kept)
    return response


class SwitchOn(totp.ActivateTOTPView):
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        person = cast("AccountRequest", self.request).user
        take_own_turn(person)
        if is_mfa_enabled(person):  # the same form arrived twice at once
            return HttpResponseRedirect(self.get_success_url())
        response = super().form_valid(form)
        note_first_step(user=person, step=form.step)
        return response


@with_keyring
def switch_on(request: AccountRequest) -> HttpResponse:
    return cast("HttpResponse", SwitchOn.as_view()(request))


@with_keyring
def switch_off(request: AccountRequest) -> HttpResponse:
    return cast("HttpResponse", totp.deactivate_totp(request))
