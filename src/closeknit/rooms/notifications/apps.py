from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "closeknit.rooms.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"
