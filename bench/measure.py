"""Prints the numbers to watch beside their aims: `make measure`, `ARGS=--tests` with a time too.

Aims are from the house rules in CONTRIBUTING.md, exceptions with their reasons from limits.py.
It looks at what git knows under src. It prints and never fails a build: a number past its limit is
a reason to stop and think, and what the thought came to is written down in limits.py.
"""

import ast
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from limits import FAN_IN, FAN_OUT, GATHERERS, IGNORED_IMPORTS, OWN, VIEWS_FAN_OUT

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src"
GATHERING = tuple(f"{OWN}.{name}" for name in GATHERERS)
BRANCHES = (
    ast.If,
    ast.For,
    ast.While,
    ast.ExceptHandler,
    ast.IfExp,
    ast.Assert,
    ast.comprehension,
    ast.match_case,
)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Figure:
    """A number, its aim, the point to stop and think at; less is better unless `more_is_better`."""

    name: str
    value: float
    aim: float
    stop: float
    more_is_better: bool = False
    note: str = ""
    """Which one it is about; printed once it is past its aim."""

    @property
    def verdict(self) -> str:
        worse = (lambda a, b: a < b) if self.more_is_better else (lambda a, b: a > b)
        if worse(self.value, self.stop):
            return f"STOP AND THINK  {self.note}"
        return f"above the aim  {self.note}" if worse(self.value, self.aim) else ""


@dataclass(frozen=True)
class Module:
    name: str
    lines: int
    tree: ast.Module

    @property
    def functions(self) -> Iterator[Function]:
        for node in ast.walk(self.tree):
            if isinstance(node, Function):
                yield node


def main() -> None:
    modules = list(read_modules())
    figures = [
        *sizes(modules),
        *shapes(modules),
        *knots(modules),
        *(times() if "--tests" in sys.argv else ()),
    ]
    print(f"{'number':44} {'is':>8} {'aim':>8} {'stop':>8}")
    for each in figures:
        print(f"{each.name:44} {each.value:8g} {each.aim:8g} {each.stop:8g}  {each.verdict}")
    print("Limits of their own, and why:")
    for limit in FAN_IN:
        print(f"  {limit.module}: {limit.reason}")
    print(json.dumps({"bench": "measure", "figures": {each.name: each.value for each in figures}}))


