"""What a device sends, and how the app is called there."""

import base64
import binascii
import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from closeknit.rooms.offline.rules import Appearance, EntryKind, Refusal, SealedEntry

LARGEST = 128 * 1024  # bytes of one sealed entry; the longest answer is a quarter of it
MOST = 50


class AppearanceForm(forms.Form):
    app = forms.ChoiceField(
        label=_("Name and picture on the home screen"),
        choices=[(Appearance.OWN.value, "Closeknit"), (Appearance.PLAIN.value, _("Notes"))],
        widget=forms.RadioSelect,
    )


class EntryForm(forms.Form):
    """One sealed entry."""

    id = forms.UUIDField()
    kind = forms.ChoiceField(choices=[(each.value, each.value) for each in EntryKind])
    sealed = forms.CharField(max_length=LARGEST * 4 // 3)

    def clean_sealed(self) -> bytes:
        try:
            return base64.b64decode(self.cleaned_data["sealed"], validate=True)
        except binascii.Error:
            raise ValidationError("This is not base64.") from None

    def entry(self) -> SealedEntry:
        known: dict[str, Any] = self.cleaned_data
        return SealedEntry(id=known["id"], kind=EntryKind(known["kind"]), sealed=known["sealed"])


class KeptForm(forms.Form):
    """The entries that a device could not hand in, as a JSON list; each with its reason."""

    entries = forms.CharField(max_length=1024 * 1024)

    def clean_entries(self) -> list[tuple[SealedEntry, Refusal]]:
        """Return those that have the shape of an entry."""
        try:
            given = json.loads(self.cleaned_data["entries"])
        except (ValueError, RecursionError):
            raise ValidationError("This is not JSON.") from None
        if not isinstance(given, list):
            raise ValidationError("This is not a list.")
        forms_of = [(EntryForm(each), each) for each in given[:MOST] if isinstance(each, dict)]
        return [(form.entry(), _why(each)) for form, each in forms_of if form.is_valid()]


def _why(given: dict[str, Any]) -> Refusal:
    known = given.get("why") in list(Refusal)
    return Refusal(given["why"]) if known else Refusal.DAMAGED
