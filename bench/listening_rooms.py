"""Open listening rooms, with both signed in. Run by bench/live.py, in a process of its own."""

import json
import sys
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import django

django.setup()

from couples import PASSWORD, Past, make_couple  # noqa: E402  tables come after the set-up
from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from closeknit.domain.vault import stretch  # noqa: E402
from closeknit.rooms.listening.models import ListeningRoom  # noqa: E402
from closeknit.rooms.listening.rules import Act, Event, Seat, advance  # noqa: E402

NOTHING_YET = dict.fromkeys((each.name for each in fields(Past)), 0)
NEW = Past(**{**NOTHING_YET, "days": 1})
OPENING = {
    "question": "own",
    "text": "the garden",
    "first": "me",
    "minutes": "2",
    "devices": "two",
}


def main() -> None:
    # Nobody signs in while the figures are taken: what Argon2 costs is measured elsewhere.
    stretch.__kwdefaults__ = {**stretch.__kwdefaults__, "ops": 1, "mem": 8 * 1024}
    settings.ALLOWED_HOSTS.append("testserver")
    call_command("migrate", interactive=False, verbosity=0)
    now = datetime.now(UTC)
    print(
        json.dumps([_listening_room(number, now=now) for number in range(1, int(sys.argv[1]) + 1)])
    )


def _listening_room(number: int, *, now: datetime) -> dict[str, object]:
    """Pair two people and bring them to the first say-back; return their cookies."""
    names = make_couple(number=number, past=NEW, now=now)
    browsers = [_signed_in(name) for name in names]
    opened = browsers[0].post("/listening/", {**OPENING, "key": str(uuid4())})
    assert opened.status_code == 302, opened.content.decode()
    row = ListeningRoom.objects.get(pk=UUID(opened["Location"].split("/")[2]))
    for act, seat in ((Act.AGREE, Seat.TWO), (Act.BEGIN, Seat.ONE), (Act.FINISH, Seat.ONE)):
        row.state = advance(row.state, Event(act, seat, row.version), now + timedelta(seconds=1))
    row.save()
    for browser in browsers:
        browser.get("/")  # its page sets the token
    return {
        "listening_room": str(row.pk),
        "cookies": [{key: one.value for key, one in each.cookies.items()} for each in browsers],
    }


def _signed_in(name: str) -> Client:
    cache.clear()  # as if an hour had passed: the server takes only so many from one address
    browser = Client()
    answer = browser.post("/sign-in/", {"login": name, "password": PASSWORD, "kind": "own"})
    assert answer.status_code == 302, answer.content.decode()
    return browser


if __name__ == "__main__":
    main()
