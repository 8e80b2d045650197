"""What a visitor sees when a page cannot be made: what happened, what is safe, what to do."""

import sys
from enum import StrEnum

from django.db import DatabaseError, DataError, IntegrityError, InterfaceError, ProgrammingError
from django.http import HttpRequest, HttpResponse

from closeknit.ui.kept_form import form_sent, page_of
from closeknit.ui.parts import page
from closeknit.ui.refusal import refusal

_OUR_MISTAKES = (DataError, IntegrityError, ProgrammingError)
_WAIT = 10  # seconds


class Trouble(StrEnum):
    """Why the database could not serve a page; the template has a sentence for each."""

    FULL = "full"
    BUSY = "busy"
    DAMAGED = "damaged"
    GONE = "gone"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return refusal(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return refusal(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return refusal(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 when the database is away, 500 for anything else; reads no database itself."""
    error = sys.exc_info()[1]
    if not is_database_trouble(error):
        return refusal(request, 500)
    told = {"trouble": trouble_of(error), "again": page_of(request)}
    return refusal(request, 503, context=told, wait=_WAIT)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Show what was written on a page of ours whose token has run out, to be sent by a click.

    A form of another site's page, or one without words, is refused and not shown.
    """
    kept = form_sent(request)
    if not kept.words or not _is_from_our_page(request):
        return refusal(request, 403)
    response = page(request, "stale_form.html", {"kept": kept}, status=403)
    response["Cache-Control"] = "no-store"
    if request.headers.get("HX-Request") == "true":
        response["HX-Retarget"], response["HX-Reswap"] = "body", "outerHTML"
    return response


def _is_from_our_page(request: HttpRequest) -> bool:
    """Go by what browsers say themselves; no page can forge either header."""
    if "Sec-Fetch-Site" in request.headers:
        return request.headers["Sec-Fetch-Site"] == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


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
