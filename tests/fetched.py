"""Everything a person can fetch, told so that two worlds can be compared.

What is random by design is taken out: CSRF tokens, cookies, nonces; random ids are numbered in the
order in which they appear.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from cast import Person
from django.test import Client
from django.urls import reverse
from exports import taken
from test_every_url import CASES

from closeknit.rooms.listening.queries import grant_to_listen

PRACTICES = ("longer-kiss", "speaker-turns")
DAYS_BACK = 9  # two more than a day takes words
# Reading these does something on purpose, or they belong to no couple.
NOT_READ = frozenset({"people:leave_quickly", "people:sign_out", "account_logout"})
STRANGERS = ("guide:", "demo:", "healthz", "readyz", "account_", "mfa_", "offline:worker")
PARTS = ("/tonight/", "/answers/", "/practices/longer-kiss/", "/repair/")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_LINK = re.compile(r'(?:href|action|hx-get|formaction|data-[a-z-]+)="(/[^"#]*)')
_CHANCE = (
    re.compile(r'(?<=name="csrfmiddlewaretoken" value=")[^"]*'),
    re.compile(r"(?<=hx-headers=\')[^\']*"),
    re.compile(r"(?<=nonce-)[A-Za-z0-9+/=_-]+"),
    re.compile(r'(?<=nonce=")[^"]*'),
    re.compile(r'(?<="token": ")[^"]*'),
)


@dataclass
class Fetched:
    """What came back from one address: status, headers and words."""

    address: str
    status: int
    headers: dict[str, str]
    words: str


@dataclass
class Numbering:
    """Random ids, numbered as they appear."""

    known: dict[str, str] = field(default_factory=dict)

    def plain(self, text: str) -> str:
        for chance in _CHANCE:
            text = chance.sub("*", text)
        return _ID.sub(lambda found: self.known.setdefault(found[0], f"#{len(self.known)}"), text)


def everything(
    person: Person, *, feed: str = "", listening_rooms: Iterable[UUID] = ()
) -> list[Fetched]:
    """Fetch every page, part, event, export and feed that is there for a person."""
    found = [each for address in _addresses(person) for each in _looked_at(person, address)]
    file = taken(person.client, person.password)
    assert file["Content-Type"] == "application/zip", file.content
    found.append(_told("what one can take along", file))
    links = dict.fromkeys(link for each in found for link in _LINK.findall(each.words))
    linked = [link for link in links if _ID.search(link)]
    found += [each for address in linked for each in _looked_at(person, address)]
    cookies = {name: morsel.value for name, morsel in person.client.cookies.items()}
    if feed:
        shown = Client().get(reverse("calendar:feed", args=[feed]))
        found.append(_told("the calendar feed", shown))
    for listening_room in listening_rooms:
        right = grant_to_listen(
            cookies=cookies, listening_room_id=listening_room, now=person.clock.now
        )
        first = "" if right is None else f"data: {right.version}"
        found.append(Fetched(f"the stream of {listening_room}", 200, {}, first))
    return _plain(found)


def most_telling(person: Person) -> list[Fetched]:
    """Fetch the few pages on which the days themselves stand."""
    addresses = ("/", "/questions/own/", "/offline/today/", "/answers/", *_days(person))
    return _plain([each for address in addresses for each in _looked_at(person, address)])


def _addresses(person: Person) -> Iterator[str]:
    for name, case in CASES.items():
        is_read = case.post is None and not case.arguments and name not in NOT_READ
        if is_read and not name.startswith(STRANGERS):
            yield reverse(name)
    yield from (f"/practices/{slug}/" for slug in PRACTICES)
    yield from _days(person)


def _days(person: Person) -> list[str]:
    today = person.viewer().today
    return [f"/answers/{today - timedelta(days=back)}/" for back in range(-1, DAYS_BACK)]


def _looked_at(person: Person, address: str) -> list[Fetched]:
    """Ask for an address as a browser does, and for the part of it that HTMX takes."""
    has_part = address == "/" or address.startswith(PARTS) or _ID.search(address)
    asked = [{}, {"HX-Request": "true"}] if has_part else [{}]
    return [_told(address, person.client.get(address, headers=extra)) for extra in asked]


def _told(address: str, response: Any) -> Fetched:
    headers = dict(response.items())
    headers.pop("Expires", None)  # Django's own, by the wall clock
    headers.pop("Content-Length", None)  # of a zip with random ids in it; its words are compared
    if response.headers.get("Content-Type") == "application/zip":
        words = "\n".join(f"{name}\n{text}" for name, text in _unpacked(response.content))
    else:
        words = response.content.decode()
    return Fetched(address, response.status_code, headers, words)


def _unpacked(packed: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        for each in archive.infolist():
            yield each.filename, archive.read(each).decode()


def _plain(found: list[Fetched]) -> list[Fetched]:
    numbers = Numbering()
    for each in found:
        each.address, each.words = numbers.plain(each.address), numbers.plain(each.words)
        each.headers = {name: numbers.plain(value) for name, value in each.headers.items()}
    return found
