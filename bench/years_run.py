"""Live some years as one couple, then measure their pages. Run by bench/years.py.

The couple does all by the actions that the pages call, an evening at a time.
"""

import json
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from statistics import median

import django

django.setup()

from couples import PASSWORD, Past, make_couple  # noqa: E402  tables come after the set-up
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from years_cast import answer, listen, meet, mend, practise, thank  # noqa: E402

from closeknit.rooms.archive.actions import gather, pack  # noqa: E402
from closeknit.rooms.people.actions.passwords import change_password, stretch_new  # noqa: E402
from closeknit.rooms.people.backends import check_password  # noqa: E402
from closeknit.rooms.people.models import User  # noqa: E402
from closeknit.rooms.people.queries import keyring_by_root, viewer_of  # noqa: E402
from closeknit.rooms.people.viewer import Viewer  # noqa: E402
from closeknit.rooms.practices.queries import library  # noqa: E402

PAGES = (
    "/",
    "/answers/",
    "/thanks/",
    "/practices/",
    "/practices/history/",
    "/listening/",
    "/meeting/",
    "/repair/",
    "/repair/between/",
    "/repair/loop/",
    "/repair/outside/",
    "/week/",
)
A_YEAR = 360  # evenings
ROUNDS = 9


def main() -> None:
    years, every = int(sys.argv[1]), int(sys.argv[2])
    call_command("migrate", interactive=False, verbosity=0)
    now = datetime.now(UTC)
    empty = Past(days=years * A_YEAR + 1, answered=0, thanked=0, practised=0, asked=0)
    names = make_couple(number=1, past=empty, now=now)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
        before = _bytes(cursor)
    both = tuple(_viewer(name, now) for name in names)
    _live(both, evenings=years * A_YEAR, every=every, now=now)
    with connection.cursor() as cursor:
        kept = _bytes(cursor) - before
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("ANALYZE")
    found = {
        "pages": _pages(names[0]),
        "mb_per_couple_year": kept / 1e6 / years * every,
        "export_s": _export_s(both[0]),
        "password_lock_ms": _password_lock_ms(both[0]),
    }
    print(json.dumps(found))


def _live(both: tuple[Viewer, ...], *, evenings: int, every: int, now: datetime) -> None:
    """Some of everything, as often as a couple who use all of it: see the README."""
    slugs = sorted(library().practices)
    for turn, back in enumerate(range(evenings, 0, -every)):
        alice, bob = (replace(each, now=now - timedelta(days=back)) for each in both)
        answer(alice, bob)
        if turn % 6:
            thank(alice if turn % 2 else bob)
        if turn % 2:
            practise(alice, slug=slugs[turn % len(slugs)])
            practise(bob, slug=slugs[turn % len(slugs)], is_shown=turn % 10 == 1)
        if turn % 7 == 0:
            meet(alice, bob)
        if turn % 12 == 0:
            listen(alice)
        if turn % 18 == 0:
            mend(alice, bob)


def _viewer(name: str, now: datetime) -> Viewer:
    user = User.objects.select_related("keyring").get(username=name)
    root = check_password(user=user, password=PASSWORD)
    keyring = None if root is None else keyring_by_root(user=user, root=root)
    viewer = None if keyring is None else viewer_of(user=user, umk=keyring.umk, now=now)
    assert viewer is not None
    return viewer


def _pages(name: str) -> dict[str, tuple[float, int, int]]:
    """Return each page's CPU time in ms, its statements, and the bytes of its HTML."""
    client = Client(headers={"host": "localhost"})
    given = {"login": name, "password": PASSWORD, "kind": "own"}
    assert client.post("/sign-in/", given).status_code == 302
    return {path: _page(client, path) for path in PAGES}


def _page(client: Client, path: str) -> tuple[float, int, int]:
    taken = []
    assert client.get(path).status_code == 200, path
    for _ in range(ROUNDS):
        begun = time.thread_time()
        client.get(path)
        taken.append(1_000 * (time.thread_time() - begun))
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    return median(taken), len(captured), len(response.content)


def _export_s(viewer: Viewer) -> float:
    """Return the CPU seconds of one file, as its child makes it."""
    begun = time.thread_time()
    archive = gather(user=viewer.user, keyring=viewer.keyring, viewer=viewer, now=viewer.now)
    pack(archive)
    return time.thread_time() - begun


def _password_lock_ms(viewer: Viewer) -> float:
    """Return how long a new password keeps other writers out: its one transaction."""
    new = stretch_new("another quiet evening for two")
    user = User.objects.get(pk=viewer.user.pk)
    begun = time.perf_counter()
    change_password(user=user, umk=viewer.keyring.umk, password=new)
    return 1_000 * (time.perf_counter() - begun)


def _bytes(cursor: object) -> int:
    database = settings.ENVIRONMENT.sqlite_file
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[attr-defined]
    return int(database.stat().st_size)


if __name__ == "__main__":
    main()
