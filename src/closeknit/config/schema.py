"""Whether the database has the shape this version expects, and giving it that shape."""

from pathlib import Path

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection, transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState


def unapplied_migrations() -> list[str]:
    """Return `app.name` of each shipped migration that the database has not seen.

    Compares file names with the database's record, which costs a fiftieth of loading the graph.
    """
    return _named(_shipped() - _applied())


def unknown_migrations() -> list[str]:
    """Return `app.name` of each migration that the database has seen and this version has not."""
    return _named(_applied() - _shipped())


def migrate() -> None:
    """Bring the database up to date; on SQLite all in one transaction.

    Foreign keys must be off before such a transaction begins.
    """
    if connection.vendor != "sqlite":
        _migrate()
        return
    with connection.constraint_checks_disabled(), transaction.atomic():
        _migrate()


class RecordingExecutor(MigrationExecutor):
    """Commits each migration together with its record.

    Django commits the record of a migration with foreign keys after it, so a kill between the two
    would leave a schema that no later start can finish.
    """

    def apply_migration(
        self,
        state: ProjectState,
        migration: Migration,
        fake: bool = False,  # noqa: FBT001, FBT002  Django's signature
        fake_initial: bool = False,  # noqa: FBT001, FBT002  Django's signature
    ) -> ProjectState:
        if not migration.atomic:  # by its own word it cannot be undone, so it must bear repeating
            return super().apply_migration(state, migration, fake, fake_initial)
        with transaction.atomic():
            return super().apply_migration(state, migration, fake, fake_initial)


def _migrate() -> None:
    """Do what Django's `migrate` does, with our executor."""
    executor = RecordingExecutor(connection)
    executor.loader.check_consistent_history(connection)
    targets = executor.loader.graph.leaf_nodes()
    plan = executor.migration_plan(targets)
    before = executor._create_project_state(with_applied_migrations=True)  # type: ignore[attr-defined]  # noqa: SLF001  as Django's own command does
    using = connection.alias
    emit_pre_migrate_signal(0, False, using, apps=before.apps, plan=plan)  # noqa: FBT003  Django's signature
    state = executor.migrate(targets, plan=plan, state=before.clone())
    state.clear_delayed_apps_cache()
    emit_post_migrate_signal(0, False, using, apps=state.apps, plan=plan)  # noqa: FBT003  Django's signature


def _applied() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


def _shipped() -> set[tuple[str, str]]:
    return {
        (app.label, file.stem)
        for app in apps.get_app_configs()
        for file in (Path(app.path) / "migrations").glob("[!_]*.py")
    }


def _named(migrations: set[tuple[str, str]]) -> list[str]:
    return sorted(f"{app}.{name}" for app, name in migrations)
