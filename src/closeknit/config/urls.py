from django.conf import settings
from django.urls import include, path

from closeknit.config.errors import (
    bad_request,
    page_not_found,
    permission_denied,
    server_error,
)
from closeknit.config.health import healthz, readyz

handler400, handler403 = bad_request, permission_denied
handler404, handler500 = page_not_found, server_error
urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    *(path("", include(f"closeknit.rooms.{room}.urls")) for room in settings.ROOMS),
    path("", include("closeknit.rooms.people.account_urls")),
    path("", include("closeknit.demo.urls")),
]
