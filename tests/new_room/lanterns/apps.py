from django.apps import AppConfig


class LanternsConfig(AppConfig):
    name = "closeknit.rooms.lanterns"
    label = "lanterns"
    default_auto_field = "django.db.models.BigAutoField"
