"""Every page that somebody can open, found by following links as each kind of visitor."""

import base64
import hmac
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.urls import Resolver404, URLResolver, get_resolver, resolve
from phones import Phone
from scenes import (
    THANKS,
    become_a_couple,
    begin,
    keep_recovery_code,
    password_of,
    reveal,
    thank_here,
)
from servers import Server

NOT_PAGES = {  # addresses that show nothing of their own, and why
    "healthz": "a word for machines",
    "readyz": "a word for machines",
    "people:begin_with_link": "takes the secret out of the address",
    "people:join_with_link": "takes the secret out of the address",
    "people:sign_out": "only takes a form",
    "account_logout": "only takes a form",
    "people:lock": "only takes a form",
    "people:take_back": "only takes a form",
    "people:sign_out_device": "only takes a form",
    "people:theme": "only takes a form",
    "people:keep_name": "only takes a form",
    "people:unlock": "leads to Today, which asks for the password",
    "people:leave_quickly": "an empty page on purpose",
    "mfa_index": "leads to the settings",
    "today:begin_onboarding_step": "only takes a form",
    "today:put_off": "only takes a form",
    "questions:answer": "only takes a form",
    "questions:guess": "only takes a form",
    "questions:draft": "only takes a form",
    "questions:pass_on": "only takes a form",
    "questions:skip": "only takes a form",
    "questions:reply": "only takes a form",
    "questions:hand_over": "only takes a form",
    "questions:keep_private": "only takes a form",
    "questions:take_back": "only takes a form",
    "moments:draft": "only takes a form",
    "moments:land": "only takes a form",
    "practices:done": "only takes a form",
    "practices:mark": "only takes a form",
    "repair:ask": "only takes a form",
    "repair:say_yes": "only takes a form",
    "repair:not_tonight": "only takes a form",
    "repair:take_back": "only takes a form",
    "repair:read_opening_aloud": "only takes a form",
    "repair:send_opening": "only takes a form",
    "repair:draft_apology": "only takes a form",
    "repair:read_apology_aloud": "only takes a form",
    "repair:draft_half": "only takes a form",
    "repair:show_half": "only takes a form",
    "repair:draft_outside": "only takes a form",
    "meetings:begin": "only takes a form",
    "meetings:note": "only takes a form",
    "meetings:hide": "only takes a form",
    "meetings:plan": "only takes a form",
    "meetings:go_on": "only takes a form",
    "meetings:end": "only takes a form",
    "meetings:drop_hour": "only takes a form",
    "calendar:make": "only takes a form",
    "calendar:turn_off": "only takes a form",
    "calendar:entry": "a file",
    "calendar:feed": "a file",
    "notifications:add_push": "only takes a form",
    "notifications:remove_push": "only takes a form",
    "notifications:add_mail": "this house has no mail server",
    "notifications:confirm_mail": "this house has no mail server",
    "notifications:try_out": "only takes a form",
    "notifications:remove": "only takes a form",
    "practices:say_yes": "only takes a form",
    "practices:stop": "only takes a form",
    "practices:show": "only takes a form",
    "practices:hide": "only takes a form",
    "meetings:entry": "a file",
    "listening:name_topic": "only takes a form",
    "listening:take_step": "only takes a form",
    "listening:pause": "only takes a form",
    "listening:rate": "only takes a form",
    "listening:show": "only takes a form",
    "listening:thank": "only takes a form",
    "archive:download": "a file",
    "archive:forget": "only takes a form",
    "offline:manifest": "a file",
    "offline:worker": "a file",
    "offline:send": "a word for the worker",
    "demo:first_page": "answers only in `closeknit demo`",
    "demo:be": "only takes a form",
    "demo:next_day": "only takes a form",
    "demo:start_at": "only takes a form",
    "demo:look_around": "only takes a form",
    "account_login": "another name of people:sign_in",
    "account_signup": "another name of people:join_by_words",
}


@dataclass(frozen=True)
class Stop:
    """A page as one visitor meets it."""

    visitor: str
    name: str
    path: str

    def __str__(self) -> str:
        return f"{self.visitor} at {self.path}"


def address_names() -> set[str]:
    """Return the name of every address the site answers."""
    return set(_names(get_resolver()))


def name_of(path: str) -> str | None:
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None


