"""Headers that are the same on everything it answers, and so are written once."""

from collections.abc import Callable

from csp.constants import HEADER
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse

from closeknit.hosting.permissions import PERMISSIONS_POLICY


class PermissionsPolicyMiddleware:
    """On static files, too, so it stands before what answers them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        return response


class ContentSecurityPolicyMiddleware:
    """The policy of the settings, on every page; no page has one of its own, or a nonce.

    django-csp's middleware builds it twice for each response, a thirtieth of what Today costs.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers[HEADER] = self._policy
        return response
