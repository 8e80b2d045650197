from django.urls import include, path

from closeknit.config.errors import server_error
from closeknit.config.health import healthz, readyz

handler500 = server_error
urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("", include("closeknit.rooms.today.urls")),
    path("", include("closeknit.rooms.people.urls")),
    path("", include("closeknit.rooms.people.account_urls")),
    path("", include("closeknit.rooms.questions.urls")),
    path("", include("closeknit.rooms.moments.urls")),
    path("", include("closeknit.rooms.practices.urls")),
    path("", include("closeknit.rooms.listening.urls")),
    path("", include("closeknit.rooms.repair.urls")),
    path("", include("closeknit.rooms.meetings.urls")),
    path("", include("closeknit.rooms.notifications.urls")),
    path("", include("closeknit.rooms.guide.urls")),
    path("", include("closeknit.rooms.archive.urls")),
    path("", include("closeknit.rooms.calendar.urls")),
    path("", include("closeknit.rooms.offline.urls")),
    path("", include("closeknit.demo.urls")),
]
