from django.apps import AppConfig


class SampleConfig(AppConfig):
    name = "closeknit.rooms.sample"
    label = "sample"
    default_auto_field = "django.db.models.BigAutoField"
