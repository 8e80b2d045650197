from django.urls import path

from closeknit.rooms.calendar import views

app_name = "calendar"
urlpatterns = [
    path("settings/calendar/", views.calendar, name="calendar"),
    path("settings/calendar/new/", views.make, name="make"),
    path("settings/calendar/off/", views.turn_off, name="turn_off"),
    path("settings/calendar/quiet-moment.ics", views.entry, name="entry"),
    path("calendar/<str:secret>/quiet.ics", views.feed, name="feed"),
]
