from closeknit.rooms.lanterns import views
from django.urls import path

app_name = "lanterns"
urlpatterns = [path("lights/", views.lanterns, name="lanterns")]
