"""What people write in a meeting, and the hour they choose; cleaned here, saved elsewhere."""

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from closeknit.rooms.meetings.rules.agenda import PlanWords
from closeknit.rooms.meetings.rules.invite import WeeklyHour
from closeknit.ui.written import WrittenField

LONGEST = 2000


class NoteForm(forms.Form):
    text = WrittenField(
        label=_("Your note"),
        max_length=LONGEST,
        required=False,
        rows=4,
    )


class PlanForm(forms.Form):
    text = WrittenField(
        label=_("One plan"),
        max_length=LONGEST,
        required=False,
        rows=3,
    )
    day = forms.DateField(
        label=_("On which day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def words(self) -> PlanWords:
        return PlanWords(text=self.cleaned_data["text"], day=self.cleaned_data["day"])


class HourForm(forms.Form):
    weekday = forms.TypedChoiceField(
        label=_("Day of the week"), choices=list(WEEKDAYS.items()), coerce=int, initial=6
    )
    at = forms.TimeField(
        label=_("Time"),
        initial="20:00",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def hour(self, *, zone: str) -> WeeklyHour:
        return WeeklyHour(
            weekday=self.cleaned_data["weekday"], at=self.cleaned_data["at"], zone=zone
        )
