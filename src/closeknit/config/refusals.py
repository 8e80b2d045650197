"""A page for whatever is refused with bare hands: by the server, by Django, or by a decorator."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from closeknit.ui.refusal import WITH_A_PAGE, refusal

REFUSED = "closeknit.refused"  # in the environment of a request; no header can be called so
_OF_A_BODY = frozenset({"content-type", "content-length"})


class RefusalMiddleware:
    """Answers what the server refused, and fills a refusal that says nothing (a 405, say)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        status = request.META.get(REFUSED)
        if status is not None:
            return refusal(request, HTTPStatus(status))
        response = self.get_response(request)
        if response.status_code in WITH_A_PAGE and not response.streaming and not response.content:
            return _filled(request, response)
        return response


def _filled(request: HttpRequest, bare: HttpResponse) -> HttpResponse:
    """Give a bare refusal its page; what it told beside (Allow, cookies) stays."""
    response = refusal(request, bare.status_code)
    for name, value in bare.headers.items():
        if name.lower() not in _OF_A_BODY:
            response.headers[name] = value
    response.cookies = bare.cookies
    return response
