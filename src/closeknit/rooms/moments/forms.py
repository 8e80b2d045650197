"""What people write in a thank-you and back to one; cleaned here, saved by the actions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from closeknit.rooms.moments.rules import ForWhom, LandingWords, ReadyWord, ThankYouWords
from closeknit.ui.keyed import KeyedForm
from closeknit.ui.written import WrittenField

LONGEST = 1000
LONGEST_ANSWER = 300


class ThanksWordsForm(forms.Form):
    did = WrittenField(label=_("What you did"), max_length=LONGEST, rows=3)
    shows = WrittenField(
        label=_("What it shows about you"),
        max_length=LONGEST,
        required=False,
        rows=2,
    )
    felt = WrittenField(
        label=_("How it landed with me"),
        max_length=LONGEST,
        required=False,
        rows=2,
    )

    def words(self) -> ThankYouWords:
        """Return the cleaned words; of an unfinished form, those that are fit to keep."""
        kept = self.cleaned_data
        return ThankYouWords(
            did=kept.get("did", ""), shows=kept.get("shows", ""), felt=kept.get("felt", "")
        )


class ThanksForm(KeyedForm, ThanksWordsForm):
    """A new thank-you; somebody who is alone also says for whom it is."""

    for_whom = forms.ChoiceField(
        label=_("Who may read it?"),
        choices=[
            (ForWhom.THEM.value, _("Leave it for them")),
            (ForWhom.ME.value, _("Keep it for me")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, is_alone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["for_whom"].required = is_alone

    def clean_for_whom(self) -> ForWhom:
        """Words kept for oneself stay so, though the other may have come in the meantime."""
        return ForWhom(self.cleaned_data["for_whom"] or ForWhom.THEM)


class LandingForm(forms.Form):
    ready = forms.ChoiceField(
        label=_("A few words that fit"),
        choices=[
            (ReadyWord.WARMED.value, _("It warmed me")),
            (ReadyWord.KEEPING.value, _("I will keep it")),
            (ReadyWord.NEEDED.value, _("I needed to hear it")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    text = WrittenField(
        label=_("Or your own"),
        max_length=LONGEST_ANSWER,
        required=False,
        rows=2,
    )

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or self.cleaned_data
        if not self.errors and not kept.get("ready") and not kept.get("text"):
            raise ValidationError(_("Choose one of the lines, or write a few words of your own."))
        return kept

    def words(self) -> LandingWords:
        ready = self.cleaned_data["ready"]
        return LandingWords(
            ready=ReadyWord(ready) if ready else None, text=self.cleaned_data["text"]
        )
