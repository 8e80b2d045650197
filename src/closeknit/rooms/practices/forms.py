"""What people look for in the library and note about a practice; cleaned here, saved elsewhere."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from closeknit.domain.library import Mode, Strand
from closeknit.rooms.practices.queries import Wish
from closeknit.rooms.practices.rules.notes import Done, Opinion, Rating
from closeknit.ui.keyed import KeyedForm
from closeknit.ui.written import WrittenField

LONGEST = 1000


class WishForm(forms.Form):
    """A GET form; whatever in it is not understood is left open."""

    strand = forms.ChoiceField(
        label=_("What for"),
        choices=[
            ("", _("Anything")),
            (Strand.LISTENING.value, _("Listening")),
            (Strand.APPRECIATION.value, _("Appreciation")),
            (Strand.MEANING.value, _("Talking")),
            (Strand.AFFECTION.value, _("Affection")),
            (Strand.VULNERABILITY.value, _("Opening up")),
            (Strand.REPAIR.value, _("Repair")),
        ],
        required=False,
    )
    minutes = forms.ChoiceField(
        label=_("Time"),
        choices=[
            ("", _("Any length")),
            ("5", _("Up to 5 minutes")),
            ("10", _("Up to 10 minutes")),
            ("20", _("Up to 20 minutes")),
            ("45", _("Up to 45 minutes")),
        ],
        required=False,
    )
    mode = forms.ChoiceField(
        label=_("Where you are"),
        choices=[
            ("", _("Anywhere")),
            (Mode.TOGETHER.value, _("Together")),
            (Mode.REMOTE.value, _("Apart")),
            (Mode.SOLO.value, _("On my own")),
        ],
        required=False,
    )

    def wish(self) -> Wish:
        self.is_valid()
        strand, minutes, mode = (
            self.cleaned_data.get(name, "") for name in ("strand", "minutes", "mode")
        )
        return Wish(
            strand=Strand(strand) if strand else None,
            mode=Mode(mode) if mode else None,
            most_minutes=int(minutes) if minutes else None,
        )


class DoneForm(KeyedForm):
    rating = forms.ChoiceField(
        label=_("How was it for you?"),
        choices=[
            (Rating.HELPED.value, _("It helped")),
            (Rating.NEUTRAL.value, _("It was neither here nor there")),
            (Rating.NOT_FOR_ME.value, _("It is not for me")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    words = WrittenField(
        label=_("A note to yourself"),
        max_length=LONGEST,
        required=False,
        rows=2,
    )

    def done(self, *, slug: str, edition: int, on: date) -> Done:
        rating = self.cleaned_data["rating"]
        return Done(
            slug=slug,
            edition=edition,
            done_on=on,
            rating=Rating(rating) if rating else None,
            words=self.cleaned_data["words"],
        )


class OpinionForm(forms.Form):
    opinion = forms.ChoiceField(
        choices=[("", ""), *((each.value, each.value) for each in Opinion)], required=False
    )

    def chosen(self) -> Opinion | None:
        kept = self.cleaned_data["opinion"]
        return Opinion(kept) if kept else None


class StepForm(forms.Form):
    """Which step to go to, and whether it is done on one's own."""

    to = forms.IntegerField(min_value=1, max_value=99)
    alone = forms.BooleanField(required=False)
