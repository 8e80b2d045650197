"""How fast a tap reaches the other phone, and what a stream weighs. Run: make bench NAME=live.

500 listening rooms, 1,000 streams and 50 pages a second beside; ARGS=--quick takes 50 of them. In
one more sit two real browsers; without Chromium that part is left out and says so.
"""

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from typing import Any

from browsers import Seen
from calibration import calibration_ms, times_of_loop
from chromium import find_chromium
from load import Load, steady
from phone import Phone
from report import Budget, report
from server import Server, environment, serving
from stamp import STAMP
from talking import hear, say, talking

BUDGETS = {
    "transition_p95_vs_calibration": Budget(most=1.1),
    "transition_alone_p95_vs_calibration": Budget(most=1.1),
    "browser_event_p95_vs_calibration": Budget(most=2.7),
    "browser_event_alone_p95_vs_calibration": Budget(most=2.7),
    "browser_p95_vs_calibration": Budget(most=14),
    "browser_alone_p95_vs_calibration": Budget(most=14),
    "kb_per_stream": Budget(most=20),
}
HERE = Path(__file__).parent
ROOMS, QUICK_ROOMS = 500, 50
PAGES_A_SECOND, READERS, TAPS_A_SECOND = 50, 16, 10
SECONDS, QUICK_SECONDS = 30.0, 8.0
ListeningRoom = dict[str, Any]


def main() -> None:
    is_quick = "--quick" in sys.argv
    count, seconds = (QUICK_ROOMS, QUICK_SECONDS) if is_quick else (ROOMS, SECONDS)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir(mode=0o700)
        *listening_rooms, ours = _open_listening_rooms(home, count=count + 1)
        before = calibration_ms()
        figures = _measure(home, listening_rooms, ours, seconds=seconds)
    calibration = (before + calibration_ms()) / 2
    times = [name for name in figures if name.endswith("_ms")]
    ratios = times_of_loop(figures, calibration=calibration, names=times)
    told = {**figures, "rooms": count, "calibration_ms": calibration, **ratios}
    report("live", told, BUDGETS)


def _open_listening_rooms(home: Path, *, count: int) -> list[ListeningRoom]:
    command = [sys.executable, HERE / "listening_rooms.py", str(count)]
    made = subprocess.run(
        command, env=environment(home), check=True, stdout=subprocess.PIPE, text=True
    )
    return list(json.loads(made.stdout))


def _measure(
    home: Path, listening_rooms: list[ListeningRoom], ours: ListeningRoom, *, seconds: float
) -> dict[str, float]:
    stamps = home / "stamps"
    program = (sys.executable, HERE / "stamped_server.py", stamps)
    with serving(home, program=program) as server:
        pages = _readers(server, listening_rooms)
        steady(server, pages, rate=PAGES_A_SECOND, seconds=3)  # so that what follows is warm
        with _listening(server, listening_rooms[:READERS]):  # the streams' own threads, too
            pass
        before = server.resident_mb
        with _listening(server, listening_rooms) as listeners:
            weight = 1024 * (server.resident_mb - before) / (2 * len(listening_rooms))
            idle = _tap(server, listening_rooms, pages, seconds=seconds / 3, rate=0)
            load = _tap(server, listening_rooms, pages, seconds=seconds, rate=PAGES_A_SECOND)
            browsers = _browsers(server, ours, pages, seconds=seconds)
            arrived = _arrivals(listeners)
    quiet, busy = (
        _latencies(stamps, arrived, listening_rooms, span=span) for span in (idle[0], load[0])
    )
    print(f"alone: {_told(quiet)}; beside {PAGES_A_SECOND} pages a second: {_told(busy)}")
    p50, p95 = _cuts(busy)
    return {
        "transition_p50_ms": p50,
        "transition_p95_ms": p95,
        "transition_alone_p95_ms": _cuts(quiet)[1],
        **_between_browsers(browsers, stamps, ours),
        "kb_per_stream": round(weight, 1),
        "pages_per_s": round(load[1].per_second, 1) if load[1] else 0.0,
        "page_p95_ms": round(load[1].p95, 1) if load[1] else 0.0,
    }


def _browsers(
    server: Server, ours: ListeningRoom, pages: list[Any], *, seconds: float
) -> tuple[list[Seen], list[Seen]] | None:
    """Tap in one browser and look at the other, first alone, then beside the pages."""
    if find_chromium() is None:
        print("No Chromium was found, so browser to browser was not measured.")
        return None
    command = [sys.executable, HERE / "browsers.py", str(server.port)]
    with talking(command) as process:
        say(process, json.dumps(ours))
        assert hear(process) == "open\n", "The browsers did not open."
        say(process, str(seconds / 3))
        quiet = json.loads(hear(process))
        say(process, str(seconds))
        steady(server, pages, rate=PAGES_A_SECOND, seconds=seconds)
        return quiet, json.loads(hear(process))


