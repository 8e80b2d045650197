from django.urls import path

from closeknit.rooms.today import views

app_name = "today"
urlpatterns = [path("", views.today, name="today")]