def furnish(server: Server, new: Callable[..., Phone]) -> dict[str, Phone]:
    """Let people live here for two evenings; return each kind of visitor's browser."""
    visitors = {name: new(allow=(403, 404, 405, 422)) for name in ("stranger", "Alice", *OWN)}
    alice, bob = visitors["Alice"], visitors["Bob"]
    become_a_couple(alice, bob, server.setup_link)
    reveal(alice, bob)
    _leave(server, visitors)
    begin(visitors["locked"], server.link_for_another_couple(), "Dana B")
    visitors["newcomer"].go(server.link_for_another_couple())
    for each in (alice, bob):
        keep_recovery_code(each)
    server.forward(days=1)
    _live_on(alice, bob)
    begin(visitors["alone"], server.link_for_another_couple(), "Charlie")
    _invite_somebody(visitors)
    visitors["locked"].go("/leave-quickly/")
    _add_a_second_step(bob, visitors["half in"])
    _open_second_step(alice)
    return visitors


def walk(visitors: dict[str, Phone]) -> Iterator[tuple[Stop, Phone]]:
    """Open every page that each visitor finds; it stays open until the next one is asked for."""
    for name, phone in visitors.items():
        for stop in _found_by(name, phone):
            yield stop, phone


def _leave(server: Server, visitors: dict[str, Phone]) -> None:
    """Dana shares a space with the one who is left, and goes."""
    left, dana = visitors["left"], visitors["locked"]
    become_a_couple(left, dana, server.link_for_another_couple(), names=("Dana", "Charlie B"))
    dana.go("/leave/")
    dana.write_at("input[name=current]", "a quiet charlie b evening")
    dana.tap("Leave now")
    dana.context.clear_cookies()


def _live_on(alice: Phone, bob: Phone) -> None:
    """Leave traces in every room, so that its pages have something to show."""
    bob.go("/thanks/")
    bob.page.locator("main a[href^='/thanks/']").filter(has_text=THANKS).first.click()
    bob.write_at("textarea[name=text]", "I had forgotten that you saw it.")
    bob.tap("Tell Alice")
    bob.go("/thanks/new/")
    thank_here(bob, "You let me sleep on Sunday.")
    alice.go("/practices/speaker-turns/")
    alice.page.locator("input[name=rating]").first.check()
    alice.tap("Note it as done")
    alice.go("/questions/own/")
    alice.write_at("textarea[name=text]", "What would you plant on the balcony?")
    alice.tap("Keep this question")
    alice.go("/tonight/")
    alice.write_at("textarea[name=text]", "The first cup of the day.")
    alice.tap("Seal my answer")
    alice.go("/listening/")
    alice.page.locator("input[name=question]").first.check()
    alice.tap("Yes, tonight. Open the room")
    alice.page.wait_for_url("**/listening/*-*/")
    _mend(alice, bob)
    _meet(alice)
    alice.go("/practices/echo-ask/")
    alice.tap("Begin, one step at a time")


def _mend(alice: Phone, bob: Phone) -> None:
    """Leave words with each of the repair tools."""
    for each in (bob, alice):
        each.go("/repair/loop/")
        each.write_at("textarea[name=does]", "I go quiet and leave the room.")
        each.write_at("textarea[name=feels]", "Small.")
        each.tap("Keep my half")
    alice.page.wait_for_url("**/repair/loop/*-*/")
    alice.go("/repair/opening/")
    for name, words in (("feeling", "left out"), ("fact", "you left"), ("request", "a line")):
        alice.write_at(f"input[name={name}]", words)
    alice.tap("Leave it for Bob")
    alice.go("/repair/apology/")
    alice.write_at("textarea[name=did]", "I made fun of you at dinner.")
    alice.tap("Leave it for Bob")
    alice.go("/repair/pause/change/")
    alice.write_at("input[name=sign]", "Kettle")
    alice.tap("This is our pause")
    alice.go("/repair/outside/")
    alice.tap("Begin the seven minutes")
    alice.page.wait_for_url("**/repair/outside/*-*/")
    bob.go("/repair/good-time/")
    bob.tap("Ask Alice")


def _meet(alice: Phone) -> None:
    """Hold one meeting and begin another."""
    alice.go("/meeting/")
    alice.tap("Begin")
    alice.write_at("textarea[name=text]", "The tea on Sunday.")
    alice.tap("Go on")
    alice.go("/meeting/")
    alice.tap("End it here")
    alice.go("/meeting/")
    alice.tap("Begin")
    alice.page.wait_for_url("**/meeting/*-*/*/")


