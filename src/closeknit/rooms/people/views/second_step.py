"""Switching the second step on and off; the first code is used up by it.

Only with an open vault: who just reads somebody's mail must not lock them out with it.
"""

from typing import Any, cast

from allauth.mfa.totp import views as totp
from django.db import transaction
from django.http import HttpResponse

from closeknit.rooms.people.actions.second_step import note_first_step
from closeknit.rooms.people.decorators import AccountRequest, with_keyring


class SwitchOn(totp.ActivateTOTPView):
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        note_first_step(user=cast("AccountRequest", self.request).user, step=form.step)
        return response


@with_keyring
def switch_on(request: AccountRequest) -> HttpResponse:
    return cast("HttpResponse", SwitchOn.as_view()(request))


@with_keyring
def switch_off(request: AccountRequest) -> HttpResponse:
    return cast("HttpResponse", totp.deactivate_totp(request))
