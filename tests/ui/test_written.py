import importlib
import pkgutil

import pytest
from django import forms

import closeknit.rooms
from closeknit.ui.written import WrittenField


def every_form() -> list[type[forms.Form]]:
    for module in pkgutil.walk_packages(closeknit.rooms.__path__, "closeknit.rooms."):
        if module.name.endswith("forms"):
            importlib.import_module(module.name)
    waiting, found = [forms.Form], []
    while waiting:
        some = [each for form in waiting for each in form.__subclasses__()]
        found += [form for form in some if form.__module__.startswith("closeknit.rooms.")]
        waiting = some
    return found


def test_each_place_for_several_lines_counts_a_line_break_once():
    places = [
        (form.__name__, name, field)
        for form in every_form()
        for name, field in form.base_fields.items()
        if isinstance(field.widget, forms.Textarea)
    ]

    assert len(places) > 10
    assert [place[:2] for place in places if not isinstance(place[2], WrittenField)] == []


@pytest.mark.parametrize("line_break", ["\r\n", "\r", "\n"])
def test_words_with_line_breaks_fit_to_the_last_character(line_break):
    field = WrittenField(max_length=1000)
    words = "\n".join(["x" * 19] * 50)
    assert len(words) == 999

    assert field.clean(words.replace("\n", line_break) + "x") == words + "x"
    with pytest.raises(forms.ValidationError, match="1001"):
        field.clean(words.replace("\n", line_break) + "xx")


def test_nothing_written_stays_nothing():
    assert WrittenField(required=False).clean(None) == ""
