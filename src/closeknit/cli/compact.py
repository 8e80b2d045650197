"""`closeknit compact`: the database file without the room that deleted words left in it."""

import typer

from closeknit.config.environment import read_environment
from closeknit.hosting.problems import HostError
from closeknit.hosting.upkeep import compact

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def compact_database() -> None:
    """Write the SQLite file anew without free pages. Best while the server is stopped."""
    database = read_environment().sqlite_file
    if database is None:
        raise HostError("PostgreSQL keeps its own files small. There is nothing to do here.")
    print("Writing the file anew. Whoever writes meanwhile waits.", flush=True)
    done = compact(database)
    print(f"The database had {done.before / 1e6:.1f} MB and has {done.after / 1e6:.1f} MB now.")
