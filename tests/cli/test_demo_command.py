"""`closeknit demo` as a real process: it touches nothing of the host's and leaves nothing."""

import os
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection

import pytest

PATIENCE = 60  # seconds that a loaded machine may take


@pytest.fixture
def port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def demo(*arguments, **environment):
    return subprocess.Popen(
        [sys.executable, "-m", "closeknit.cli", "demo", *arguments],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(port):
    ends = time.monotonic() + PATIENCE
    while True:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/sample/", headers={"Host": f"localhost:{port}"})
            return connection.getresponse()
        except OSError:
            assert time.monotonic() < ends
            time.sleep(0.2)


def test_the_demo_serves_and_throws_everything_away(port, tmp_path):
    hosts_folder, temporary = tmp_path / "host", tmp_path / "temporary"
    temporary.mkdir()
    process = demo(
        *("--port", str(port), "--at", "month-five"),
        CLOSEKNIT_DATA_DIR=str(hosts_folder),
        CLOSEKNIT_DATABASE_URL=f"sqlite:///{hosts_folder}/theirs.sqlite3",
        TMPDIR=str(temporary),
    )

    response = wait_for(port)
    page = response.read().decode()
    kept = list(temporary.iterdir())
    process.terminate()
    said, _errors = process.communicate(timeout=PATIENCE)

    assert response.status == 200
    assert "14 January" in page
    assert f"http://localhost:{port}/sample/" in said
    assert process.returncode == 0
    assert len(kept) == 1
    assert not list(temporary.iterdir())
    assert not hosts_folder.exists()


def test_a_taken_port_is_said_in_one_sentence(port):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", port))
        listener.listen()
        process = demo("--port", str(port))
        _said, errors = process.communicate(timeout=PATIENCE)

    assert process.returncode == 1
    assert errors == f"Port {port} is in use. Choose another with `--port`.\n"
