from dataclasses import FrozenInstanceError, fields, is_dataclass

import pytest

from closeknit.domain import vault

VALUES = [value for value in vars(vault).values() if is_dataclass(value)]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.__name__)
def test_no_value_of_the_vault_can_be_changed_in_place(value):
    blank = value(*[b""] * len(fields(value)))

    with pytest.raises(FrozenInstanceError):
        setattr(blank, fields(value)[0].name, b"x")


def test_every_public_name_is_there_and_listed_once():
    listed = vault.__all__

    assert len(VALUES) == 11
    assert len(set(listed)) == len(listed)
    assert all(hasattr(vault, name) for name in listed)
