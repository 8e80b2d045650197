"""The settings under test, on the PostgreSQL server that TESTED_DATABASE_URL names."""

import os

from tested_settings import *  # noqa: F403  all but the database

from closeknit.config.database_url import database_settings, on_postgres

DATABASES = {
    "default": {
        **on_postgres(database_settings(os.environ["TESTED_DATABASE_URL"])),
        "CONN_MAX_AGE": None,
    }
}
