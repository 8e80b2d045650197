from django.urls import path

from closeknit.demo import views

app_name = "demo"
urlpatterns = [
    path("sample/", views.first_page, name="first_page"),
    path("sample/be/<str:name>/", views.be, name="be"),
    path("sample/next-day/", views.next_day, name="next_day"),
    path("sample/start-at/<str:stage>/", views.start, name="start_at"),
    path("look-around/", views.look_around, name="look_around"),
]
