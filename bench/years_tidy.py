"""One day's tidying over many sessions and devices that have ended. Run by bench/years.py."""

import sys
from datetime import UTC, datetime, timedelta

import django

django.setup()

from django.db import connection  # noqa: E402  tables come after the set-up

from closeknit.rooms import lifecycles  # noqa: E402

_ENDED = """
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})
    INSERT INTO django_session (session_key, session_data, expire_date)
    SELECT printf('%032d', n), 'ended', '{ended}' FROM numbers;
UPDATE people_device SET ends_at = '{ended}'
"""


def main() -> None:
    now = datetime.now(UTC)
    if "--fill" not in sys.argv:
        lifecycles.tidy(now=now)
        return
    values = {"count": int(sys.argv[2]), "ended": f"{now - timedelta(days=1):%Y-%m-%d %H:%M:%S}"}
    with connection.cursor() as cursor:
        for statement in _ENDED.format(**values).split(";\n"):
            cursor.execute(statement)


if __name__ == "__main__":
    main()
