"""What a visitor sees when a page cannot be made: what happened, what is safe, what to do."""

import sys
from enum import StrEnum

from django.db import DatabaseError, DataError, IntegrityError, InterfaceError, ProgrammingError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

_OUR_MISTAKES = (DataError, IntegrityError, ProgrammingError)
_WAIT = "10"  # seconds


class Trouble(StrEnum):
    """Why the database could not serve a page; the template has a sentence for each."""

    FULL = "full"
    BUSY = "busy"
    DAMAGED = "damaged"
    GONE = "gone"


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  Django's signature
    """Answer 503 when the database is away, 500 for anything else; reads no database itself."""
    error = sys.exc_info()[1]
    if not is_database_trouble(error):
        return HttpResponse(render_to_string("500.html"), status=500)
    page = render_to_string("503.html", {"trouble": trouble_of(error)})
    return HttpResponse(page, status=503, headers={"Retry-After": _WAIT})


def is_database_trouble(error: BaseException | None) -> bool:
    return isinstance(error, DatabaseError | InterfaceError) and not isinstance(
        error, _OUR_MISTAKES
    )


def trouble_of(error: BaseException | None) -> Trouble:
    """Tell the troubles apart by SQLite's words; PostgreSQL's all mean that it is away."""
    words = str(error).lower()
    if "full" in words or "no space" in words:
        return Trouble.FULL
    if "locked" in words or "busy" in words:
        return Trouble.BUSY
    if "malformed" in words or "not a database" in words:
        return Trouble.DAMAGED
    return Trouble.GONE
