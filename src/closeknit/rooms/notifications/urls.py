from django.urls import path

from closeknit.rooms.notifications.views import channels, reminder_settings

app_name = "notifications"
urlpatterns = [
    path("settings/reminders/", reminder_settings.reminders, name="reminders"),
    path("settings/reminders/push/", channels.add_push, name="add_push"),
    path("settings/reminders/push/remove/", channels.remove_push, name="remove_push"),
    path("settings/reminders/mail/", channels.add_mail, name="add_mail"),
    path("settings/reminders/service/", channels.add_service, name="add_service"),
    path("settings/reminders/<uuid:channel>/code/", channels.confirm_mail, name="confirm_mail"),
    path("settings/reminders/<uuid:channel>/try/", channels.try_out, name="try_out"),
    path("settings/reminders/<uuid:channel>/remove/", channels.remove, name="remove"),
]
