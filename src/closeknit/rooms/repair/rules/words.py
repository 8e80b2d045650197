"""How the words of a tool go into a sealed row and come out again; no Django."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Words = TypeVar("Words", bound="DataclassInstance")


def to_words(words: "DataclassInstance") -> dict[str, str]:
    return {name: value for name, value in asdict(words).items() if value}


def from_words(kind: type[Words], plain: Mapping[str, Any]) -> Words:
    """Read the fields of `kind`; what is missing is empty, what is unknown is left out."""
    return kind(**{each.name: plain.get(each.name) or "" for each in fields(kind)})


def is_empty(words: "DataclassInstance") -> bool:
    return not any(value.strip() for value in to_words(words).values())
