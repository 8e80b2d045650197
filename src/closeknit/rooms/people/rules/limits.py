"""How often something may be tried, and as whose tries they count; no Django, no clock.

A browser that the account knows has a count of its own, so nobody else's tries ever refuse it.
All others share the counts of their pair (source, account), of their source, and for what can be
guessed of the account as well: that last one bounds a guesser with many addresses. Before a
sign-in "the account" is what was typed, folded, so that no count tells whose it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Limit:
    tries: int
    within: int
    """Seconds."""


class Scope(StrEnum):
    DEVICE = "device"
    PAIR = "pair"
    SOURCE = "source"
    ACCOUNT = "account"


class LimitedAct(StrEnum):
    SIGN_IN = "sign in"
    SECOND_STEP = "second step"
    PASSWORD_AGAIN = "password again"  # noqa: S105  an act's name
    RECOVERY = "recovery"
    RESET_MAIL = "reset mail"
    RESET_KEY = "reset key"
    CREATE_ACCOUNT = "create account"
    OPEN_INVITATION = "open invitation"
    TRY_CHANNEL = "try channel"
    ADD_CHANNEL = "add channel"


MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60
_AT_A_KNOWN_DEVICE = (Limit(20, 5 * MINUTE), Limit(100, DAY))
_BY_PAIR = (Limit(8, 5 * MINUTE), Limit(30, DAY))
_BY_SOURCE = (Limit(60, 5 * MINUTE),)

LIMITS: Mapping[LimitedAct, Mapping[Scope, tuple[Limit, ...]]] = {
    LimitedAct.SIGN_IN: {
        Scope.DEVICE: _AT_A_KNOWN_DEVICE,
        Scope.PAIR: _BY_PAIR,
        Scope.SOURCE: _BY_SOURCE,
        Scope.ACCOUNT: (Limit(300, DAY),),
    },
    LimitedAct.SECOND_STEP: {
        Scope.DEVICE: _AT_A_KNOWN_DEVICE,
        Scope.PAIR: _BY_PAIR,
        Scope.SOURCE: _BY_SOURCE,
        Scope.ACCOUNT: (Limit(100, DAY),),
    },
    LimitedAct.PASSWORD_AGAIN: {
        Scope.DEVICE: _AT_A_KNOWN_DEVICE,
        Scope.PAIR: _BY_PAIR,
        Scope.ACCOUNT: (Limit(300, DAY),),
    },
    # 160 bits cannot be guessed: these bound the work, and have no count of the account.
    LimitedAct.RECOVERY: {
        Scope.DEVICE: (Limit(20, 10 * MINUTE),),
        Scope.PAIR: (Limit(20, 10 * MINUTE),),
        Scope.SOURCE: (Limit(60, 10 * MINUTE),),
    },
    LimitedAct.RESET_MAIL: {
        Scope.DEVICE: (Limit(3, HOUR),),
        Scope.PAIR: (Limit(3, HOUR),),
        Scope.SOURCE: (Limit(20, HOUR),),
        Scope.ACCOUNT: (Limit(20, DAY),),
    },
    LimitedAct.RESET_KEY: {Scope.SOURCE: (Limit(30, 10 * MINUTE),)},
    LimitedAct.CREATE_ACCOUNT: {Scope.SOURCE: (Limit(10, HOUR),)},
    LimitedAct.OPEN_INVITATION: {
        Scope.PAIR: (Limit(10, HOUR),),
        Scope.SOURCE: (Limit(30, HOUR),),
    },
    # One's own acts, on whichever device.
    LimitedAct.TRY_CHANNEL: {Scope.ACCOUNT: (Limit(6, 10 * MINUTE),)},
    LimitedAct.ADD_CHANNEL: {Scope.ACCOUNT: (Limit(10, HOUR),)},
}


def seconds_to_wait(tried: Sequence[float], *, limits: Sequence[Limit], now: float) -> float:
    """Return when one more try is within every limit, in seconds from `now`; 0 is at once.

    Instants that lie ahead come from a clock that was set back, and count until it is there.
    """
    return max((_wait(tried, limit=limit, now=now) for limit in limits), default=0.0)


def still_counting(
    tried: Sequence[float], *, limits: Sequence[Limit], now: float
) -> tuple[float, ...]:
    """Return the tries that still count for some limit, oldest first."""
    longest = max((limit.within for limit in limits), default=0)
    return tuple(sorted(each for each in tried if abs(now - each) < longest))


def _wait(tried: Sequence[float], *, limit: Limit, now: float) -> float:
    recent = still_counting(tried, limits=(limit,), now=now)
    if len(recent) < limit.tries:
        return 0.0
    if not limit.tries:
        return float(limit.within)
    return max(0.0, recent[-limit.tries] + limit.within - now)
