"""Sources and help lines: a DOI is a DOI, a line has its page, and no other number is printed."""

import re
from collections import Counter
from collections.abc import Iterator

from closeknit.domain.library.checks.texts import texts
from closeknit.domain.library.items import HelpLine
from closeknit.domain.library.kinds import LineKind, LineSource
from closeknit.domain.library.problems import Problem
from closeknit.domain.library.reader import LoadResult

HELP_LINES = "help-lines.toml"
WORLD = "INT"
_DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>]+[^\s\"<>.,;]")
_DIGIT = re.compile(r"\d")
_NOT_READ = ("not recorded", "not seen", "not re-checked")
_COUNTRY = re.compile(r"[A-Z]{2}|INT")
_LINK_TARGET = re.compile(r"\]\([^)]*\)|https?://\S+|\b10\.\d{4,9}/\S+")
_PHONE = re.compile(r"(?<![\w.])\+?\(?\d(?:[ ()\u00a0-]{0,2}\d){5,}(?![\w%])")
_CALLED = re.compile(r"\b(?:call|dial|ring|phone|text)\s+(\d{3,})\b", re.IGNORECASE)


def reference_problems(reading: LoadResult) -> Iterator[Problem]:
    for reference in reading.library.references.values():
        if reference.doi and not _DOI.fullmatch(reference.doi):
            yield Problem(
                reading.file_of["references", reference.id],
                f"reference[{reference.id}].doi",
                f"{reference.doi!r} is no DOI; write it as 10.1234/rest, or leave it empty",
            )
        if reference.is_checked:
            for field in ("design", "n", "population", "effect"):
                if getattr(reference, field).lower().startswith(_NOT_READ):
                    yield Problem(
                        reading.file_of["references", reference.id],
                        f"reference[{reference.id}].status",
                        f'is "V", but {field} was not read; write "P", or read it',
                    )


def help_line_problems(reading: LoadResult) -> Iterator[Problem]:
    lines = reading.all_help_lines
    for line in lines:
        for field, message in _faults(line):
            yield Problem(HELP_LINES, f"line[{line.country} {line.name}].{field}", message)
    counted = Counter((line.country, line.name, line.number) for line in lines)
    for (country, name, _), times in counted.items():
        if times > 1:
            yield Problem(HELP_LINES, f"line[{country} {name}]", "stands twice; remove one")
    for country in sorted({line.country for line in lines} - {WORLD}):
        own = [line for line in lines if line.country == country and line.is_seen]
        if not any(line.kind is LineKind.EMERGENCY for line in own):
            message = "has no emergency number that was seen; add it with its page"
            yield Problem(HELP_LINES, f"line[{country}]", message)


def _faults(line: HelpLine) -> Iterator[tuple[str, str]]:
    if not _COUNTRY.fullmatch(line.country):
        yield "country", f"is {line.country!r}; write two capitals such as DE, or {WORLD}"
    if not line.number and not line.url:
        yield "number", "and url are empty; write at least one"
    if line.source_kind is not LineSource.CODE_FILE and not line.source.startswith(
        ("https://", "http://")
    ):
        yield "source", "is no address; write the page on which the number was read"


def number_problems(reading: LoadResult) -> Iterator[Problem]:
    """A telephone number in prose that is not a seen line of the list."""
    known = {digits for line in reading.library.help_lines for digits in _dialled(line.number)}
    for text in texts(reading):
        if not _DIGIT.search(text.words):
            continue
        plain = _LINK_TARGET.sub(" ", text.words)
        for written in (*_PHONE.findall(plain), *_CALLED.findall(plain)):
            if re.sub(r"\D", "", written) not in known:
                message = f"prints the number {written!r}; link to the help page instead"
                yield Problem(text.file, text.field, message)


def _dialled(number: str) -> Iterator[str]:
    """Digits of each number in a line; one line may hold several, split by words or slashes."""
    for part in re.split(r"[^\d\s()+\u00a0-]+", number):
        if digits := re.sub(r"\D", "", part):
            yield digits
