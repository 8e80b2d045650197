"""What people type in this room; cleaned here, saved by the actions."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from closeknit.domain.library import Strand
from closeknit.rooms.questions.queries.album import packs
from closeknit.ui.keyed import KeyedForm
from closeknit.ui.written import WrittenField

LONGEST_ANSWER = 12_000  # characters, about four pages
LONGEST_GUESS = 2_000
LONGEST_QUESTION = 300
PACK_NAMES = {
    "apart": _("When you are apart"),
    "faith": _("Faith"),
    "growing-older": _("Growing older"),
    "illness": _("Living with illness"),
    "money": _("Money"),
    "new-together": _("New together"),
    "parents": _("Parents"),
}


class WordsField(WrittenField):
    """A place to write; too long is said, never cut."""

    def __init__(self, *, longest: int, **options: Any) -> None:
        too_long = _("That is longer than fits here. The most is %(limit_value)d characters.")
        super().__init__(
            rows=10,
            attrs={"autocomplete": "off"},
            validators=[MaxLengthValidator(longest, too_long)],
            **options,
        )


class GuessForm(forms.Form):
    guess = WordsField(longest=LONGEST_GUESS, required=False)


class AnswerForm(GuessForm):
    question = forms.CharField(max_length=60, widget=forms.HiddenInput)
    text = WordsField(
        longest=LONGEST_ANSWER,
        error_messages={"required": _("Write a few words first, or choose “Not tonight”.")},
    )


class DraftForm(GuessForm):
    text = WordsField(longest=LONGEST_ANSWER, required=False, strip=False)


class ReplyForm(KeyedForm):
    text = WordsField(
        longest=LONGEST_ANSWER,
        label=_("A word back"),
        error_messages={"required": _("Write a few words first.")},
    )


class OwnQuestionForm(KeyedForm):
    text = WordsField(
        longest=LONGEST_QUESTION,
        label=_("Your question"),
        error_messages={"required": _("Write your question first.")},
    )


class AlbumForm(forms.Form):
    """Which answers to show, from the address."""

    strand = forms.TypedChoiceField(
        choices=[(each.value, each.value) for each in Strand],
        coerce=Strand,
        empty_value=None,
        required=False,
    )


class ChoicesForm(forms.Form):
    packs = forms.MultipleChoiceField(
        label=_("Packs"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    deeper = forms.BooleanField(label=_("I am open to the bravest questions"), required=False)
    desire = forms.BooleanField(label=_("I am open to questions about desire"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["packs"]
        if isinstance(offered, forms.MultipleChoiceField):
            offered.choices = [(name, PACK_NAMES.get(name, name)) for name in packs()]
