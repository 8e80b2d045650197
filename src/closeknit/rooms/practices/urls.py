from django.urls import path

from closeknit.rooms.practices import views

app_name = "practices"
urlpatterns = [
    path("practices/", views.library, name="library"),
    path("practices/history/", views.history, name="history"),
    path("practices/history/<uuid:doing_id>/", views.doing, name="doing"),
    path("practices/history/<uuid:doing_id>/remove/", views.let_go, name="let_go"),
    path("practices/<slug:slug>/", views.practice, name="practice"),
    path("practices/<slug:slug>/done/", views.done, name="done"),
    path("practices/<slug:slug>/mark/", views.mark, name="mark"),
]
