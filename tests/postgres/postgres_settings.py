"""The settings under test, on the PostgreSQL server that TESTED_DATABASE_URL names."""

import os

from tested_settings import *  # noqa: F403  all but the database

from closeknit.config.database_url import database_settings

DATABASES = {
    "default": {
        **database_settings(os.environ["TESTED_DATABASE_URL"]),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
}
