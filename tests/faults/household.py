"""A household in a process of its own, so that a test can kill it or move its folder.

Run as `household.py ROLE`, with the data folder in the environment; each role is a function here.
"""

import json
import os
import signal
import sys
from uuid import uuid4

import django

django.setup()

from cast import Clock, Person, arrive, pair  # noqa: E402  models need Django first
from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from closeknit.config import schema  # noqa: E402
from closeknit.domain.vault import stretch  # noqa: E402
from closeknit.rooms.moments.actions import write_thanks  # noqa: E402
from closeknit.rooms.moments.rules import ThankYouWords  # noqa: E402
from closeknit.rooms.people.actions import passwords  # noqa: E402
from closeknit.rooms.people.actions.passwords import stretch_new  # noqa: E402
from closeknit.rooms.people.models import User  # noqa: E402

NEW = "a brand new evening"
CANARY = "the canary under the apple tree"
CLOCK = Clock()
settings.CLOCK = CLOCK
# As in conftest: what Argon2 costs is measured elsewhere.
stretch.__kwdefaults__ = {**stretch.__kwdefaults__, "ops": 1, "mem": 8 * 1024}


def settle() -> None:
    """Seat Alice and Bob, and have Alice write a thank-you."""
    schema.migrate()
    alice, bob = arrive("Alice", CLOCK), arrive("Bob", CLOCK, alone=False)
    pair(alice, bob)
    write_thanks(viewer=alice.viewer(), key=uuid4(), words=ThankYouWords(did=CANARY))
    _tell("settled")


def change_password() -> None:
    """Change Alice's password again and again, killed at each statement in turn, then not at all.

    Tell after each which passwords open her vault and whether her words are there.
    """
    told, at, is_whole = [], 0, False
    while not is_whole:
        at += 1
        connection.close()
        child = os.fork()
        if child == 0:
            _change_password(killed_at=at)
            os._exit(0)
        is_whole = os.waitpid(child, 0)[1] == 0
        told.append({"old": _opens_by("a quiet alice evening"), "new": _opens_by(NEW)})
    _tell(told)


def _change_password(*, killed_at: int) -> None:
    person = _person("Alice")
    umk, new = person.keyring.umk, stretch_new(NEW)
    seen = 0

    def count(execute, *query):
        nonlocal seen
        seen += 1
        if seen == killed_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*query)

    with connection.execute_wrapper(count):
        passwords.change_password(user=person.user, umk=umk, password=new)


def _opens_by(password: str) -> bool:
    """Tell whether a password signs in and shows Alice her words."""
    cache.clear()  # many tries are what this is about
    client = Client()
    client.post("/sign-in/", _login(password))
    return _sees_canary(client)


def _sees_canary(client: Client) -> bool:
    return CANARY in client.get("/thanks/").content.decode()


def _login(password: str) -> dict[str, str]:
    return {"login": "alice", "password": password, "kind": "own"}


def _person(name: str) -> Person:
    return Person(name=name, clock=CLOCK, user=User.objects.get(username=name.lower()))


def _tell(value: object) -> None:
    _say(json.dumps(value))


def _say(line: str) -> None:
    """Write past every buffer: what was said must have been true before a kill."""
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    globals()[sys.argv[1]]()
