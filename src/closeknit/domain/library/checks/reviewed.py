"""What a second person compared with its source stays as it was compared, to the last digit.

`reviewed.toml` holds a print of each help line that is shown and of each source, and what each
practice excludes. It is no proof, but a change of these takes two files, and says so.
"""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import astuple
from pathlib import Path

from closeknit.domain.library.items import (
    FaqEntry,
    GuidePage,
    HelpLine,
    Journey,
    Practice,
    Question,
    Reference,
)
from closeknit.domain.library.problems import Problem
from closeknit.domain.library.reader import LoadResult
from closeknit.domain.library.table import Table

REVIEWED = "reviewed.toml"
CONSENT = "consent gate"
_PRINT_LENGTH = 16
GUARDED = ("practices", "journeys", "faq", "pages", "questions")
_HEADINGS = ("help_lines", "references", *GUARDED)


def print_of(item: HelpLine | Reference) -> str:
    """Sixteen hexadecimal digits over all that is known of a line or a source."""
    return _print(*astuple(item))


def name_of(line: HelpLine) -> str:
    return f"{line.country} {line.name}"


def guards_of(item: Practice | FaqEntry | GuidePage | Journey | Question) -> list[str]:
    """What may not go from an item: whom it is not for, its grade, the words of caution."""
    match item:
        case Practice():
            gate = [CONSENT] if item.consent_gate else []
            words = _print(item.caution, item.stop_if)
            told = [f"grade: {item.grade}", f"caution and stop_if: {words}"]
            return sorted([*map(str, item.contraindications), *gate, *told])
        case FaqEntry():
            return ["safety"] if item.safety else []
        case Journey():
            flags = [*map(str, item.excluded_flags)]
            return sorted([*flags, f"refer: {_print(*item.refer)}"])
    return []


def _print(*words: object) -> str:
    joined = "\x1f".join(map(str, words))
    return hashlib.sha256(joined.encode()).hexdigest()[:_PRINT_LENGTH]


def reviewed_file_problems(top: Mapping[str, object], *, file: str) -> Iterator[Problem]:
    problems: list[Problem] = []
    table = Table(top, file=file, problems=problems)
    for heading in _HEADINGS:
        table.mapping(heading)
    table.refuse_unknown()
    yield from problems


def reviewed_problems(reading: LoadResult, *, root: Path) -> Iterator[Problem]:
    """What differs from the review; a file that is there was looked through before."""
    if not (root / REVIEWED).exists():
        yield Problem(REVIEWED, "file", "cannot be opened; add it, with a print of each source")
        return
    top = tomllib.loads((root / REVIEWED).read_text("utf-8"))
    lines = {name_of(line): print_of(line) for line in reading.library.help_lines}
    sources = {each.id: print_of(each) for each in reading.library.references.values()}
    yield from _compared(lines, top["help_lines"], "help_lines", "the page it was read on")
    yield from _compared(sources, top["references"], "references", "the source itself")
    yield from _guarded(reading, top)


def _compared(
    now: Mapping[str, str], then: Mapping[str, object], heading: str, where: str
) -> Iterator[Problem]:
    for name, print_now in now.items():
        if then.get(name) != print_now:
            what = "was changed since it was reviewed" if name in then else "was not reviewed"
            remedy = f'compare it with {where}, then write "{name}" = "{print_now}"'
            yield Problem(REVIEWED, f"{heading}[{name}]", f"{what}; {remedy}")
    for name in then.keys() - now.keys():
        message = "is reviewed but no longer there; bring it back, or remove its print"
        yield Problem(REVIEWED, f"{heading}[{name}]", message)


def _guarded(reading: LoadResult, top: Mapping[str, object]) -> Iterator[Problem]:
    for kind in GUARDED:
        items = getattr(reading.library, kind)
        then = top[kind]
        for name, guards in then.items() if isinstance(then, dict) else ():
            if name not in items:
                message = "is reviewed but no longer there; bring it back, marked as retired"
                yield Problem(REVIEWED, f"{kind}[{name}]", message)
                continue
            lost = set(guards if isinstance(guards, list) else ()) - set(guards_of(items[name]))
            for guard in sorted(lost):
                message = f"lost {guard!r}, which a review asked for; bring it back, or review it"
                yield Problem(reading.file_of[kind, name], "review", message)
