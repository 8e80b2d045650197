"""The settings under test, on the PostgreSQL server that TESTED_DATABASE_URL names."""

from environs import FileAwareEnv
from tested_settings import *  # noqa: F403  all but the database

from closeknit.config.environment import on_postgres

DATABASES = {
    "default": {
        **on_postgres(FileAwareEnv().dj_db_url("TESTED_DATABASE_URL")),
        "CONN_MAX_AGE": None,
    }
}
