"""Pages for what was refused before any page was asked: no room, no session, no database."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

REFUSED = "closeknit.refused"  # in the environment of a request; no header can be called so
_PAGES = {HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "413.html"}


class RefusalMiddleware:
    """Answers what the server refused with a page of its own, in the visitor's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        status = request.META.get(REFUSED)
        if status is None:
            return self.get_response(request)
        return HttpResponse(render_to_string(_PAGES[status]), status=status)
