"""The weekly meeting: its parts, their minutes, and the time that is left of one."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Part(StrEnum):
    LAST_PLAN = "last-plan"
    THANKS = "thanks"
    WENT_WELL = "went-well"
    ONE_THING = "one-thing"
    NEXT_WEEK = "next-week"
    PLAN = "plan"

    @property
    def minutes(self) -> int:
        return _MINUTES[self]

    @property
    def takes_notes(self) -> bool:
        return self not in (Part.LAST_PLAN, Part.PLAN)


_MINUTES = {
    Part.LAST_PLAN: 2,
    Part.THANKS: 4,
    Part.WENT_WELL: 4,
    Part.ONE_THING: 8,
    Part.NEXT_WEEK: 4,
    Part.PLAN: 4,
}


@dataclass(frozen=True)
class PlanWords:
    text: str = ""
    day: date | None = None


def agenda(*, has_last_plan: bool) -> tuple[Part, ...]:
    """Return the parts in order; last week's plan is looked at first, where there is one."""
    return tuple(part for part in Part if has_last_plan or part is not Part.LAST_PLAN)


def next_part(part: Part, *, parts: tuple[Part, ...]) -> Part | None:
    here = parts.index(part) + 1
    return parts[here] if here < len(parts) else None


def is_further(part: Part, *, than: Part) -> bool:
    order = list(Part)
    return order.index(part) > order.index(than)


def seconds_left(part: Part, *, began_at: datetime | None, now: datetime) -> int:
    """Count from the instant the part began; a clock set back never gives more than the whole."""
    total = part.minutes * 60
    if began_at is None:
        return 0
    return max(0, min(total, round(total - (now - began_at).total_seconds())))


def plan_to_words(words: PlanWords) -> dict[str, str]:
    return {"text": words.text, "day": words.day.isoformat() if words.day else ""}


def plan_from_plain(plain: dict[str, str]) -> PlanWords:
    try:
        day = date.fromisoformat(plain.get("day", ""))
    except ValueError:
        day = None
    return PlanWords(text=plain.get("text", ""), day=day)
