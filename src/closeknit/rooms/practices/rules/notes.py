"""What one person notes about practices, and how it is written into a sealed row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

_LAST = "last:"
_OPINION = "opinion:"


class Rating(StrEnum):
    """What one person thought of one doing; the other never learns of it."""

    HELPED = "helped"
    NEUTRAL = "neutral"
    NOT_FOR_ME = "not for me"


class Opinion(StrEnum):
    """What one person thinks of a practice for good."""

    FAVOURITE = "favourite"
    NOT_FOR_ME = "not for me"


@dataclass(frozen=True)
class Done:
    """One time that somebody did a practice, as they noted it."""

    slug: str
    edition: int
    done_on: date
    rating: Rating | None = None
    words: str = ""


@dataclass(frozen=True)
class Notes:
    """What one person noted so far, in short; nothing of the partner's is in it."""

    opinions: Mapping[str, Opinion] = field(default_factory=dict)
    last: Mapping[str, Done] = field(default_factory=dict)
    """Slug to the latest doing, without its words."""
    times: int = 0
    """How often anything was noted."""

    def last_of(self, slugs: Iterable[str]) -> Done | None:
        found = [self.last[slug] for slug in slugs if slug in self.last]
        return max(found, key=lambda done: done.done_on, default=None)

    def with_opinion(self, slug: str, opinion: Opinion | None) -> "Notes":
        others = {each: kept for each, kept in self.opinions.items() if each != slug}
        return replace(self, opinions=others if opinion is None else {**others, slug: opinion})

    def with_doing(self, done: Done) -> "Notes":
        """Add one doing to the sum; of two on one day the later one counts."""
        known = self.last.get(done.slug)
        is_latest = known is None or known.done_on <= done.done_on
        last = {**self.last, done.slug: done} if is_latest else self.last
        return replace(self, last=last, times=self.times + 1)

    def with_history(self, doings: Iterable[Done]) -> "Notes":
        """Sum a whole history up again."""
        oldest_first = sorted(doings, key=lambda done: done.done_on)
        return replace(
            self, last={done.slug: done for done in oldest_first}, times=len(oldest_first)
        )


def done_to_words(done: Done) -> dict[str, str]:
    return {
        "slug": done.slug,
        "edition": str(done.edition),
        "rating": done.rating or "",
        "words": done.words,
    }


def done_from_plain(plain: Mapping[str, str], *, done_on: date) -> Done:
    return Done(
        slug=plain.get("slug", ""),
        edition=int(plain.get("edition", "1")),
        done_on=done_on,
        rating=Rating(plain["rating"]) if plain.get("rating") else None,
        words=plain.get("words", ""),
    )


def notes_to_words(notes: Notes) -> dict[str, str]:
    """Write notes as text, the latest doing of a practice as "2026-03-02 1 helped"."""
    return {
        "times": str(notes.times),
        **{_OPINION + slug: opinion.value for slug, opinion in notes.opinions.items()},
        **{
            _LAST + slug: f"{done.done_on} {done.edition} {done.rating or ''}"
            for slug, done in notes.last.items()
        },
    }


def notes_from_plain(plain: Mapping[str, str]) -> Notes:
    return Notes(
        times=int(plain.get("times", "0")),
        opinions={
            key.removeprefix(_OPINION): Opinion(value)
            for key, value in plain.items()
            if key.startswith(_OPINION)
        },
        last={
            slug: _last_from_plain(slug, value)
            for key, value in plain.items()
            if key.startswith(_LAST) and (slug := key.removeprefix(_LAST))
        },
    )


def _last_from_plain(slug: str, value: str) -> Done:
    day, edition, rating = value.split(" ", 2)
    return Done(
        slug=slug,
        edition=int(edition),
        done_on=date.fromisoformat(day),
        rating=Rating(rating) if rating else None,
    )
