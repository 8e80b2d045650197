"""A figure that is printed beside a source is one that the source's entry holds."""

import re
from collections.abc import Iterable, Iterator, Mapping

from closeknit.domain.library.items import Reference
from closeknit.domain.library.problems import Problem
from closeknit.domain.library.reader import LoadResult

_LINK = re.compile(r"\[[^\]]*\]\([^)]*\)")
_CITED = re.compile(r"\(ref:([^)\s]+)\)")
_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*#>]|\d+\.))")
_ORDINAL = re.compile(r"^\W*\d+\.\s")
_OF_A_HUNDRED = re.compile(r"\bin (?:100|a hundred)\b")
_FIGURE = re.compile(r"(?<![\w.])\.?\d[\d,]*(?:\.\d+)?")
_WORD = re.compile(r"[a-z]+")


def figure_problems(reading: LoadResult, numerals: Mapping[str, str]) -> Iterator[Problem]:
    """`numerals` gives the digits of a number that is written as a word."""
    references = reading.library.references
    for practice in reading.library.practices.values():
        cited = [references[name] for name in practice.evidence if name in references]
        file = reading.file_of["practices", practice.id]
        for figure in _unknown(practice.evidence_line, cited, numerals):
            yield Problem(file, "evidence_line", _message(figure))
    for kind, items in (("faq", reading.library.faq), ("pages", reading.library.pages)):
        for name, item in items.items():
            body = getattr(item, "answer", "") or getattr(item, "body", "")
            for paragraph in _PARAGRAPH.split(body):
                cited = [
                    references[each]
                    for each in _CITED.findall(paragraph or "")
                    if each in references
                ]
                for figure in _unknown(paragraph or "", cited, numerals):
                    yield Problem(reading.file_of[kind, name], "text", _message(figure))


def _message(figure: str) -> str:
    return f"prints {figure!r}, which its sources do not hold; print theirs, or none"


def _unknown(words: str, cited: Iterable[Reference], numerals: Mapping[str, str]) -> list[str]:
    held: set[str] = set()
    for each in cited:
        told = (each.citation, each.design, each.n, each.population)
        held |= _figures(" ".join((*told, each.effect, each.interval, each.caveat)), numerals)
    return sorted(_figures(words, numerals) - held) if cited else []


def _figures(words: str, numerals: Mapping[str, str]) -> set[str]:
    plain = _OF_A_HUNDRED.sub(" ", _ORDINAL.sub("", _LINK.sub(" ", words)))
    digits = {
        re.sub(r"^0\.", ".", found.rstrip(",").replace(",", "")) for found in _FIGURE.findall(plain)
    }
    return digits | {numerals[word] for word in _WORD.findall(plain.lower()) if word in numerals}