def read_modules() -> Iterator[Module]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "src/*.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for line in sorted(set(listed.stdout.splitlines())):
        path = ROOT / line
        if "migrations" in path.parts or not path.exists():
            continue
        text = path.read_text(encoding="utf-8")
        parts = path.relative_to(SOURCE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if text.strip():
            yield Module(name=name, lines=len(text.splitlines()), tree=ast.parse(text))


def sizes(modules: Sequence[Module]) -> Iterator[Figure]:
    files = {module.name: module.lines for module in modules}
    functions = lengths(modules)
    views = lengths([module for module in modules if is_views(module)])
    yield Figure("lines per file, median", median(files.values()), 60, 120)
    yield Figure("lines per file, p95", p95([*files.values()]), 250, 320)
    yield widest("lines per file, longest", files, 400, 400)
    yield Figure("lines per function, median", median(functions.values()), 8, 14)
    yield Figure("lines per function, p95", p95([*functions.values()]), 35, 45)
    yield widest("lines per function, longest", functions, 60, 60)
    yield widest("lines per view, longest", views, 25, 45)


def lengths(modules: Sequence[Module]) -> dict[str, int]:
    return {
        f"{module.name}:{each.lineno} {each.name}": length(each)
        for module in modules
        for each in module.functions
    }


def widest(name: str, counts: Mapping[str, int], aim: float, stop: float) -> Figure:
    """Return the largest count, with the names of all that are past the aim."""
    past = sorted((each for each in counts if counts[each] > aim), key=lambda each: -counts[each])
    note = ", ".join(f"{each.removeprefix(f'{OWN}.')} ({counts[each]})" for each in past[:3])
    more = f" and {len(past) - 3} more" if len(past) > 3 else ""
    return Figure(name, max(counts.values()), aim, stop, note=note + more)


def shapes(modules: Sequence[Module]) -> Iterator[Figure]:
    functions = [each for module in modules for each in module.functions]
    typed = sum(each.returns is not None for each in functions)
    share = 100 * typed / len(functions)
    yield Figure("complexity, p95", p95([complexity(each) for each in functions]), 6, 10)
    yield Figure("return types, %", round(share, 1), 100, 98, more_is_better=True)


def knots(modules: Sequence[Module]) -> Iterator[Figure]:
    names = {module.name for module in modules}
    arrows = {module.name: imports(module, names) for module in modules}
    into = {name: sum(name in found for found in arrows.values()) for name in names}
    own = {limit.name for limit in FAN_IN}
    out = {name: len(found) for name, found in arrows.items()}
    gather = {name: count for name, count in out.items() if name.startswith(GATHERING)}
    yield Figure("import cycles", len(cycles(arrows)), 0, 0)
    yield Figure("local imports of own code", sum(map(local_imports, modules)), 0, 0)
    ignored = ignored_contracts()
    yield Figure("ignored imports in contracts", ignored, IGNORED_IMPORTS, IGNORED_IMPORTS)
    yield widest("fan-in, widest", {name: into[name] for name in names - own}, 15, 25)
    for limit in FAN_IN:
        count = into.get(limit.name, 0)
        yield Figure(f"fan-in of {limit.module}", count, limit.limit, limit.limit)
    views = {name: out[name] for name in names - {*gather} if ".views" in name}
    others = {name: out[name] for name in names - {*gather, *views}}
    yield widest("fan-out, widest", others, 8, FAN_OUT)
    yield widest("fan-out of views, widest", views, VIEWS_FAN_OUT, VIEWS_FAN_OUT)
    yield widest("fan-out of the gatherers, widest", gather, 18, 18)


def times() -> Iterator[Figure]:
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "tests/domain"],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    yield Figure("domain tests, s", round(time.perf_counter() - started, 1), 5, 15)


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def complexity(function: Function) -> int:
    """Return McCabe's number: one, and one for each branch and each extra boolean operand."""
    nodes = list(ast.walk(function))
    operands = sum(len(node.values) - 1 for node in nodes if isinstance(node, ast.BoolOp))
    return 1 + operands + sum(isinstance(node, BRANCHES) for node in nodes)


def is_views(module: Module) -> bool:
    return "views" in module.name.split(".")


def imports(module: Module, names: set[str]) -> set[str]:
    """Return the modules of ours that a module imports, packages resolved to their modules."""
    found: set[str] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == OWN:
            whole = {f"{node.module}.{alias.name}" for alias in node.names} & names
            found |= whole or {str(node.module)} & names
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & names
    return found - {module.name}


def local_imports(module: Module) -> int:
    """Count imports of our own code that stand inside a function."""
    inside = (node for function in module.functions for node in ast.walk(function))
    return sum(
        isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == OWN
        for node in inside
    )


def ignored_contracts() -> int:
    text = (ROOT / ".importlinter").read_text(encoding="utf-8")
    return len(re.findall(r"^ignore_imports", text, re.MULTILINE))


def cycles(arrows: Mapping[str, Iterable[str]]) -> list[set[str]]:
    """Return each knot of modules that reach one another (Tarjan 1972)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[set[str]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for target in arrows.get(name, ()):
            if target not in index:
                visit(target)
                low[name] = min(low[name], low[target])
            elif target in stack:
                low[name] = min(low[name], index[target])
        if low[name] == index[name]:
            at = stack.index(name)
            knot = set(stack[at:])
            del stack[at:]
            if len(knot) > 1:
                found.append(knot)

    for name in arrows:
        if name not in index:
            visit(name)
    return found


def p95(values: Sequence[float]) -> float:
    return round(quantiles(values, n=20)[-1], 1) if len(values) > 1 else values[0]


if __name__ == "__main__":
    main()
