import socket
from typing import Any

import pytest
from served import closeknit, free_port, serving


def test_a_server_that_answers_is_well(home):
    with serving(home) as server:
        done = closeknit("check-health", home=home, PORT=str(server.port))

    assert (done.returncode, done.stderr) == (0, "")
    assert f"http://127.0.0.1:{server.port} answers" in done.stdout


def test_a_server_on_every_address_of_a_container_is_asked_by_its_public_name(home):
    behind_a_proxy: dict[str, Any] = {
        "HOST": "0.0.0.0",  # noqa: S104  as in deploy/Dockerfile
        "PUBLIC_URL": "https://home.example",
        "TRUSTED_PROXIES": "1",
    }
    with serving(home, **behind_a_proxy) as server:
        done = closeknit("check-health", home=home, PORT=str(server.port), **behind_a_proxy)
        misnamed = closeknit("check-health", home=home, PORT=str(server.port))

    assert done.returncode == 0, done.stdout
    assert misnamed.returncode == 1
    assert "400 instead of 200" in misnamed.stdout


def test_a_server_for_the_home_is_asked_over_https(home):
    with serving(home, "--lan") as server:
        done = closeknit("check-health", home=home, PORT=str(server.port), LAN="true")

    assert done.returncode == 0, done.stdout
    assert "https://127.0.0.1" in done.stdout


@pytest.mark.fault
@pytest.mark.parametrize("is_listening", [False, True], ids=["nothing there", "a silent one"])
def test_a_server_that_says_nothing_is_told_and_never_waited_for(is_listening, tmp_path):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", free_port()))
        if is_listening:
            silent.listen()
        done = closeknit("check-health", home=tmp_path, PORT=str(silent.getsockname()[1]))

    assert done.returncode == 1
    assert done.stdout.startswith("Nothing answers at http://127.0.0.1")
    assert "Traceback" not in done.stderr
