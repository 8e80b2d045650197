from django.urls import path

from closeknit.rooms.practices.views import evening, library, notes

app_name = "practices"
urlpatterns = [
    path("practices/", library.library, name="library"),
    path("practices/history/", notes.history, name="history"),
    path("practices/history/<uuid:doing_id>/", notes.doing, name="doing"),
    path("practices/history/<uuid:doing_id>/remove/", notes.let_go, name="let_go"),
    path("practices/history/<uuid:doing_id>/show/", notes.show, name="show"),
    path("practices/history/<uuid:doing_id>/hide/", notes.hide, name="hide"),
    path("practices/<slug:slug>/", library.practice, name="practice"),
    path("practices/<slug:slug>/step/", evening.step, name="step"),
    path("practices/<slug:slug>/yes/", evening.say_yes, name="say_yes"),
    path("practices/<slug:slug>/stop/", evening.stop, name="stop"),
    path("practices/<slug:slug>/done/", library.done, name="done"),
    path("practices/<slug:slug>/mark/", library.mark, name="mark"),
]
