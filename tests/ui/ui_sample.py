"""The page that shows every part once."""

import datetime as dt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import segno
from django import forms
from markupsafe import Markup

from closeknit.ui import parts

TEMPLATES = Path(__file__).parent / "templates"
PLACES = (
    parts.NavItem(url="/", label="Today", icon="today", current=True),
    parts.NavItem(url="/answers/", label="Our answers", icon="answers"),
    parts.NavItem(url="/thanks/", label="Thank-yous", icon="thanks"),
    parts.NavItem(url="/practices/", label="Practise", icon="practise"),
    parts.NavItem(url="/guide/", label="Guide", icon="guide"),
)


class SampleForm(forms.Form):
    answer = forms.CharField(widget=forms.Textarea)
    name = forms.CharField()
    email = forms.EmailField(required=False, help_text="Only for a lost password.")
    password = forms.CharField(widget=forms.PasswordInput)
    pace = forms.ChoiceField(
        label="How much would you like?",
        widget=forms.RadioSelect,
        choices=[("little", "A little"), ("some", "Some"), ("more", "More")],
        initial="some",
    )
    strands = forms.MultipleChoiceField(
        label="What draws you?",
        widget=forms.CheckboxSelectMultiple,
        choices=[("listening", "Listening"), ("repair", "Repair")],
    )
    city = forms.ChoiceField(label="Time zone", choices=[("utc", "UTC"), ("berlin", "Berlin")])
    agreed = forms.BooleanField(label="We both know that this space is ours.")

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError("Two things need another look. Your words are still here.")


def sample_context() -> dict[str, Any]:
    code = segno.make("https://home.example/join/7f3k-amber-lake", error="m")
    return {
        "nav": PLACES,
        "settings_url": "/settings/",
        "today": dt.date(2026, 11, 23),
        "returns": dt.datetime(2026, 11, 23, 20, 30, tzinfo=ZoneInfo("Europe/Berlin")),
        "form": SampleForm(),
        "bound": SampleForm({"email": "not a mail"}, auto_id="bound_%s"),
        "qr": Markup(code.svg_inline(omitsize=True, border=0)),  # noqa: S704  made just above
    }
