from django.apps import AppConfig


class MomentsConfig(AppConfig):
    name = "closeknit.rooms.moments"
    label = "moments"
    default_auto_field = "django.db.models.BigAutoField"