def _add_a_second_step(bob: Phone, other: Phone) -> None:
    """Switch it on, and sign in elsewhere as far as the six digits."""
    _open_second_step(bob)
    secret = bob.page.locator("#totp-secret").input_value()
    bob.write_at("input[name=code]", six_digits(secret))
    bob.tap("Switch it on")
    other.go("/sign-in/")
    other.write("Name or e-mail", "Bob")
    other.write("Password", password_of("Bob"))
    other.page.locator("#kind-own").check()
    other.tap("Sign in")


def _open_second_step(phone: Phone) -> None:
    """Open the page that asks for the password again first."""
    phone.go("/account/second-step/on/")
    phone.write("Password", password_of(phone.name))
    phone.tap("Go on")
    phone.page.wait_for_url("**/account/second-step/on/")


def six_digits(secret: str) -> str:
    """Return the time-based code of this half minute (RFC 6238, SHA-1, six digits)."""
    key = base64.b32decode(secret)
    mac = hmac.digest(key, int(time.time() // 30).to_bytes(8, "big"), "sha1")
    start = mac[-1] & 15
    return f"{int.from_bytes(mac[start : start + 4], 'big') % 2**31 % 10**6:06d}"


def _invite_somebody(visitors: dict[str, Phone]) -> None:
    alone = visitors["alone"]
    alone.go("/invite/")
    alone.tap("Make an invitation")
    visitors["invited"].go(alone.page.locator("#invitation-link").input_value())


def _found_by(visitor: str, phone: Phone) -> Iterator[Stop]:
    """Follow links inside the site, a few addresses for each name."""
    waiting = ["/", *STARTS.get(visitor, ())]
    met: Counter[str] = Counter()
    seen: set[str] = set()
    while waiting:
        path = waiting.pop(0)
        name = name_of(path)
        if path in seen or not _is_wanted(visitor, name) or met[name] == SEVERAL.get(name, 1):
            continue
        seen.add(path)
        phone.go(path)
        if name_of(phone.path) != name:
            continue
        met[name] += 1
        waiting += phone.page.locator("a[href^='/']").evaluate_all(
            "links => links.map(link => link.getAttribute('href'))"
        )
        yield Stop(visitor, name, path)


def _is_wanted(visitor: str, name: str | None) -> bool:
    return name is not None and name not in NOT_PAGES and name in OWN.get(visitor, {name})


SEVERAL = {
    "questions:tonight": 2,
    "moments:thank_you": 3,
    "guide:answer": 2,
    "practices:practice": 2,
}
STARTS = {
    "stranger": (
        "/account/reset/",
        "/account/reset/sent/",
        "/account/reset/done/",
        "/account/reset/key/1-not-a-key/",
        "/account/inactive/",
        "/join/words/",
        "/recover/",
        "/guide/search/?q=silence",
    ),
    "newcomer": ("/begin/",),
    "invited": ("/join/",),
    "Alice": (
        "/account/password-again/",
        "/account/second-step/on/",
        "/tonight/?write=1",
        "/listening/",
        "/offline/today/",
        "/offline/kept/",
    ),
    "Bob": ("/tonight/", "/thanks/", "/account/second-step/off/", "/account/second-step/again/"),
    "half in": ("/account/second-step/",),
    "locked": ("/settings/", "/start-fresh/"),
    "alone": ("/invite/", "/tonight/", "/thanks/new/", "/settings/"),
    "left": ("/space-closed/",),
}
OWN = {  # the pages that differ for these visitors; a stranger and Alice look at every page
    "newcomer": {"people:begin"},
    "invited": {"people:join"},
    "half in": {"mfa_authenticate"},
    "Bob": {
        "today:today",
        "questions:tonight",
        "moments:thanks",
        "moments:thank_you",
        "moments:edit",
        "moments:remove",
        "moments:take_back",
        "mfa_deactivate_totp",
        "mfa_reauthenticate",
    },
    "locked": {"today:today", "people:settings", "archive:begin_again"},
    "alone": {
        "today:today",
        "people:invite",
        "questions:tonight",
        "moments:write",
        "people:settings",
    },
    "left": {"people:space_closed", "archive:take", "archive:delete"},
}


def _names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            inside = f"{prefix}{each.namespace}:" if each.namespace else prefix
            yield from _names(each, inside)
        else:
            yield f"{prefix}{each.name}"
