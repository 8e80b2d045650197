"""Counting tries before they are made, so that many at once cannot pass a limit together.

Where the counts rest is bounded, and `people/actions/counting.py` says where; nobody waits here.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from closeknit.hosting.forwarded import client_address, source_of
from closeknit.rooms.people import marks, signing_in
from closeknit.rooms.people.actions.counting import hold_counts
from closeknit.rooms.people.models import TryCount, User
from closeknit.rooms.people.queries import people_called
from closeknit.rooms.people.rules.limits import (
    LIMITS,
    Limit,
    LimitedAct,
    Scope,
    seconds_to_wait,
    still_counting,
)
from closeknit.rooms.people.rules.names import fold_name

LONGEST_LOGIN = 254  # characters: the longest address


class TooOftenError(Exception):
    """One try more than a limit allows; `seconds` is when the next one is welcome."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too often; welcome again in {seconds} seconds.")
        self.seconds = seconds


@dataclass(frozen=True)
class TypedAccount:
    """What somebody typed for an account while signed out, and whose that is: of nobody or some.

    Tries count by what was typed and never by whose it is: a count that a name and an address
    shared would tell that they belong together.
    """

    name: str
    people: Sequence[User] = ()


@dataclass(frozen=True)
class Try:
    """A try that was counted."""

    limits: Mapping[str, tuple[Limit, ...]]
    at: float

    def forgive(self) -> None:
        """Take it off the counts again: it was right."""
        with hold_counts(lasts=_lasts(self.limits), now=self.at) as counts:
            for key, tried in counts.items():
                if self.at in tried:
                    place = tried.index(self.at)
                    counts[key] = (*tried[:place], *tried[place + 1 :])


Account = User | TypedAccount | str


def count_try(request: HttpRequest, act: LimitedAct, *, account: Account = "") -> Try:
    """Count one more try at an account: a person who is signed in, or what was typed for one.

    Raises TooOftenError, and counts nothing, when that is more than a limit allows.
    """
    limits = {
        _key(act, scope, whose): LIMITS[act][scope]
        for scope, whose in _counted_as(request, act, account=account).items()
    }
    now = cast("signing_in.VisitorRequest", request).now.timestamp()
    with hold_counts(lasts=_lasts(limits), now=now) as tried:
        wait = max(
            (seconds_to_wait(tried[key], limits=limits[key], now=now) for key in limits),
            default=0.0,
        )
        if wait:
            raise TooOftenError(math.ceil(wait))
        for key, each in limits.items():
            tried[key] = (*still_counting(tried[key], limits=each, now=now), now)
    return Try(limits=limits, at=now)


def forget_tries(request: HttpRequest, act: LimitedAct, *, person: User) -> None:
    """Let this source begin again with whatever a person signs in by: they have just proven it."""
    now = cast("signing_in.VisitorRequest", request).now.timestamp()
    for name in {person.username, person.folded_name, person.email} - {""}:
        account = TypedAccount(name=fold_name(name), people=[person])
        counted = _counted_as(request, act, account=account)
        own = counted.keys() & {Scope.PAIR, Scope.DEVICE}
        lasts = dict.fromkeys([_key(act, scope, counted[scope]) for scope in own], 1)
        with hold_counts(lasts=lasts, now=now) as counts:
            counts.update(dict.fromkeys(counts, ()))


def account_called(typed: str) -> TypedAccount:
    """Return a typed name or address, folded, and whose it is."""
    name = typed[:LONGEST_LOGIN].replace("\x00", "")  # PostgreSQL takes none
    return TypedAccount(name=fold_name(name), people=people_called(name))


def client_ip(request: HttpRequest) -> str:
    """Return who asks, believing X-Forwarded-For only behind the proxies that the host named."""
    return client_address(
        peer=request.META.get("REMOTE_ADDR", ""),
        forwarded=request.headers.get("X-Forwarded-For", ""),
        proxies=settings.ENVIRONMENT.trusted_proxies,
    )


def _counted_as(request: HttpRequest, act: LimitedAct, *, account: Account) -> dict[Scope, str]:
    """Return whose counts a try adds to: those of a known device alone, or all the others'."""
    whose, people = _whose(account)
    source = source_of(client_ip(request))
    scopes = LIMITS[act]
    known = marks.known_here(request, people) if Scope.DEVICE in scopes else []
    if known:
        return {Scope.DEVICE: f"{marks.known_device_of(request, known[0])} {whose}"}
    counted = {Scope.PAIR: f"{source} {whose}", Scope.SOURCE: source, Scope.ACCOUNT: whose}
    return {scope: key for scope, key in counted.items() if scope in scopes}


def _whose(account: Account) -> tuple[str, Sequence[User]]:
    """Return what names an account in a count, and who may be behind it."""
    if isinstance(account, TypedAccount):
        return account.name, account.people
    return (str(account.pk), [account]) if isinstance(account, User) else (account, [])


def _key(act: LimitedAct, scope: Scope, whose: str) -> str:
    """Return a keyed digest: whoever has a copy of the counts learns no names and no addresses."""
    counted = f"{act} {scope} {whose}".encode("utf-8", "surrogatepass")
    return salted_hmac("closeknit tries", counted, algorithm="sha256").hexdigest()[
        : TryCount.KEY_LENGTH
    ]


def _lasts(limits: Mapping[str, tuple[Limit, ...]]) -> dict[str, int]:
    """Return for how many seconds each count matters to some limit."""
    return {key: max((limit.within for limit in each), default=1) for key, each in limits.items()}
