from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from closeknit.rooms.guide.countries import countries_by_name
from closeknit.rooms.guide.rules import Concern

_YES, _NO_OR_SKIP = "1", "0"
_WORDS = {
    Concern.DANGER: _("Is somebody at risk of being hurt today?"),
    Concern.SEVERE: _("Has there been a weapon, choking, or a threat to kill?"),
    Concern.FEAR: _("Do you sometimes fear how your partner will react?"),
    Concern.CONTROL: _("Does your partner check or limit your phone, money, friends or steps?"),
    Concern.HARM: _("Has your partner hit, pushed, held down or threatened you?"),
    Concern.PRESSURE: _("Does a no to sex or touch have a price?"),
    Concern.LIFE: _("Do you think of hurting yourself, or of not living any more?"),
    Concern.OWN: _("Do you sometimes scare or hurt your partner?"),
}


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Search the Guide"), required=False, max_length=200)


class CountryForm(forms.Form):
    """Choose a country; one that the data does not hold is no country."""

    country = forms.ChoiceField(label=_("Your country"), required=False)

    def __init__(self, data: Mapping[str, str] | None, *, countries: frozenset[str]) -> None:
        super().__init__(data)
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [("", _("Another country")), *countries_by_name(countries)]


class SafetyForm(forms.Form):
    """Every question has an answer marked from the start, so each sending has the same length."""

    def __init__(self, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data)
        for concern, words in _WORDS.items():
            self.fields[concern.value] = forms.ChoiceField(
                label=words,
                choices=[(_YES, _("Yes")), (_NO_OR_SKIP, _("No, or skip"))],
                initial=_NO_OR_SKIP,
                required=False,
                widget=forms.RadioSelect,
            )

    def named(self) -> frozenset[Concern]:
        """Return what was said yes to; anything unreadable counts as skipped."""
        self.is_valid()
        return frozenset(
            concern for concern in Concern if self.cleaned_data.get(concern.value) == _YES
        )
