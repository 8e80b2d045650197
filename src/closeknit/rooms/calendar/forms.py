"""A daily moment; cleaned here, kept by the actions."""

from django import forms
from django.utils.translation import gettext_lazy as _


class MomentForm(forms.Form):
    at = forms.TimeField(
        label=_("A quiet moment each day"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
