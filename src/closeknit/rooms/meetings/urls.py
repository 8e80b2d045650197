from django.urls import path

from closeknit.rooms.meetings import views

app_name = "meetings"
urlpatterns = [
    path("meeting/", views.meetings, name="meetings"),
    path("meeting/begin/", views.begin, name="begin"),
    path("meeting/hour/", views.hour, name="hour"),
    path("meeting/hour/let-go/", views.drop_hour, name="drop_hour"),
    path("meeting/hour/half-hour.ics", views.entry, name="entry"),
    path("meeting/<uuid:meeting_id>/", views.meeting, name="meeting"),
    path("meeting/<uuid:meeting_id>/end/", views.end, name="end"),
    path("meeting/<uuid:meeting_id>/plan/keep/", views.plan, name="plan"),
    path("meeting/<uuid:meeting_id>/<slug:part>/", views.part, name="part"),
    path("meeting/<uuid:meeting_id>/<slug:part>/note/", views.note, name="note"),
    path("meeting/<uuid:meeting_id>/<slug:part>/hide/", views.hide, name="hide"),
    path("meeting/<uuid:meeting_id>/<slug:part>/go-on/", views.go_on, name="go_on"),
]
