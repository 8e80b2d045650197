from django.urls import path

from closeknit.rooms.archive import views

app_name = "archive"
urlpatterns = [
    path("take/", views.take, name="take"),
    path("take/download/", views.download, name="download"),
    path("leave/", views.leave, name="leave"),
    path("recover/", views.recover, name="recover"),
    path("start-fresh/", views.begin_again, name="begin_again"),
    path("delete/", views.delete, name="delete"),
]
