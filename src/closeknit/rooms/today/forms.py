"""What is chosen on Today; cleaned here, kept by the actions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from closeknit.rooms.people.rules import Pace
from closeknit.rooms.today.queries.own import EVENING
from closeknit.rooms.today.rules.arrival import ArrivalStep
from closeknit.rooms.today.rules.evenings import OnboardingStep

PACES = (
    (Pace.LITTLE.value, _("A little: about two evenings a week")),
    (Pace.SOME.value, _("Some: about four evenings a week")),
    (Pace.MORE.value, _("More: any evening")),
)


class OnboardingStepForm(forms.Form):
    step = forms.TypedChoiceField(
        choices=[(each.value, each.value) for each in OnboardingStep], coerce=OnboardingStep
    )


class PutOffForm(forms.Form):
    what = forms.ChoiceField(
        choices=[(each, each) for each in (EVENING, *(step.value for step in ArrivalStep))]
    )


class PaceForm(forms.Form):
    pace = forms.TypedChoiceField(
        label=_("How often Today suggests something"),
        choices=PACES,
        coerce=Pace,
        widget=forms.RadioSelect,
    )
