"""The field for words of several lines, counted as their writer sees them."""

from typing import Any

from django import forms


class WrittenField(forms.CharField):
    """A place to write several lines; each line break counts as one character.

    Browsers send a line break as two characters, whatever was typed (HTML, "form submission").
    """

    def __init__(
        self, *, rows: int = 2, attrs: dict[str, Any] | None = None, **options: Any
    ) -> None:
        widget = forms.Textarea(attrs={"rows": rows, **(attrs or {})})
        super().__init__(**{"widget": widget, **options})

    def to_python(self, value: Any) -> str:
        plain = value if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n")
        return str(super().to_python(plain))
