"""Reads the content folder into a Library and keeps, for each item, the file it came from."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, TypeVar

from closeknit.domain.library import entries
from closeknit.domain.library.items import HelpLine, Library, Question
from closeknit.domain.library.kinds import LineSource, Pack, Strand
from closeknit.domain.library.opening import LoadContext, files_of, parsed, text_of, toml_of
from closeknit.domain.library.problems import LibraryError, Problem
from closeknit.domain.library.table import Table

CONTENT = Path(__file__).parents[2] / "content"
SOURCE_LANGUAGE = "en"
_FENCE = "+++"
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")


class Item(Protocol):
    @property
    def id(self) -> str: ...


AnyItem = TypeVar("AnyItem", bound=Item)
Anything = TypeVar("Anything")


@dataclass(frozen=True, slots=True, eq=False)
class LoadResult:
    """A library as far as it could be read, what was wrong, and where each item stands."""

    library: Library
    all_help_lines: tuple[HelpLine, ...]
    problems: tuple[Problem, ...]
    file_of: Mapping[tuple[str, str], str]
    """(kind, id) to the file's path under the content folder; kinds as Library's field names."""


def bundled(*, language: str = SOURCE_LANGUAGE) -> Library:
    """The library that ships with the package, read once per process for everybody."""
    return _bundled(language)


@cache
def _bundled(language: str) -> Library:
    return load(language=language)


def languages(*, root: Path | None = None) -> tuple[str, ...]:
    """The languages that have a folder, the source first; folder names as in `en` or `pt-br`."""
    found = {path.name for path in (root or CONTENT).iterdir() if path.is_dir()}
    others = sorted(name for name in found - {SOURCE_LANGUAGE} if _LANGUAGE.fullmatch(name))
    return (SOURCE_LANGUAGE, *others)


def load(*, language: str = SOURCE_LANGUAGE, root: Path | None = None) -> Library:
    """The library of one language; raises LibraryError naming every file that cannot be read."""
    reading = read(language=language, root=root)
    if reading.problems:
        raise LibraryError(reading.problems)
    return reading.library


def read(*, language: str = SOURCE_LANGUAGE, root: Path | None = None) -> LoadResult:
    """Everything that can be read, with the problems beside it; raises nothing for bad content."""
    context = LoadContext(root=root or CONTENT, language=language)
    if language not in (known := languages(root=context.root)):
        message = f"does not exist; write one of {', '.join(known)}, or add its content there"
        context.problems.append(Problem(language, "folder", message))
    questions = _keyed(context, "questions", _questions(context))
    practices = _keyed(context, "practices", _one_per_file(context, "practices", entries.practice))
    journeys = _keyed(context, "journeys", _one_per_file(context, "journeys", entries.journey))
    faq = _keyed(context, "faq", _prose(context, "faq", entries.faq_entry))
    pages = _keyed(context, "pages", _prose(context, "pages", entries.guide_page))
    references = _keyed(
        context,
        "references",
        _list_file(context, _references_file(context), "reference", entries.reference),
    )
    lines = _help_lines(context)
    library = Library(
        language=language,
        questions=questions,
        practices=practices,
        journeys=journeys,
        faq=faq,
        pages=pages,
        references=references,
        help_lines=_shown(lines),
        hash=hashlib.sha256("\n".join(context.digests).encode()).hexdigest(),
    )
    return LoadResult(
        library, lines, tuple(sorted(context.problems)), MappingProxyType(context.file_of)
    )


def _help_lines(context: LoadContext) -> tuple[HelpLine, ...]:
    path = context.root / "help-lines.toml"
    return tuple(line for line, _ in _list_file(context, path, "line", entries.help_line))


def _shown(lines: Iterable[HelpLine]) -> tuple[HelpLine, ...]:
    """Only seen numbers, by country and kind, the most trusted source first."""
    return tuple(
        sorted(
            (line for line in lines if line.is_seen),
            key=lambda line: (line.country, line.kind, _distrust(line), line.name),
        )
    )


def _distrust(line: HelpLine) -> int:
    return list(LineSource).index(line.source_kind)


def _keyed(
    context: LoadContext, kind: str, items: Iterable[tuple[AnyItem, str]]
) -> Mapping[str, AnyItem]:
    kept: dict[str, AnyItem] = {}
    for item, file in items:
        if item.id in kept:
            first = context.file_of[kind, item.id]
            message = f"{item.id!r} is already used in {first}; write an id of its own"
            context.problems.append(Problem(file, "id", message))
            continue
        kept[item.id] = item
        context.file_of[kind, item.id] = file
    return MappingProxyType(kept)


def _questions(context: LoadContext) -> Iterator[tuple[Question, str]]:
    for path in files_of(context, "questions", ".toml"):
        file, top = toml_of(context, path)
        if top is None:
            continue
        table = Table(top, file=file, problems=context.problems)
        is_pack = "pack" in top
        pack = table.choice("pack", Pack, Pack.APART).value if is_pack else ""
        strand = None if pack else table.choice("strand", Strand, Strand.MEANING)
        for each in table.tables("question"):
            yield entries.question(each, strand=strand, pack=pack), file
        table.refuse_unknown()


def _one_per_file(
    context: LoadContext, folder: str, entry: Callable[[Table], AnyItem]
) -> Iterator[tuple[AnyItem, str]]:
    for path in files_of(context, folder, ".toml"):
        file, top = toml_of(context, path)
        if top is None:
            continue
        item = entry(Table(top, file=file, problems=context.problems))
        _refuse_other_name(context, item, path, file)
        yield item, file


def _prose(
    context: LoadContext, folder: str, entry: Callable[[Table, str], AnyItem]
) -> Iterator[tuple[AnyItem, str]]:
    for path in files_of(context, folder, ".md"):
        file, text = text_of(context, path)
        if text is None:
            continue
        fence, _, rest = text.partition("\n")
        front, closing, body = rest.partition(f"\n{_FENCE}\n")
        if fence.strip() != _FENCE or not closing:
            message = (
                f"is not closed; write the fields between two lines of {_FENCE}, then the text"
            )
            context.problems.append(Problem(file, "front matter", message))
            continue
        if not body.strip():
            context.problems.append(Problem(file, "text", f"is empty; write it below the {_FENCE}"))
        if (top := parsed(context, file, front)) is None:
            continue
        item = entry(Table(top, file=file, problems=context.problems), body.strip())
        _refuse_other_name(context, item, path, file)
        yield item, file


def _list_file(
    context: LoadContext, path: Path, heading: str, entry: Callable[[Table], Anything]
) -> Iterator[tuple[Anything, str]]:
    file, top = toml_of(context, path)
    if top is None:
        return
    table = Table(top, file=file, problems=context.problems)
    for each in table.tables(heading):
        yield entry(each), file
    table.refuse_unknown()


def _references_file(context: LoadContext) -> Path:
    translated = context.root / context.language / "references.toml"
    if translated.exists():
        return translated
    return context.root / SOURCE_LANGUAGE / "references.toml"


def _refuse_other_name(context: LoadContext, item: Item, path: Path, file: str) -> None:
    if item.id and item.id != path.stem:
        message = f"is {item.id!r} but the file is {path.name}; write {path.stem!r}"
        context.problems.append(Problem(file, "id", message))
