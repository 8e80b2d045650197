"""Two worlds with the same couple: each begins from one evening, and is undone at its end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import unified_diff
from hashlib import blake2b
from http.cookies import SimpleCookie
from unittest import mock
from uuid import UUID

from cast import Clock, Person
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from fetched import Fetched, everything, most_telling


@dataclass
class World:
    """One course of evenings: who did what, and what Bob found each time he looked."""

    alice: Person
    bob: Person
    clock: Clock
    feed: str
    rooms: tuple[UUID, ...] = ()
    seen: list[list[Fetched]] = field(default_factory=list)

    def look(self) -> None:
        self.seen.append(everything(self.bob, feed=self.feed, rooms=self.rooms))

    def glance(self) -> None:
        self.seen.append(most_telling(self.bob))


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


class Couple:
    """Alice and Bob, a fortnight in; each world begins from here and is undone at its end."""

    def __init__(self, alice: Person, bob: Person, clock: Clock, **kept) -> None:
        self.alice, self.bob, self.clock = alice, bob, clock
        self.began, self.kept = clock.now, kept
        self.cookies = {person.name: person.client.cookies for person in (alice, bob)}

    @contextmanager
    def world(self) -> Iterator[World]:
        with transaction.atomic():
            cache.clear()
            for person in (self.alice, self.bob):
                person.client = Client()
                person.client.cookies = SimpleCookie(self.cookies[person.name])
            self.clock.now = self.began
            yield World(self.alice, self.bob, self.clock, **self.kept)
            transaction.set_rollback(True)


def assert_same(found: list[list[Fetched]], expected: list[list[Fetched]], after: str) -> None:
    for number, (seen, known) in enumerate(zip(found, expected, strict=True)):
        told = f"look {number} after {after}"
        assert [each.address for each in seen] == [each.address for each in known], told
        for one, other in zip(seen, known, strict=True):
            assert one == other, f"{one.address}, {told}:\n{_difference(one, other)}"


def _difference(one: Fetched, other: Fetched) -> str:
    before, after = (
        f"{each.status} {each.headers}\n{each.words}".split("\n") for each in (other, one)
    )
    return "\n".join(unified_diff(before, after, "without", "with", lineterm="", n=1))
