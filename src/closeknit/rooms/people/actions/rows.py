"""What every room does with the rows it keeps: insert one once, delete them wraps first."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet

_WRAPS = frozenset({"for_owner", "for_couple", "escrow"})


def insert_once(row: Model) -> bool:
    """Insert a row under the id it came with; False when it is there already.

    Forms carry the id of the row they make, so whatever arrives twice is kept once.
    """
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def unwrap_and_delete(rows: QuerySet[Any]) -> None:
    """Delete sealed rows, every wrap of theirs first; what they hold can then not be opened."""
    fields = rows.model._meta.concrete_fields  # noqa: SLF001  Django's own name for a model's fields
    rows.update(**dict.fromkeys(field.name for field in fields if field.name in _WRAPS))
    rows.delete()
