"""What the two worlds of the partner-pages test must differ by, named table by table."""

from owned_tables import declared_tables


def private_acts() -> dict[str, set[str]]:
    """Return each act that the partner must not notice, with the tables it writes."""
    acts: dict[str, set[str]] = {}
    for table in declared_tables():
        if table.private_act:
            acts.setdefault(table.private_act, set()).add(table.model._meta.label)
    return acts


def shared_tables() -> set[str]:
    """Return the tables whose rows both of the two see, or that change by shared acts alone."""
    return {table.model._meta.label for table in declared_tables() if not table.private_act}
