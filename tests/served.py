"""The real `closeknit` command, in a process and a data folder of its own."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

COMMAND = Path(sys.executable).with_name("closeknit")
PATIENCE = 60  # seconds that a loaded machine may take


@dataclass
class Served:
    """A running server and all that it has said so far."""

    process: subprocess.Popen
    port: int
    log: Path

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    @property
    def cpu_seconds(self) -> float:
        """Return what the server has computed so far, however busy the machine is."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")

    @property
    def sockets(self) -> int:
        """Return how many sockets the server has open."""
        return sum(link.startswith("socket:") for link in self.open_files)

    @property
    def open_files(self) -> list[str]:
        folder = Path(f"/proc/{self.process.pid}/fd")
        links = []
        for each in folder.iterdir():
            with suppress(FileNotFoundError):  # closed meanwhile
                links.append(str(each.readlink()))
        return links

    @property
    def setup_path(self) -> str:
        found = re.search(r"/begin/[\w-]+/", self.said)
        assert found, self.said
        return found.group()

    def status(self, path: str, *, method: str = "GET", body: str = "", **headers: str) -> int:
        return self.answer(path, method=method, body=body, **headers)[0]

    def answer(
        self, path: str, *, method: str = "GET", body: str = "", **headers: str
    ) -> tuple[int, Mapping[str, str], str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(
            method,
            path,
            body,
            {"Host": "localhost", **{k.replace("_", "-"): v for k, v in headers.items()}},
        )
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        return response.status, dict(response.getheaders()), text


def environment(home: Path, **settings: str) -> dict[str, str]:
    """Return this process's environment with only the given settings of ours."""
    plain = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("CLOSEKNIT_") and name != "DJANGO_SETTINGS_MODULE"
    }
    ours = {f"CLOSEKNIT_{name}": value for name, value in settings.items()}
    return {**plain, "CLOSEKNIT_DATA_DIR": str(home), **ours}


def closeknit(*arguments: str, home: Path, **settings: str) -> subprocess.CompletedProcess:
    """Run a command to its end."""
    return subprocess.run(
        [COMMAND, *arguments],
        env=environment(home, **settings),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@contextmanager
def serving(
    home: Path, *arguments: str, most_files: int | None = None, **settings: str
) -> Iterator[Served]:
    """Start the server, and stop it in the end; `most_files` is how many it may open."""
    bounded = ["prlimit", f"--nofile={most_files}:{most_files}"] if most_files else []
    port = free_port()
    log = home.with_suffix(f".{port}.log")
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [*bounded, COMMAND, "serve", "--port", str(port), *arguments],
            env=environment(home, **settings),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    served = Served(process=process, port=port, log=log)
    try:
        wait_until_open(process, port)
        yield served
    except AssertionError as failed:
        failed.add_note(served.said)
        raise
    finally:
        process.terminate()
        process.wait(PATIENCE)


def both_serve(home: Path, **settings: str) -> None:
    """Start two servers in the same instant on one home; both must come to serve."""
    ports = [free_port(), free_port()]
    logs = [home.with_suffix(f".{port}.log") for port in ports]
    processes = []
    try:
        for port, log in zip(ports, logs, strict=True):
            with log.open("w") as output:
                processes.append(
                    subprocess.Popen(
                        [COMMAND, "serve", "--port", str(port)],
                        env=environment(home, **settings),
                        stdout=output,
                        stderr=subprocess.STDOUT,
                    )
                )
        for process, port in zip(processes, ports, strict=True):
            wait_until_open(process, port)
    except AssertionError as failed:
        for log in logs:
            failed.add_note(log.read_text())
        raise
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(PATIENCE)


def free_port() -> int:
    """Return a port that is free, with the next one free too."""
    while True:
        with socket.socket() as one, socket.socket() as next_one:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
            try:
                next_one.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return port


def wait_until_open(process: subprocess.Popen, *ports: int) -> None:
    """Wait until each port takes connections; an ended process fails it."""
    ends = time.monotonic() + PATIENCE
    for port in ports:
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, "The server ended."
            assert time.monotonic() < ends, f"Port {port} never opened."
            time.sleep(0.05)
