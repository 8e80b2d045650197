from django.apps import apps

from closeknit.config.schema import unapplied_migrations
from closeknit.config.shipped import OTHERS, newer


def test_every_app_with_migrations_is_a_room_or_known_as_another():
    shipped = {
        (config.label, "0001_initial")
        for config in apps.get_app_configs()
        if config.models_module and list(config.get_models())
    }

    assert newer(shipped) == []
    assert {label for label, _name in shipped} >= OTHERS


def test_what_this_version_does_not_ship_is_newer(db):
    assert unapplied_migrations() == []
    assert newer([("people", "9999_later"), ("garden", "0001_initial")]) == [
        "garden.0001_initial",
        "people.9999_later",
    ]
