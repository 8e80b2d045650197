"""The Guide's Markdown as clean HTML, once per text and process."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from itertools import pairwise

import nh3
from django.urls import reverse
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

_TAGS = {"p", "ul", "ol", "li", "h2", "h3", "strong", "em", "a", "blockquote", "hr", "br"}
_ATTRIBUTES = {"a": {"href", "class", "rel"}, "h2": {"id"}, "h3": {"id"}}
_MARKDOWN = MarkdownIt("commonmark", {"typographer": True, "html": False}).enable("smartquotes")
_PAGE_NAMES = {
    "ref": "guide:source",
    "page": "guide:article",
    "faq": "guide:answer",
    "practice": "practices:practice",
}
_TAKEN_IDS = frozenset({"main", "messages"})
_MARKS = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Heading:
    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Prose:
    html: Markup
    headings: tuple[Heading, ...]


@cache
def render(source: str) -> Prose:
    """Return the text as HTML with links to our own pages and an id on each heading."""
    tokens = _MARKDOWN.parse(source)
    headings = tuple(_name_headings(tokens))
    _resolve_links(tokens)
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    clean = nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None)
    return Prose(Markup(clean), headings)  # noqa: S704  nh3 has just cleaned it


@cache
def typeset(words: str) -> Markup:
    """Return one line of plain words, escaped, with typographic quotes."""
    html = _MARKDOWN.renderInline(words)
    return Markup(nh3.clean(html, tags={"em", "strong"}))  # noqa: S704  nh3 has just cleaned it


def plain(html: str) -> str:
    """Return the words of rendered HTML, for searching."""
    return " ".join(unescape(_MARKS.sub(" ", html)).split()).replace(" .", ".").replace(" ,", ",")


def address(kind: str, name: str) -> str:
    """Return the path that a written link such as `ref:doss-2016` leads to."""
    return reverse(_PAGE_NAMES[kind], args=[name])


def _name_headings(tokens: list[Token]) -> Iterator[Heading]:
    taken = set(_TAKEN_IDS)
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        words = "".join(each.content for each in inline.children or ())
        name = _free_name(slugify(words) or "part", taken)
        taken.add(name)
        opening.attrSet("id", name)
        yield Heading(name, words)


def _free_name(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def _resolve_links(tokens: list[Token]) -> None:
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open":
                _resolve(child)


def _resolve(link: Token) -> None:
    kind, _, name = str(link.attrGet("href")).partition(":")
    if kind in _PAGE_NAMES:
        link.attrSet("href", address(kind, name))
    else:
        link.attrSet("rel", "noreferrer nofollow")
    if kind == "ref":
        link.attrSet("class", "cite")
