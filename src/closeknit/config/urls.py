from django.conf import settings
from django.urls import include, path

from closeknit.config.errors import server_error
from closeknit.config.health import healthz, readyz

handler500 = server_error
urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    *(path("", include(f"closeknit.rooms.{room}.urls")) for room in settings.ROOMS),
    path("", include("closeknit.rooms.people.account_urls")),
    path("", include("closeknit.demo.urls")),
]
