"""Whether the database has the shape this version expects, and giving it that shape."""

from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder


def unapplied_migrations() -> list[str]:
    """Return `app.name` of each shipped migration that the database has not seen.

    Compares file names with the database's record, which costs a fiftieth of loading the graph.
    """
    applied = set(MigrationRecorder(connection).applied_migrations())
    shipped = {
        (app.label, file.stem)
        for app in apps.get_app_configs()
        for file in (Path(app.path) / "migrations").glob("[!_]*.py")
    }
    return sorted(f"{app}.{name}" for app, name in shipped - applied)


def migrate() -> None:
    """Bring the database up to date; on SQLite all in one transaction.

    Django commits a migration and its record apart, so a kill between them would leave a schema
    that no later start can finish. Foreign keys must be off before such a transaction begins.
    """
    if connection.vendor != "sqlite":
        call_command("migrate", interactive=False, verbosity=0)
        return
    with connection.constraint_checks_disabled(), transaction.atomic():
        call_command("migrate", interactive=False, verbosity=0)
