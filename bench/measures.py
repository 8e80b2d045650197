"""Each figure of bench/pages.py: asked for over real HTTP, from real servers."""

import re
import sqlite3
import time
from collections.abc import Sequence
from functools import partial
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles

from homes import PASSWORD, Home
from load import Act, flood, steady
from phone import Phone
from server import Server, serving

Figures = dict[str, float]
_SEAL = re.compile(rb'action="(/answers/[\d-]+/seal/)"')


def today_figures(
    server: Server, phones: Sequence[Phone], *, times: int, seconds: float
) -> Figures:
    """Today and the empty view in turns, then Today by everybody at once and at half that load."""
    empty, today = partial(_page, Phone(server.port), "/healthz"), partial(_page, phones[0], "/")
    flood(server, [today, empty], times=20)
    idle = [
        (flood(server, [today], times=times), flood(server, [empty], times=times)) for _ in "abc"
    ]
    everybody: list[Act] = [partial(_page, phone, "/") for phone in phones]
    busy = flood(server, everybody, times=times // 2)
    even = steady(server, everybody, rate=busy.per_second / 2, seconds=seconds)
    loads = [*(load for pair in idle for load in pair), busy, even]
    assert not any(load.errors for load in loads), "A page failed."
    return {
        "today_cpu_ms": median(load.cpu_ms for load, _empty in idle),
        "empty_cpu_ms": median(load.cpu_ms for _today, load in idle),
        "today_alone_p50_ms": median(load.p50 for load, _empty in idle),
        "today_p50_ms": even.p50,
        "today_p95_ms": even.p95,
        "today_p99_ms": even.p99,
        "rps": busy.per_second,
        "rps_per_core": 1_000 / busy.cpu_ms,
    }


def answer_figures(server: Server, home: Home, *, times: int) -> Figures:
    """Sixteen people who answer at once, beside as many bare commits on the same disk."""
    acts = [_answering(Phone(server.port).sign_in(name, PASSWORD)) for name in home.writers]
    flood(server, acts[:2], times=2, ok=302)
    load = flood(server, acts, times=times, ok=302)
    commits = commits_per_second(home.folder, times=len(acts) * times)
    return {
        "answer_cpu_ms": load.cpu_ms,
        "answer_p50_ms": load.p50,
        "answer_p95_ms": load.p95,
        "answer_p99_ms": load.p99,
        "answer_p99_vs_p50": load.p99 / load.p50,
        "answer_errors": load.errors,
        "answers_per_second": load.per_second,
        "commits_per_second": commits,
        "answer_vs_commit": load.per_second / commits,
    }


def commits_per_second(folder: Path, *, times: int) -> float:
    """Commit one row of a kilobyte at a time, as durably as the server does."""
    connection = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE words (id INTEGER PRIMARY KEY, sealed BLOB)")
    begun = time.perf_counter()
    for _ in range(times):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO words (sealed) VALUES (randomblob(1024))")
        connection.execute("COMMIT")
    taken = time.perf_counter() - begun
    connection.close()
    return times / taken


def growth(small: Home, large: Home, *, rounds: int, times: int) -> Figures:
    """Ask two servers for the same couples' Today in turns; only the crowd around it differs.

    Each round is a pair of short runs, so that a busy hour meets both alike, and the pairs begin
    with either. A spread is half of what lies between the quarters of the rounds: how far two
    benches may differ for no reason.
    """
    with (
        serving(small.folder, database=small.database) as few,
        serving(large.folder, database=large.database) as many,
    ):
        asked = {server: _all_todays(server, small.five_year_people) for server in (few, many)}
        for server, act in asked.items():
            flood(server, [act], times=times)
        runs = []
        for turn in range(rounds):
            order = (few, many) if turn % 2 else (many, few)
            runs.append({server: flood(server, [asked[server]], times=times) for server in order})
    assert not any(load.errors for run in runs for load in run.values()), "A page failed."
    cpu = [run[many].cpu_ms / run[few].cpu_ms for run in runs]
    waiting = [run[many].p50 / run[few].p50 for run in runs]
    return {
        "growth_cpu": median(cpu),
        "growth_cpu_spread": _spread(cpu),
        "growth": median(waiting),
        "growth_spread": _spread(waiting),
    }


def _all_todays(server: Server, names: Sequence[str]) -> Act:
    """Return an act that asks for the Today of another of these people each time."""
    phones = cycle([Phone(server.port).sign_in(name, PASSWORD) for name in names])
    return lambda: _page(next(phones), "/")


def _spread(ratios: Sequence[float]) -> float:
    lower, _middle, upper = quantiles(ratios, n=4)
    return (upper - lower) / 2


def unlock_ms(server: Server, name: str, *, times: int) -> float:
    """Lock a phone and open it again with the password, at the cost that Argon2 ships with."""
    phone, taken = Phone(server.port).sign_in(name, PASSWORD), []
    for _ in range(times):
        assert phone.post("/lock/", phone.get("/settings/").hidden).status == 302
        fields = {**phone.get("/").hidden, "unlock_password": PASSWORD}
        begun = time.perf_counter()
        assert phone.post("/", fields).status == 302
        taken.append(time.perf_counter() - begun)
        assert phone.get("/").status == 200
    return 1_000 * median(taken)


def at_rest_mb(server: Server, phone: Phone) -> float:
    """Open a page of every kind, then return the memory that stays."""
    for path in ("/", "/tonight/", "/answers/", "/thanks/", "/practices/", "/guide/", "/settings/"):
        assert phone.get(path).status == 200, path
    return server.resident_mb


def cold_start_figures(home: Home, *, times: int) -> Figures:
    """Time from the start of the process to the first page, the database being there."""
    taken, cpu = [], []
    for _ in range(times):
        with serving(home.folder, database=home.database) as server:
            taken.append(server.started_in)
            cpu.append(server.cpu_seconds)
    return {"cold_start_s": median(taken), "cold_start_cpu_s": median(cpu)}


def _page(phone: Phone, path: str) -> int:
    return phone.get(path).status


def _answering(phone: Phone) -> Act:
    page = phone.get("/tonight/?write=1")
    found = _SEAL.search(page.body)
    assert found, "There is no question to answer."
    return partial(_answer, phone, found.group(1).decode(), page.hidden)


def _answer(phone: Phone, path: str, fields: dict[str, str]) -> int:
    words = f"I noticed the light in the kitchen at {time.perf_counter()}. " * 6
    return phone.post(path, {**fields, "text": words}).status
