"""Switching the second step on and off; the first code is used up by it.

Only with an open vault: who just reads somebody's mail must not lock them out with it.
"""

from typing import Any, cast

from allauth.mfa.totp import views as totp
from allauth.mfa.utils import is_mfa_enabled
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect

from closeknit.rooms.people.actions.rows import take_own_turn
from closeknit.rooms.people.actions.second_step import note_first_step
from closeknit.rooms.people.decorators import AccountRequest, with_keyring


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
