"""What is asked in the listening room; cleaned here, kept elsewhere."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from closeknit.domain.library import Question
from closeknit.rooms.listening.actions import EveningPlan
from closeknit.rooms.listening.rules import Act, Seat
from closeknit.ui.keyed import KeyedForm

LONGEST = 300
OWN_WORDS = "own"
SKIPPED = ""
PAUSES = (
    ("20", _("20 minutes")),
    ("60", _("One hour")),
    ("1440", _("Tomorrow at this time")),
)
PAUSE_MINUTES = 20  # when no words and no choice are wanted
STEPS = (
    Act.OTHER_TOPIC,
    Act.AGREE,
    Act.BEGIN,
    Act.FINISH,
    Act.SAY_BACK,
    Act.GOT_IT,
    Act.ALMOST,
    Act.NOT_YET,
    Act.ENOUGH,
    Act.THANK,
    Act.COME_BACK,
    Act.STOP,
)
FELT = (
    ("0", _("Not at all")),
    ("1", _("A little")),
    ("2", _("In part")),
    ("3", _("Mostly")),
    ("4", _("Fully")),
)
EFFORT = (
    ("0", _("Hardly")),
    ("1", _("A little")),
    ("2", _("Somewhat")),
    ("3", _("A good deal")),
    ("4", _("As hard as I could")),
)


class TopicForm(forms.Form):
    """One of a few easy questions, or a topic in own words."""

    question = forms.ChoiceField(label=_("Something easy"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Your own topic, in a few words"), max_length=LONGEST, required=False
    )

    def __init__(self, *args: Any, suggested: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        question = self.fields["question"]
        assert isinstance(question, forms.ChoiceField)  # noqa: S101  tells mypy what stands above
        question.choices = [
            *((each.id, each.text) for each in suggested),
            (OWN_WORDS, _("A topic of our own")),
        ]
        if suggested:
            self.initial.setdefault("question", suggested[0].id)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("question") == OWN_WORDS and not given.get("text"):
            self.add_error("text", _("Write the topic in a few words, or pick one above."))
        return given

    @property
    def topic(self) -> dict[str, str]:
        given = self.cleaned_data
        if given["question"] == OWN_WORDS:
            return {"question": "", "text": given["text"]}
        return {"question": given["question"], "text": ""}


class OpenForm(KeyedForm, TopicForm):
    first = forms.ChoiceField(
        label=_("Who speaks first"),
        choices=[("me", _("I do")), ("other", _("The other"))],
        widget=forms.RadioSelect,
    )
    minutes = forms.ChoiceField(
        label=_("A turn lasts"),
        choices=[("1", _("1 minute")), ("2", _("2 minutes")), ("4", _("4 minutes"))],
        widget=forms.RadioSelect,
    )
    devices = forms.ChoiceField(
        label=_("Where"),
        choices=[
            ("two", _("Each on a phone")),
            ("one", _("This one lies between us")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, partner: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = self.fields["first"]
        assert isinstance(first, forms.ChoiceField)  # noqa: S101  as above
        first.choices = [("me", _("I do")), ("other", partner)]
        usual = {"first": "me", "minutes": "2", "devices": "two"}
        self.initial = {**usual, **self.initial}

    def plan(self) -> EveningPlan:
        given = self.cleaned_data
        return EveningPlan(
            **self.topic,
            i_speak_first=given["first"] == "me",
            is_one_device=given["devices"] == "one",
            turn_lasts=timedelta(minutes=int(given["minutes"])),
        )


class StepForm(forms.Form):
    """One tap; whatever is not understood moves nothing."""

    act = forms.TypedChoiceField(choices=[(each.value, each.value) for each in STEPS], coerce=Act)
    version = forms.IntegerField(min_value=0)
    seat = forms.TypedChoiceField(
        choices=[(each.value, each.name) for each in Seat],
        coerce=lambda value: Seat(int(value)),
        empty_value=None,
        required=False,
    )


class PauseForm(forms.Form):
    version = forms.IntegerField(min_value=0)
    minutes = forms.ChoiceField(
        label=_("Come back in"), choices=PAUSES, widget=forms.RadioSelect, required=False
    )

    def lasts(self) -> timedelta:
        return timedelta(minutes=int(self.cleaned_data.get("minutes") or PAUSE_MINUTES))


class RatingForm(forms.Form):
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    turn = forms.IntegerField(min_value=1, max_value=2, widget=forms.HiddenInput)
    value = forms.TypedChoiceField(
        coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, is_speaker: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        value = self.fields["value"]
        assert isinstance(value, forms.TypedChoiceField)  # noqa: S101  as above
        value.choices = FELT if is_speaker else EFFORT
        value.label = (
            _("How understood did you feel?")
            if is_speaker
            else _("How hard did you try to see it from the other side?")
        )


class ThanksForm(forms.Form):
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text = forms.CharField(label=_("One line of thanks"), max_length=LONGEST, required=False)
