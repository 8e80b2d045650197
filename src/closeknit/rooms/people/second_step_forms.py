"""allauth's forms for the second step, with our limits and codes that are taken once."""

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

from closeknit.rooms.people.actions.second_step import step_of, use_code
from closeknit.rooms.people.rules.limits import LimitedAct
from closeknit.rooms.people.tries import count_try

_LONGEST_CODE = 20  # characters, spaces between its digits included


class _UsedOnce(forms.Form):
    """Takes a code of the person's authenticator once."""

    user: Any

    def clean_code(self) -> str:
        code = _bounded(self.cleaned_data["code"])
        counted = count_try(context.request, LimitedAct.SECOND_STEP, account=self.user)
        for each in Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP):
            if use_code(authenticator=each, code=code):
                self.authenticator = each
                counted.forgive()
                return code
        raise get_adapter().validation_error("incorrect_code")


class SecondStepForm(_UsedOnce, AuthenticateForm):
    pass


class SecondStepAgainForm(_UsedOnce, ReauthenticateForm):
    pass


class SwitchOnForm(ActivateTOTPForm):
    """The first code of a new authenticator; `step` is what it used up."""

    def clean_code(self) -> str:
        code = _bounded(self.cleaned_data["code"])
        counted = count_try(context.request, LimitedAct.SECOND_STEP, account=self.user)
        self.step = step_of(secret=self.secret, code=code)
        if self.step is None:
            raise get_adapter().validation_error("incorrect_code")
        counted.forgive()
        return code


def _bounded(code: str) -> str:
    return code[:_LONGEST_CODE]
