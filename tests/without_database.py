"""`-p without_database` leaves out every test that asks for a database, as `make mutants` does.

A new database for each of some thousand mutants would take the whole night, and what the mutants
are in knows of none.
"""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    asking = [item for item in items if _asks(item)]
    items[:] = [item for item in items if item not in asking]
    config.hook.pytest_deselected(items=asking)


def _asks(item):
    asked = {"db", "transactional_db", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None
