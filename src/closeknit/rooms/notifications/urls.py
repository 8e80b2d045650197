from django.urls import path

from closeknit.rooms.notifications.views import ways, wishes

app_name = "notifications"
urlpatterns = [
    path("settings/reminders/", wishes.reminders, name="reminders"),
    path("settings/reminders/push/", ways.add_push, name="add_push"),
    path("settings/reminders/push/remove/", ways.remove_push, name="remove_push"),
    path("settings/reminders/mail/", ways.add_mail, name="add_mail"),
    path("settings/reminders/service/", ways.add_service, name="add_service"),
    path("settings/reminders/<uuid:channel>/code/", ways.confirm_mail, name="confirm_mail"),
    path("settings/reminders/<uuid:channel>/try/", ways.try_out, name="try_out"),
    path("settings/reminders/<uuid:channel>/remove/", ways.remove, name="remove"),
]
