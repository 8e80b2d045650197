from django.urls import path

from closeknit.rooms.today import views

app_name = "today"
urlpatterns = [
    path("", views.today, name="today"),
    path("evening/begin/", views.begin_onboarding_step, name="begin_onboarding_step"),
    path("not-tonight/", views.put_off, name="put_off"),
    path("week/", views.week, name="week"),
    path("pace/", views.pace, name="pace"),
    path("quiet-month/", views.quiet_month, name="quiet_month"),
]
