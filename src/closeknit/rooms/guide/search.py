"""Search over the Guide: SQLite's FTS5 in memory, filled once per process and language.

FTS5 ranks by field, stems, matches beginnings and marks what it found; an index of our own would
have to learn all four. Its connection is apart from the database of the couples.
"""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from threading import Lock

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from closeknit.rooms.guide import queries
from closeknit.rooms.guide.prose import plain, typeset

MOST_HITS = 20
MOST_WORDS = 12
_WORD = re.compile(r"\w+")
_SHORTEST_BEGINNING = 3
_OPEN, _CLOSE = "\x02", "\x03"
_MARKS = str.maketrans({_OPEN: "<mark>", _CLOSE: "</mark>"})
_TABLE = """
CREATE VIRTUAL TABLE guide USING fts5(
    kind UNINDEXED, url UNINDEXED, title, headings, body, tokenize = 'porter unicode61'
)
"""
_FIND = """
SELECT kind, url, highlight(guide, 2, :open, :close), snippet(guide, 4, :open, :close, '…', 26)
FROM guide WHERE guide MATCH :words
ORDER BY bm25(guide, 0, 0, 8.0, 3.0, 1.0) * iif(kind = 'source', 0.5, 1), url LIMIT :most
"""


class HitKind(StrEnum):
    QUESTION = "question"
    ARTICLE = "article"
    SOURCE = "source"
    PLACE = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A page that was found; the words that matched stand in <mark>."""

    kind: HitKind
    url: str
    title: Markup
    excerpt: Markup


@dataclass(frozen=True, slots=True)
class Index:
    """One connection for all threads, used by one at a time."""

    connection: sqlite3.Connection
    lock: Lock

    def find(self, match: str) -> list[tuple[str, str, str, str]]:
        given = {"words": match, "most": MOST_HITS, "open": _OPEN, "close": _CLOSE}
        with self.lock:
            return self.connection.execute(_FIND, given).fetchall()


def search(*, words: str, language: str) -> tuple[Hit, ...]:
    """Return the best pages for some words: those with all of them, else those with any."""
    terms = [_term(word) for word in _WORD.findall(words.casefold())[:MOST_WORDS]]
    if not terms:
        return ()
    index = index_of(language=language)
    found = index.find(" AND ".join(terms)) or index.find(" OR ".join(terms))
    return tuple(
        Hit(kind=HitKind(kind), url=url, title=_marked(title), excerpt=_marked(excerpt))
        for kind, url, title, excerpt in found
    )


@cache
def index_of(*, language: str) -> Index:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.execute(_TABLE)
    rows = [*_readings(language), *_sources(language), *_places(language)]
    connection.executemany("INSERT INTO guide VALUES (?, ?, ?, ?, ?)", rows)
    return Index(connection, Lock())


def _term(word: str) -> str:
    """Match the word's stem, and words that begin with it."""
    return f'("{word}" OR "{word}"*)' if len(word) >= _SHORTEST_BEGINNING else f'"{word}"'


def _marked(words: str) -> Markup:
    safe = str(escape(words))
    return Markup(safe.translate(_MARKS))  # noqa: S704  escaped above


def _readings(language: str) -> Iterator[tuple[str, str, str, str, str]]:
    kinds = (
        (HitKind.QUESTION, queries.answers(language=language)),
        (HitKind.ARTICLE, queries.articles(language=language)),
    )
    for kind, readings in kinds:
        for each in readings.values():
            if each.is_listed:
                headings = [
                    each.entry.id.replace("-", " "),
                    *(one.words for one in each.prose.headings),
                ]
                title, body = plain(each.entry.title), plain(each.prose.html)
                yield kind, each.entry.url, title, " · ".join(headings), body


def _sources(language: str) -> Iterator[tuple[str, str, str, str, str]]:
    for each in queries.sources(language=language):
        words = f"{each.design} · {each.population} · {each.effect} · {each.caveat}"
        url = reverse("guide:source", args=[each.id])
        yield HitKind.SOURCE, url, plain(typeset(each.citation)), "", words


def _places(language: str) -> Iterator[tuple[str, str, str, str, str]]:
    with translation.override(language):
        places = (
            (
                "guide:help",
                _("Help lines"),
                _("Numbers to call by country, for danger, violence, abuse and suicidal thoughts."),
            ),
            (
                "guide:safety",
                _("A private look at safety"),
                _("Some questions for one person alone about fear, force and control."),
            ),
            (
                "guide:host_sees",
                _("What your host can see"),
                _("Who runs this server, and what privacy means here."),
            ),
        )
    for name, title, words in places:
        yield HitKind.PLACE, reverse(name), title, "", words
