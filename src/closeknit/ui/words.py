"""Filters that turn values into words a person reads."""

import datetime as dt
import math
import re

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import ngettext, pgettext
from markupsafe import Markup, escape

_BLANK_LINES = re.compile(r"\n\s*\n")


def day(value: dt.date, *, year: bool = False) -> str:
    """Return a date in words, such as "Monday 23 November", in the reader's language."""
    if year:
        return date_format(_local(value), pgettext("a day with its year", "l j F Y"))
    return date_format(_local(value), pgettext("a day", "l j F"))


def date(value: dt.date) -> str:
    """Return a date with its year but no weekday, such as "23 November 2026"."""
    return date_format(_local(value), pgettext("a date", "j F Y"))


def month(value: dt.date) -> str:
    """Return a month in words, such as "November 2026", in the reader's language."""
    return date_format(_local(value), pgettext("a month", "F Y"))


def month_name(value: dt.date) -> str:
    """Return a month without its year, such as "November", in the reader's language."""
    return date_format(_local(value), pgettext("a month without its year", "F"))


def time(value: dt.datetime) -> str:
    """Return a time of day as the reader's language writes it; the instant keeps its zone."""
    return time_format(value.timetz(), "TIME_FORMAT")


def place(value: dt.datetime) -> str:
    """Return the place that an instant's time zone is named after, such as "New York"."""
    return str(value.tzinfo).rpartition("/")[2].replace("_", " ")


def wait(seconds: float) -> str:
    """Return a time to wait in words, such as "5 minutes" or "2 hours"; never less than it is."""
    minutes = max(1, math.ceil(seconds / 60))
    if minutes < 2 * 60:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    hours = math.ceil(minutes / 60)
    return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}


def initials(name: str) -> str:
    """Return the first letters of the first and last word of a name, in capitals."""
    words = name.split()
    ends = [*words[:1], *words[1:][-1:]]
    return "".join(word[0] for word in ends).upper()


def paragraphs(text: str) -> Markup:
    """Return a person's words as escaped paragraphs that keep their line breaks."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    blocks = [block.strip() for block in _BLANK_LINES.split(lines) if block.strip()]
    return Markup("\n").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in block.split("\n")))
        for block in blocks
    )


def _local(value: dt.date) -> dt.date:
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value
