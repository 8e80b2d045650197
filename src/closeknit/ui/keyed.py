"""The form of whatever makes a row: the page gives the row its id before it is sent."""

from typing import Any
from uuid import UUID, uuid4

from django import forms


class KeyedForm(forms.Form):
    """A form that makes one row, however often it is sent."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid4())

    def clean_key(self) -> UUID:
        """A form that lost its key still makes its row, once."""
        return self.cleaned_data["key"] or uuid4()
