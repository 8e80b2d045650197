"""The child that makes an export: it is killed, or its server is; and it stops nobody's pages."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest
from couple_at_home import come_in
from export_by_page import BROKE_OFF, READY, ask, export_by, fetch, progress_in, until
from form_browser import FormBrowser
from served import PATIENCE, Served, serving

pytestmark = pytest.mark.fault


@pytest.fixture
def home(tmp_path) -> Path:
    return tmp_path / "data"


def at_home(served: Served) -> FormBrowser:
    browser = FormBrowser(f"http://localhost:{served.port}")
    come_in(browser, served.setup_path, "alice")
    return browser


def makers(server: int) -> list[int]:
    """Return the children of a server that make exports."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == server and b"make-export" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found


def maker(server: int) -> int:
    ends = time.monotonic() + PATIENCE
    while not (found := makers(server)):
        assert time.monotonic() < ends, "no child was started"
        time.sleep(0.01)
    (only,) = found
    return only


def test_a_killed_child_is_told_and_the_next_one_makes_the_whole_file(home):
    with serving(home) as served:
        alice = at_home(served)
        ask(alice, "alice")
        os.kill(maker(served.process.pid), signal.SIGKILL)

        until(alice, lambda page: BROKE_OFF in page)
        page = export_by(alice, "alice")

    assert "The words of alice" in page


def test_asked_three_times_one_child_works_and_every_other_page_answers(home):
    with serving(home) as served:
        alice = at_home(served)
        ask(alice, "alice")
        child = maker(served.process.pid)
        os.kill(child, signal.SIGSTOP)
        try:
            for _ in range(3):
                page = alice.open("/take/")
                assert READY not in page
                assert progress_in(page) is not None
                assert alice.open("/take/", {**_token(alice), "current": "a quiet alice evening"})
                assert alice.status == 200
                assert makers(served.process.pid) == [child]
                assert served.status("/healthz") == 200
        finally:
            os.kill(child, signal.SIGCONT)
        page = fetch(alice)

    assert "The words of alice" in page


def test_no_key_of_a_person_stands_in_the_arguments_or_the_environment_of_the_child(home):
    with serving(home) as served:
        alice = at_home(served)
        ask(alice, "alice")
        child = maker(served.process.pid)
        told = [
            Path(f"/proc/{child}/{each}").read_bytes().replace(b"\0", b" ").decode()
            for each in ("cmdline", "environ")
        ]
        fetch(alice)

    arguments, given = told
    assert arguments.strip().endswith("closeknit.cli make-export")
    assert "umk" not in given.lower()


def _token(browser: FormBrowser) -> dict[str, str]:
    browser.open("/settings/profile/")
    fields = browser.form("/settings/profile/").fields
    return {"csrfmiddlewaretoken": fields["csrfmiddlewaretoken"]}