def _between_browsers(
    browsers: tuple[list[Seen], list[Seen]] | None, stamps: Path, ours: ListeningRoom
) -> dict[str, float]:
    """Return milliseconds from a tap, and from its commit, to the change of the other page."""
    if browsers is None:
        return {}
    began = time.time_ns() - time.monotonic_ns()
    committed = {
        version: (at + began) / 1e6
        for at, listening_room, version in STAMP.iter_unpack(stamps.read_bytes())
        if _uuid(listening_room) == ours["listening_room"]
    }
    quiet, busy = ([seen - tapped for tapped, _, seen, _version in found] for found in browsers)
    print(f"from a tap to the other page, alone: {_told(quiet)}; beside pages: {_told(busy)}")
    after = [[seen - committed[version] for *_, seen, version in found] for found in browsers]
    print(f"from its commit, alone: {_told(after[0])}; beside pages: {_told(after[1])}")
    told = [[heard - tapped for tapped, heard, *_ in found] for found in browsers]
    print(f"from a tap to the other's event, alone: {_told(told[0])}; beside: {_told(told[1])}")
    return {
        "browser_event_p95_ms": _cuts(told[1])[1],
        "browser_event_alone_p95_ms": _cuts(told[0])[1],
        "browser_p50_ms": _cuts(busy)[0],
        "browser_p95_ms": _cuts(busy)[1],
        "browser_alone_p95_ms": _cuts(quiet)[1],
        "browser_from_commit_p95_ms": _cuts(after[1])[1],
        "browser_from_commit_alone_p95_ms": _cuts(after[0])[1],
    }


@contextmanager
def _listening(
    server: Server, listening_rooms: list[ListeningRoom]
) -> Iterator["subprocess.Popen[str]"]:
    with talking([sys.executable, HERE / "listeners.py", str(server.port)]) as process:
        say(process, json.dumps(listening_rooms))
        assert hear(process) == "open\n", "The streams did not open."
        yield process


def _arrivals(listeners: "subprocess.Popen[str]") -> dict[tuple[int, str, int], int]:
    """Return when each event first came to each stream."""
    time.sleep(1)
    say(listeners, "tell")
    first: dict[tuple[int, str, int], int] = {}
    for at, number, listening_room, version in json.loads(hear(listeners)):
        first.setdefault((number, listening_room, version), at)
    return first


def _readers(server: Server, listening_rooms: list[ListeningRoom]) -> list[Any]:
    phones = [
        Phone(server.port, dict(listening_room["cookies"][0]))
        for listening_room in listening_rooms[:READERS]
    ]
    return [lambda phone=phone: phone.get("/").status for phone in phones]


def _tap(
    server: Server,
    listening_rooms: list[ListeningRoom],
    pages: list[Any],
    *,
    seconds: float,
    rate: float,
) -> tuple[tuple[int, int], Load | None]:
    """Tap in one room after the other; return the span in nanoseconds and the load beside."""
    begun = time.monotonic_ns()
    tapping = threading.Thread(target=_tap_evenly, args=[server, listening_rooms, seconds])
    tapping.start()
    load = steady(server, pages, rate=rate, seconds=seconds) if rate else None
    tapping.join()
    assert load is None or not load.errors, "A page failed."
    return (begun, time.monotonic_ns()), load


def _tap_evenly(server: Server, listening_rooms: list[ListeningRoom], seconds: float) -> None:
    """Have each listener say back and each speaker ask once more, by turns."""
    tappers = [
        [Phone(server.port, dict(cookies)) for cookies in listening_room["cookies"]]
        for listening_room in listening_rooms
    ]
    begun, count = time.perf_counter(), 0
    while (due := count / TAPS_A_SECOND) < seconds:
        time.sleep(max(0.0, begun + due - time.perf_counter()))
        place = count % len(listening_rooms)
        _take_step(listening_rooms[place], tappers[place])
        count += 1


def _take_step(listening_room: ListeningRoom, phones: list[Phone]) -> None:
    version = listening_room.setdefault("version", 4)
    act, seat = ("say back", 1) if version % 2 == 0 else ("not yet", 0)
    token = next(value for name, value in phones[seat].cookies.items() if "csrf" in name)
    fields = {"act": act, "version": str(version), "csrfmiddlewaretoken": token}
    answer = phones[seat].post(f"/listening/{listening_room['listening_room']}/step/", fields)
    assert answer.status == 302, answer.body.decode()
    listening_room["version"] = version + 1


def _latencies(
    stamps: Path,
    arrived: dict[tuple[int, str, int], int],
    listening_rooms: list[ListeningRoom],
    *,
    span: tuple[int, int],
) -> list[float]:
    """Return milliseconds from each commit to the bytes at the other one's socket."""
    place_of = {
        listening_room["listening_room"]: place
        for place, listening_room in enumerate(listening_rooms)
    }
    found = []
    for at, listening_room_id, version in STAMP.iter_unpack(stamps.read_bytes()):
        if not span[0] <= at <= span[1]:
            continue
        listening_room = _uuid(listening_room_id)
        other = 1 if version % 2 == 0 else 0  # an even version came by the speaker's tap
        found.append(
            (arrived[2 * place_of[listening_room] + other, listening_room, version] - at) / 1e6
        )
    return found


def _uuid(raw: bytes) -> str:
    digits = raw.hex()
    return "-".join(digits[a:b] for a, b in ((0, 8), (8, 12), (12, 16), (16, 20), (20, 32)))


def _cuts(found: list[float]) -> tuple[float, float]:
    cuts = quantiles(found, n=100, method="inclusive")  # never beyond the slowest
    return round(cuts[49], 2), round(cuts[94], 2)


def _told(found: list[float]) -> str:
    p50, p95 = _cuts(found)
    return f"{len(found)} taps, p50 {p50} ms, p95 {p95} ms, slowest {max(found):.1f} ms"


if __name__ == "__main__":
    main()
