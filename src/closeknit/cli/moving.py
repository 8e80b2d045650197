"""Copying all rows from one database into another. Stands on Django."""

from itertools import islice
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from closeknit.cli.readiness import Meant
from closeknit.cli.updating import bring_up_to_date
from closeknit.config.database_url import sqlite_settings
from closeknit.config.environment import Environment
from closeknit.hosting.problems import HostError

_SOURCE = "source"
_AT_ONCE = 500  # rows in one statement


def move(environment: Environment, *, source: Path) -> int:
    """Copy each table in one transaction, whole or not at all; return how many rows there are.

    The file is locked against writers meanwhile. Raises HostError.
    """
    bring_up_to_date(environment, meant=Meant(), copy=False)
    options = {"transaction_mode": "IMMEDIATE", "timeout": 20}
    plain = {**connections.settings["default"], "CONN_HEALTH_CHECKS": False}
    connections.settings[_SOURCE] = {**plain, **sqlite_settings(source), "OPTIONS": options}
    try:
        with transaction.atomic(using=_SOURCE), transaction.atomic():
            _refuse_other_version(source)
            return _copy_all()
    finally:
        connections[_SOURCE].close()


def _refuse_other_version(source: Path) -> None:
    there, here = (
        set(MigrationRecorder(each).applied_migrations())
        for each in (connections[_SOURCE], connection)
    )
    if there != here:
        raise HostError(
            f"{source} is not as this version makes it. Nothing was moved. Run `closeknit migrate` "
            "on it first, without CLOSEKNIT_DATABASE_URL."
        )


def _copy_all() -> int:
    """Foreign keys are looked at when all is there, so the order of tables does not matter."""
    models = [
        each
        for each in apps.get_models(include_auto_created=True)
        if each._meta.managed and not each._meta.proxy  # noqa: SLF001  Django's own name
    ]
    for model in models:
        model._base_manager.all().delete()  # noqa: SLF001  what migrations wrote by themselves
    rows = sum(_copy(model) for model in models)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    return rows


def _copy(model: type[Model]) -> int:
    manager: Any = model._base_manager  # noqa: SLF001  the one that leaves no row out
    source = manager.using(_SOURCE)
    rows = source.order_by("pk").iterator(chunk_size=_AT_ONCE)
    while some := list(islice(rows, _AT_ONCE)):
        manager.bulk_create(some)
    count = int(manager.count())
    if count != source.count():
        raise HostError(f"Not every row of {model._meta.label} arrived. Nothing was moved.")  # noqa: SLF001
    return count
