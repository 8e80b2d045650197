"""What a room tells another is a value; a query set would let one room filter another's tables."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path
from pkgutil import resolve_name
from types import ModuleType
from typing import get_type_hints

import pytest
from django.db.models import Manager, QuerySet

import closeknit

PACKAGE = Path(closeknit.__file__).parent
ROOMS = "closeknit.rooms."


def asked_across() -> Iterator[tuple[str, str]]:
    """Find the functions that a module asks of another room's queries: where each is, its name."""
    for path in PACKAGE.rglob("*.py"):
        where = ".".join(("closeknit", *path.relative_to(PACKAGE).with_suffix("").parts))
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for module, name, alias in imported(tree):
            is_queries = name == "queries" or ".queries" in module
            if not is_queries or room_of(module) in ("", room_of(where)):
                continue
            found = resolve_name(f"{module}.{name}")
            if not isinstance(found, ModuleType):
                yield module, name
                continue
            for used in used_of(alias, tree=tree):
                yield found.__name__, used


def imported(tree: ast.AST) -> Iterator[tuple[str, str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                yield node.module, each.name, each.asname or each.name


def used_of(alias: str, *, tree: ast.AST) -> set[str]:
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == alias
    }


def room_of(module: str) -> str:
    return module.removeprefix(ROOMS).partition(".")[0] if module.startswith(ROOMS) else ""


ASKED = sorted(
    {
        (module, name)
        for module, name in asked_across()
        if inspect.isfunction(resolve_name(f"{module}.{name}"))
    }
)


def test_rooms_do_ask_each_other():
    assert ("closeknit.rooms.moments.queries", "since") in ASKED


@pytest.mark.parametrize(("module", "name"), ASKED)
def test_what_another_room_asks_for_is_a_value(module, name):
    answer = get_type_hints(resolve_name(f"{module}.{name}"))["return"]

    assert not holds_rows_to_come(answer), f"{module}.{name} returns {answer}"


def holds_rows_to_come(hint: object) -> bool:
    origin = getattr(hint, "__origin__", hint)
    if inspect.isclass(origin) and issubclass(origin, (QuerySet, Manager)):
        return True
    return any(holds_rows_to_come(each) for each in getattr(hint, "__args__", ()))
