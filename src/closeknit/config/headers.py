"""A header that Django has no setting for, on everything it answers, static files too."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from closeknit.hosting.permissions import PERMISSIONS_POLICY


class PermissionsPolicyMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        return response
