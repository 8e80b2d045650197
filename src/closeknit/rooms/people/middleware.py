"""Each request learns the instant and its device; each response carries the vault cookie."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from closeknit.rooms.people import doors


class DeviceMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        visitor = cast("doors.VisitorRequest", request)
        visitor.now = settings.CLOCK()
        visitor.vault_root = visitor.new_vault_key = None
        visitor.forget_vault = False
        doors.recognise(request)
        if visitor.device is not None:
            translation.activate(visitor.device.user.language)  # before what the browser asks for
        response = self.get_response(request)
        doors.write_vault_cookie(request, response)
        if visitor.device is not None and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response
