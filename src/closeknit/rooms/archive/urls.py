from django.urls import path

from closeknit.rooms.archive.views import going, taking

app_name = "archive"
urlpatterns = [
    path("take/", taking.take, name="take"),
    path("take/download/", taking.download, name="download"),
    path("take/forget/", taking.forget, name="forget"),
    path("leave/", going.leave, name="leave"),
    path("recover/", going.recover, name="recover"),
    path("start-fresh/", going.begin_again, name="begin_again"),
    path("delete/", going.delete, name="delete"),
]
