"""Several processes on one PostgreSQL: pages a second, and news between processes.

Run: make bench NAME=hosting (ARGS=--quick: half a minute).
"""

import json
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import quantiles
from subprocess import PIPE, Popen, run

from calibration import calibration_ms, times_of_loop
from homes import PASSWORD, Home, begin, new_home
from load import Load, flood
from phone import Phone
from postgres import postgres
from processes import holder_of
from report import Budget, report
from server import COMMAND, Server, environment, serving
from talking import hear, say, talking

BUDGETS = {"live_vs_calibration": Budget(most=6)}
HERE = Path(__file__).parent
PHONES, TIMES, QUICK_TIMES = 16, 150, 40
ROUNDS = 3  # of each number of processes, in turns
ROOMS, TAPS, QUICK_TAPS, TAP_EVERY = 20, 300, 60, 0.05
_WORKERS = (COMMAND, "serve", "--workers")


def main() -> None:
    is_quick = "--quick" in sys.argv
    before = calibration_ms()
    with tempfile.TemporaryDirectory(prefix="closeknit-bench-") as made:
        folder = Path(made)
        with postgres(folder / "server") as server:
            home = new_home(folder / "home", couples=100, database=server.create("pages"))
            figures = _pages(home, times=QUICK_TIMES if is_quick else TIMES)
            live = server.create("live")
            figures |= _live(folder, live, taps=QUICK_TAPS if is_quick else TAPS)
    calibration = (before + calibration_ms()) / 2
    ratios = times_of_loop(
        {"live_ms": figures["live_p95_ms"]}, calibration=calibration, names=["live_ms"]
    )
    report("hosting", {**figures, "calibration_ms": calibration, **ratios}, BUDGETS)


def _pages(home: Home, *, times: int) -> dict[str, float]:
    """Ask one process and two, in turns, and tell the best of each: what it can do undisturbed."""
    found: dict[int, list[Load]] = {1: [], 2: []}
    shares = []
    for _round in range(ROUNDS):
        for workers, told in found.items():
            program = (*_WORKERS, str(workers))
            with serving(home.folder, database=home.database, program=program) as server:
                phones = [Phone(server.port).sign_in(name, PASSWORD) for name in _names(home)]
                acts = [lambda phone=phone: phone.get("/").status for phone in phones]
                flood(server, acts, times=max(2, times // 10))
                load = flood(server, acts, times=times)
                assert not load.errors, "A page failed."
                told.append(load)
                if workers > 1:
                    shares.append(_share(server, phones))
    one, two = (max(each.per_second for each in found[workers]) for workers in (1, 2))
    return {
        "rps_one": one,
        "rps_two": two,
        "rps_two_vs_one": two / one,
        "page_cpu_one_ms": min(each.cpu_ms for each in found[1]),
        "page_cpu_two_ms": min(each.cpu_ms for each in found[2]),
        "least_share": min(shares),
    }


def _names(home: Home) -> list[str]:
    return [*home.five_year_people, *home.writers][:PHONES]


def _share(server: Server, phones: Sequence[Phone]) -> float:
    """Return what part of the open connections the process with the fewest of them has."""
    workers = server.children
    holders = [
        holder_of(port=server.port, client=phone.own_port, among=workers) for phone in phones
    ]
    return min(holders.count(each) for each in workers[:2]) / len(holders)


def _live(folder: Path, database: str, *, taps: int) -> dict[str, float]:
    """Tap at one server and listen at another, so that each event crosses the database."""
    home = folder / "live"
    begin(home, database=database)
    making = [sys.executable, HERE / "listening_rooms.py", str(ROOMS)]
    ours = environment(home, database=database)
    made = run(making, env=ours, check=True, stdout=PIPE, text=True)
    rooms = json.loads(made.stdout)
    with ExitStack() as stack:
        near, far = (stack.enter_context(serving(home, database=database)) for _ in range(2))
        listeners = stack.enter_context(
            talking([sys.executable, HERE / "listeners.py", str(far.port)])
        )
        say(listeners, json.dumps(rooms))
        assert hear(listeners) == "open\n", "The streams did not open."
        answered = _tap(near, rooms, taps=taps)
        found = _latencies(listeners, rooms, answered)
    cuts = quantiles(found, n=100, method="inclusive")
    return {"live_p50_ms": cuts[49], "live_p95_ms": cuts[94], "live_events": len(found)}


def _tap(near: Server, rooms: list[dict], *, taps: int) -> dict[tuple[str, int], int]:
    """Step in one room after the other; return when each tap was sent."""
    phones = {
        room["listening_room"]: [Phone(near.port, dict(each)) for each in room["cookies"]]
        for room in rooms
    }
    sent = {}
    for turn in range(taps):
        room = rooms[turn % len(rooms)]["listening_room"]
        version = 4 + turn // len(rooms)
        act, seat = ("say back", 1) if version % 2 == 0 else ("not yet", 0)
        phone = phones[room][seat]
        token = next(value for name, value in phone.cookies.items() if "csrf" in name)
        fields = {"act": act, "version": str(version), "csrfmiddlewaretoken": token}
        sent[room, version + 1] = time.monotonic_ns()
        answer = phone.post(f"/listening/{room}/step/", fields)
        assert answer.status == 302, answer.body.decode()
        time.sleep(TAP_EVERY)
    return sent


def _latencies(
    listeners: "Popen[str]", rooms: list[dict], sent: dict[tuple[str, int], int]
) -> list[float]:
    """Return milliseconds from each tap to its event at either stream; each must have come."""
    time.sleep(1)
    say(listeners, "tell")
    first: dict[tuple[int, str, int], int] = {}
    for at, number, room, version in json.loads(hear(listeners)):
        first.setdefault((number, room, version), at)
    places = {room["listening_room"]: place for place, room in enumerate(rooms)}
    return [
        (first[2 * places[room] + seat, room, version] - at) / 1e6
        for (room, version), at in sent.items()
        for seat in (0, 1)
    ]


if __name__ == "__main__":
    main()
