"""Two worlds with the same couple: each is a database of its own, copied from one evening.

What is written in them is committed, so what waits for a commit happens for real: a world keeps
what was announced to open pages.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import unified_diff
from hashlib import blake2b
from http.cookies import SimpleCookie
from unittest import mock
from uuid import UUID

from acts import Act, Browser, NotTakenError, come_in
from cast import Clock, Person
from django.core.cache import cache
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from fetched import Fetched, everything, most_telling

from closeknit.live.bus import Announcement, Bus, bus

_FEED = re.compile(rb"/calendar/([^/]+)/quiet\.ics")


@dataclass
class Telling:
    """Keeps what the bus would pass on to other processes: all that is announced."""

    told: list[Announcement]

    def publish(self, message: Announcement) -> None:
        self.told.append(message)

    def listen(self, bus: Bus) -> None:
        """Nothing comes from elsewhere."""


@dataclass
class World:
    """One course of evenings: who did what, and what Bob found each time he looked."""

    name: str
    database: BaseDatabaseWrapper
    alice: Person
    bob: Person
    clock: Clock
    feed: str = ""
    listening_rooms: tuple[UUID, ...] = ()
    told: list[Announcement] = field(default_factory=list)
    seen: list[list[Fetched]] = field(default_factory=list)

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Let all that is asked, kept and announced be this world's."""
        relay = Telling(self.told)
        bus.reach_by(relay)
        try:
            with _standing_in(self.database), mock.patch.object(cache, "key_prefix", self.name):
                yield
        finally:
            bus._relays.remove(relay)

    def do(self, who: str, act: Act, label: str) -> str:
        """Let one of the two act; return why it was not taken, if it was not."""
        person = getattr(self, who)
        with self.entered(), chance(label):
            come_in(person)
            try:
                self._note_feed(who, act(person))
            except NotTakenError as error:
                return str(error)
        return ""

    def look(self) -> list[Fetched]:
        """Return everything that Bob finds, and what his open pages were told."""
        with self.entered(), chance(f"look {len(self.seen)}"):
            come_in(self.bob)
            found = everything(self.bob, feed=self.feed, listening_rooms=self.listening_rooms)
        return self._keep(found)

    def glance(self) -> list[Fetched]:
        """Return the pages that tell Bob most, and what his open pages were told."""
        with self.entered(), chance(f"glance {len(self.seen)}"):
            come_in(self.bob)
            found = most_telling(self.bob)
        return self._keep(found)

    def _note_feed(self, who: str, answer: object) -> None:
        """Follow Bob's calendar to a new address, which the page that made it shows once."""
        made = _FEED.search(getattr(answer, "content", b"")) if who == "bob" else None
        self.feed = made[1].decode() if made else self.feed

    def _keep(self, found: list[Fetched]) -> list[Fetched]:
        """Add each announcement that a stream of Bob's may carry: all but those to Alice alone."""
        theirs = [each for each in self.told if each.topic != self.alice.user.pk]
        words = "\n".join(f"{each.topic} {each.kind.name} {each.version}" for each in theirs)
        self.seen.append([*found, Fetched("what was announced", 200, {}, words)])
        return self.seen[-1]


@dataclass(eq=False)
class Evening:
    """What every world begins from, kept in a database that stays as it is."""

    database: BaseDatabaseWrapper
    alice: Person
    bob: Person
    clock: Clock
    began: datetime
    feed: str = ""
    listening_rooms: tuple[UUID, ...] = ()

    @contextmanager
    def world(self, name: str) -> Iterator[World]:
        """Begin a course of evenings; the clock is set back for whoever looks at it."""
        self.clock.now = self.began
        cache.clear()
        database = _database(like=self.database)
        try:
            yield World(
                name,
                database,
                alice=_with_own_browser(self.alice),
                bob=_with_own_browser(self.bob),
                clock=self.clock,
                feed=self.feed,
                listening_rooms=self.listening_rooms,
            )
        finally:
            database.connection.close()


@contextmanager
def a_database() -> Iterator[BaseDatabaseWrapper]:
    """Put a new database, with all its tables, in place of the tests' own for a while."""
    made = _database(like=connections["default"])
    with _standing_in(made):
        yield made


@contextmanager
def chance(label: str) -> Iterator[None]:
    """Draw the same ids for the same step in both worlds; what differs is then no accident."""
    drawn = 0

    def bytes_of(count: int) -> bytes:
        nonlocal drawn
        drawn += 1
        return blake2b(f"{label} {drawn}".encode(), digest_size=count).digest()

    with mock.patch.object(os, "urandom", bytes_of):
        yield


def assert_same(found: list[list[Fetched]], expected: list[list[Fetched]], after: str) -> None:
    for number, (seen, known) in enumerate(zip(found, expected, strict=True)):
        told = f"look {number} after {after}"
        assert [each.address for each in seen] == [each.address for each in known], told
        for one, other in zip(seen, known, strict=True):
            assert one == other, f"{one.address}, {told}:\n{_difference(one, other)}"


def _difference(one: Fetched, other: Fetched) -> str:
    without, with_it = (
        f"{each.status} {each.headers}\n{each.words}".split("\n") for each in (other, one)
    )
    return "\n".join(unified_diff(without, with_it, "without", "with", lineterm="", n=1))


def _with_own_browser(person: Person) -> Person:
    browser = Browser()
    browser.cookies = SimpleCookie(person.client.cookies)
    return replace(person, client=browser)


def _database(*, like: BaseDatabaseWrapper) -> BaseDatabaseWrapper:
    """Return a new database in memory that holds what another holds."""
    settings = connections.settings["default"]
    connections.settings["default"] = {**settings, "NAME": ":memory:"}
    try:
        made = connections.create_connection("default")
    finally:
        connections.settings["default"] = settings
    made.ensure_connection()
    made.connection.deserialize(like.connection.serialize())
    return made


@contextmanager
def _standing_in(database: BaseDatabaseWrapper) -> Iterator[None]:
    before = connections["default"]
    connections["default"] = database
    try:
        yield
    finally:
        connections["default"] = before
