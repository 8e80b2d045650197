"""The way into the sample couple's own server."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

FRONT_DOOR = "/"


class FirstPageMiddleware:
    """Leads whoever is nobody yet to the page on which one of the two is chosen."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == FRONT_DOOR and not request.user.is_authenticated:
            return redirect("demo:first_page")
        return self._get_response(request)
