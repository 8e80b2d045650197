from django.urls import path

from closeknit.rooms.listening import views

app_name = "listening"
urlpatterns = [
    path("listening/", views.listening, name="listening"),
    path("listening/<uuid:listening_room_id>/", views.listening_room, name="listening_room"),
    path("listening/<uuid:listening_room_id>/topic/", views.name_topic, name="name_topic"),
    path("listening/<uuid:listening_room_id>/step/", views.take_step, name="take_step"),
    path("listening/<uuid:listening_room_id>/pause/", views.pause, name="pause"),
    path("listening/<uuid:listening_room_id>/rate/", views.rate, name="rate"),
    path("listening/<uuid:listening_room_id>/show/<uuid:rating_id>/", views.show, name="show"),
    path("listening/<uuid:listening_room_id>/thank/", views.thank, name="thank"),
]
