from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "closeknit.rooms.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
