"""Switching the second step on: the first code is used up by it."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from django.db import transaction
from django.http import HttpResponse

from closeknit.rooms.people.actions.second_step import note_step


class SwitchOn(ActivateTOTPView):
    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        made = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        note_step(authenticator=made, step=form.step)
        return response


switch_on = SwitchOn.as_view()
