"""Who the visitor of the sample couple is tonight, and which evening it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import cast

from django.conf import settings
from django.http import HttpRequest

from closeknit.demo.clock import MovableClock
from closeknit.demo.rules import Story, Who, read_story
from closeknit.rooms.people.rules import couple_day


@dataclass(frozen=True)
class Bar:
    """What the bar says; `who` is None while nobody is signed in."""

    who: Who | None
    today: date
    names: Mapping[Who, str]
    template: str = "demo/bar.html"


@cache
def story() -> Story:
    """The story, read once per process."""
    return read_story()


def stages_folder() -> Path:
    """Where the copies of the database at each stage are."""
    return settings.ENVIRONMENT.data_dir / "stages"


def clock() -> MovableClock:
    """Return the clock of the sample couple's server, which can be set."""
    return cast("MovableClock", settings.CLOCK)


def bar_for(request: HttpRequest) -> Bar:
    today = couple_day(now=clock()(), zone=story().zone)
    return Bar(who=who_is(request), today=today, names=story().names)


def who_is(request: HttpRequest) -> Who | None:
    """Return whom the visitor plays, or None for a visitor who is nobody yet."""
    user = getattr(request, "user", None)
    name = getattr(user, "username", "")
    return Who(name) if name in list(Who) else None
