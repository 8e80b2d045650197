from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "closeknit.ui"
    label = "ui"
