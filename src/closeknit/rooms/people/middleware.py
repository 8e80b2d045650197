"""Each request learns the instant and its device; each response carries the vault cookie."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from closeknit.domain.vault import VaultError
from closeknit.rooms.people import marks, signing_in
from closeknit.rooms.people.locked_pages import damaged_page
from closeknit.rooms.people.rules import Damage
from closeknit.rooms.people.tries import TooOftenError
from closeknit.ui.refusal import refusal
from closeknit.ui.words import wait


class DeviceMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        visitor = cast("marks.MarkedRequest", request)
        visitor.now = settings.CLOCK()
        visitor.vault_root = visitor.new_vault_key = None
        visitor.new_mark = None
        visitor.forget_vault = False
        signing_in.recognise(request)
        if visitor.device is not None:
            translation.activate(visitor.device.user.language)  # before what the browser asks for
        response = self.get_response(request)
        signing_in.write_vault_cookie(request, response)
        marks.write_mark_cookie(request, response)
        if visitor.device is not None and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say when the next try is welcome, or which part of the keys is damaged."""
        if isinstance(error, TooOftenError):
            told = {"wait": wait(error.seconds)}
            return refusal(request, 429, context=told, wait=error.seconds)
        if isinstance(error, signing_in.DamagedKeysError):
            return damaged_page(request, error.part)
        if isinstance(error, VaultError):
            return damaged_page(request, Damage.WORDS)
        return None
