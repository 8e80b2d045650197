"""Nothing in the content folder is lost in silence: each file has its place, or is named."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from closeknit.domain.library.careful import advice_problems
from closeknit.domain.library.checks.reviewed import REVIEWED, reviewed_file_problems
from closeknit.domain.library.checks.sources import HELP_LINES
from closeknit.domain.library.kinds import Pack, Strand
from closeknit.domain.library.problems import Problem
from closeknit.domain.library.reader import SOURCE_LANGUAGE, languages

MOST_BYTES = 1_000_000
CAREFUL_WORDS = "careful-words.toml"
_SUFFIXES: Mapping[str, str] = {
    "questions": ".toml",
    "practices": ".toml",
    "journeys": ".toml",
    "faq": ".md",
    "pages": ".md",
    "demo": ".toml",
}
_BESIDE = frozenset({"references.toml", CAREFUL_WORDS})
_STORY = {"year.toml": "couple", "evenings.toml": ""}
"""The sample couple's files, and a table that they cannot do without."""


def place_problems(root: Path) -> list[Problem]:
    """Every file or folder that would not be read as what it is; none is opened."""
    return sorted(_folder(root, root=root))


def aside_problems(root: Path) -> Iterator[Problem]:
    """What others than the reader read: the review, the careful words, the sample couple."""
    if (path := root / REVIEWED).exists():
        yield from _looked_through(path, root, reviewed_file_problems)
    for language in languages(root=root):
        yield from _aside(root, language)


def _folder(folder: Path, *, root: Path) -> Iterator[Problem]:
    for path in sorted(folder.iterdir()):
        place = path.relative_to(root).as_posix()
        if path.is_symlink():
            yield Problem(place, "file", "is a link to elsewhere; put the file itself here")
        elif path.is_dir():
            yield from _subfolder(path, place, root=root)
        elif not path.is_file():
            yield Problem(place, "file", "is no plain file; put one here, or remove it")
        elif path.stat().st_size > MOST_BYTES:
            most = f"{MOST_BYTES // 1000} kB"
            yield Problem(place, "file", f"is larger than {most}; split it, or remove it")
        elif remedy := _misplaced(place.split("/")):
            yield Problem(place, "file", f"would not be read; {remedy}")


def _subfolder(path: Path, place: str, *, root: Path) -> Iterator[Problem]:
    match place.split("/"):
        case [language] if language in languages(root=root):
            yield from _folder(path, root=root)
        case [_]:
            yield Problem(place, "folder", "is no language such as en or pt-br; rename it")
        case [_, kind] if kind in _SUFFIXES:
            yield from _folder(path, root=root)
        case [_, _]:
            names = ", ".join(_SUFFIXES)
            yield Problem(place, "folder", f"would not be read; the folders are {names}")
        case _:
            yield Problem(place, "folder", "would not be read; move its files one folder up")


def _misplaced(parts: list[str]) -> str:
    """What to do with a file that has no place; empty where it has one."""
    match parts:
        case [name]:
            known = name in {HELP_LINES, REVIEWED}
            return "" if known else f"move it to a language, or remove it; here is {HELP_LINES}"
        case [_, name]:
            return "" if name in _BESIDE else f"here stand {', '.join(sorted(_BESIDE))}"
        case [_, "demo", name]:
            return "" if name in _STORY else f"the story is in {', '.join(_STORY)}"
        case [_, "questions", name]:
            return _misnamed_questions(name)
        case [_, kind, name]:
            suffix = _SUFFIXES[kind]
            return "" if name.endswith(suffix) else f"name it as <id>{suffix}"
    return "move it where it is read"


def _misnamed_questions(name: str) -> str:
    known = [f"{strand}.toml" for strand in Strand] + [f"pack-{pack}.toml" for pack in Pack]
    return "" if name in known else f"the names are {', '.join(known)}"


def _aside(root: Path, language: str) -> Iterator[Problem]:
    careful = root / language / CAREFUL_WORDS
    if careful.exists():
        yield from _looked_through(careful, root, advice_problems)
    if language == SOURCE_LANGUAGE:
        for name in _STORY:
            if (path := root / language / "demo" / name).exists():
                yield from _looked_through(path, root, _story_problems)


def _story_problems(top: Mapping[str, object], *, file: str) -> Iterator[Problem]:
    needed = _STORY[file.rpartition("/")[2]]
    if needed and needed not in top:
        yield Problem(file, needed, f"is missing; write it under [{needed}]")


def _looked_through(
    path: Path, root: Path, look: Callable[..., Iterator[Problem]]
) -> Iterator[Problem]:
    file = path.relative_to(root).as_posix()
    try:
        top = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        yield Problem(file, "TOML", f"cannot be read: {error}; mend that line")
    except UnicodeDecodeError:
        yield Problem(file, "file", "is not UTF-8; save it as UTF-8")
    else:
        yield from look(top, file=file)
