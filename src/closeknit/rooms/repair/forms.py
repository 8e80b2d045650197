"""What people write with the repair tools; cleaned here, saved by the actions."""

from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from closeknit.rooms.repair.rules.apology import ApologyWords
from closeknit.rooms.repair.rules.loop import HalfWords
from closeknit.rooms.repair.rules.opening import OpeningWords
from closeknit.rooms.repair.rules.pausing import MINUTES, USUAL, PauseWords
from closeknit.rooms.repair.rules.words import from_words
from closeknit.rooms.repair.rules.writing import WritingWords
from closeknit.ui.keyed import KeyedForm
from closeknit.ui.written import WrittenField

SHORT, LONG = 300, 2000
Words = TypeVar("Words", OpeningWords, ApologyWords, HalfWords, PauseWords, WritingWords)


def _line(label: Any, *, required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, max_length=SHORT, required=required)


def _place(label: Any, *, rows: int = 2, required: bool = False) -> WrittenField:
    return WrittenField(
        label=label,
        max_length=LONG,
        required=required,
        rows=rows,
    )


class WordsForm(forms.Form):
    """A form whose fields are the fields of one kind of words."""

    def read(self, kind: type[Words]) -> Words:
        """Return the cleaned words; of an unfinished form, those that are fit to keep."""
        return from_words(kind, self.cleaned_data)


class OpeningForm(KeyedForm, WordsForm):
    """Looked at with gaps; handed over or read aloud only when whole."""

    feeling = _line(_("I felt"))
    fact = _line(_("when"))
    request = _line(_("I would like"))

    def __init__(self, *args: Any, is_whole: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("feeling", "fact", "request"):
            self.fields[name].required = is_whole


class ApologyForm(KeyedForm, WordsForm):
    did = _place(_("What I did"))
    meant = _place(_("What it may have been like for you"))
    regret = _place(_("What I regret"))
    came = _place(_("How it came about"))
    change = _place(_("What I will change"))
    mend = _place(_("How I can put it right"))

    def __init__(self, *args: Any, is_whole: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["did"].required = is_whole


class HalfForm(KeyedForm, WordsForm):
    does = _place(_("What I do in it"), required=True)
    feels = _place(_("What I feel under it"), required=True)
    fears = _place(_("What I fear it means"))
    steps_out = _place(_("Where I could step out, and how"))
    name = _line(_("A light name for this loop"))


class PauseForm(WordsForm):
    sign = _line(_("Our word or sign"), required=True)
    minutes = forms.TypedChoiceField(
        label=_("How long"),
        choices=[
            (str(each), ngettext_lazy("%(num)s minute", "%(num)s minutes", each) % {"num": each})
            for each in MINUTES
        ],
        initial=str(USUAL),
        widget=forms.RadioSelect,
    )
    where = _place(_("Where each of us goes"))
    back = _place(_("How we come back"))


class WritingForm(WordsForm):
    happened = _place(_("What happened, facts only"))
    outsider = _place(_("How a kind outsider would tell it"), rows=4)
    obstacle = _place(_("What could get in the way next time"))
    line = _place(_("One line to take along"))
