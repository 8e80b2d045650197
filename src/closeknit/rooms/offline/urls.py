from django.urls import path

from closeknit.rooms.offline.views import app, evening, worker

app_name = "offline"
urlpatterns = [
    path("app.webmanifest", app.manifest, name="manifest"),
    path("service-worker.js", worker.service_worker, name="worker"),
    path("settings/app/", app.settings, name="app"),
    path("offline/today/", evening.today, name="today"),
    path("offline/send/", evening.send, name="send"),
    path("offline/kept/", evening.kept, name="kept"),
]
