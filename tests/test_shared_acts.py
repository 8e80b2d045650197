"""Each address that takes a POST is a shared act or a private one, and none has a counted id."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver
from django.urls.converters import IntConverter, UUIDConverter
from shared_acts import PRIVATE_ACTS, SHARED_ACTS
from test_every_url import CASES

_POSTS = re.compile(r"require_POST|\.POST\b|\"POST\"")
_NAMES = frozenset({"secret", "slug", "source_id", "part", "name", "stage", "date"})


def patterns(resolver=None, space: str = "") -> Iterator[tuple[str, Any]]:
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each, each.namespace or space)
        else:
            yield (f"{space}:{each.name}" if space else each.name), each


def takes_post(view) -> bool:
    """Tell by its own words whether a view does something on a POST; allauth's are classes."""
    made = getattr(view, "view_class", None)
    if made is not None:
        return hasattr(made, "post")
    return _POSTS.search(inspect.getsource(inspect.unwrap(view))) is not None


@pytest.mark.parametrize("name", sorted(CASES))
def test_every_address_that_takes_a_post_is_a_shared_act_or_a_private_one(name):
    view = dict(patterns())[name].callback
    declared = (name in SHARED_ACTS) + (name in PRIVATE_ACTS)

    assert declared <= 1
    assert declared == 1 or not takes_post(view)


def test_the_table_names_no_address_that_is_not_there():
    assert set(CASES) >= {*SHARED_ACTS, *PRIVATE_ACTS}


def test_no_address_holds_a_counted_id():
    for name, pattern in patterns():
        for argument, converter in pattern.pattern.converters.items():
            assert not isinstance(converter, IntConverter), name
            assert argument in _NAMES or isinstance(converter, UUIDConverter), name
