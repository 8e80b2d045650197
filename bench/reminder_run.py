"""One run of the sender over a crowd, as far as the outbox. Run by bench/reminders.py."""

import json
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django

django.setup()

from django.db import connection  # noqa: E402  tables come after the set-up

from closeknit.rooms.lifecycles import waiting  # noqa: E402
from closeknit.rooms.notifications.actions.queueing import queue_due  # noqa: E402
from closeknit.rooms.notifications.models import Reminders  # noqa: E402

NOW = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)  # nobody has answered yet
_WANT = """
INSERT INTO notifications_reminders (user_id, is_on, at, zone, quiet_from, quiet_until, pace,
        silent_days, next_at)
    SELECT id, 1, '{at}', 'UTC', '{quiet_from}', '{quiet_until}', 'more', 0, '{now}'
    FROM people_user;
INSERT INTO notifications_channel (id, user_id, kind, sealed, mark, label, is_on, failures,
        created_on)
    SELECT lower(hex(randomblob(16))), id, 'push', randomblob(300), randomblob(16), 'Phone', 1, 0,
        '{day}' FROM people_user
"""


def main() -> None:
    if "--filled" not in sys.argv:  # the run is measured in a process that filled nothing
        _fill()
        connection.close()
        if "--fill" in sys.argv:
            return
        subprocess.run([sys.executable, __file__, "--filled"], check=True)
        return
    now = Reminders.objects.values_list("next_at", flat=True)[0] + timedelta(minutes=1)
    asked = _Count()
    began, cpu_began = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(asked):
        queued = queue_due(now=now, waiting=waiting)
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu_began
    found = {
        "people": queued.people,
        "messages": queued.messages,
        "seconds": seconds,
        "cpu_seconds": cpu_seconds,
        "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "own_mb": _own_mb(),
        "queries_per_200": round(asked.count / (queued.people / 200), 1),
    }
    print(json.dumps(found))


class _Count:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute, sql, params, many, context):  # noqa: ANN001, ANN204  Django's hook
        self.count += 1
        return execute(sql, params, many, context)


def _own_mb() -> float:
    """Return the memory that is not the mapped database, of which SQLite maps up to 128 MB."""
    told = Path("/proc/self/status").read_text(encoding="ascii")
    return int(told.partition("RssAnon:")[2].split()[0]) / 1024


def _fill() -> None:
    """Have everybody want a reminder that comes due at this minute."""
    values = {
        "at": f"{NOW:%H:%M:%S}",
        "quiet_from": f"{NOW + timedelta(hours=6):%H:%M:%S}",
        "quiet_until": f"{NOW + timedelta(hours=12):%H:%M:%S}",
        "now": f"{NOW:%Y-%m-%d %H:%M:%S}",
        "day": NOW.date(),
    }
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
        for statement in _WANT.format(**values).split(";\n"):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
