"""The way from an ordinary server to the sample couple: only from the machine itself."""

import time
from dataclasses import replace
from http.client import HTTPConnection

import pytest

from closeknit.demo.actions import looking
from closeknit.demo.rules import Progress, read_progress, write_progress

PATIENCE = 60  # seconds that a loaded machine may take


@pytest.fixture
def at_home(client, db, clock, settings):
    """A browser on a server whose host lets people look around."""
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, look_around=True)
    yield client
    looking.end_looking_around()


@pytest.fixture
def never_starts(monkeypatch):
    """Fail where a refused visitor starts a process anyway."""

    def refuse():
        raise AssertionError

    monkeypatch.setattr("closeknit.demo.actions.looking._start", refuse)


@pytest.mark.parametrize(
    "visitor",
    [
        {"REMOTE_ADDR": "192.168.1.20"},
        {"REMOTE_ADDR": "2001:db8::5"},
        {"REMOTE_ADDR": ""},
        {"HTTP_X_FORWARDED_FOR": "192.168.1.20"},
        {"HTTP_FORWARDED": "for=192.168.1.20"},
        {"HTTP_VIA": "1.1 somewhere"},
    ],
)
@pytest.mark.usefixtures("never_starts")
def test_a_visitor_from_elsewhere_finds_nothing(at_home, visitor):
    assert at_home.post("/look-around/", **visitor).status_code == 404
    assert at_home.get("/look-around/", **visitor).status_code == 404


@pytest.mark.usefixtures("never_starts")
def test_a_host_can_turn_looking_around_off(at_home, settings):
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, look_around=False)

    assert at_home.post("/look-around/").status_code == 404


@pytest.mark.usefixtures("never_starts")
def test_the_sample_couple_has_no_sample_couple(at_home, settings):
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, look_around=True, demo=True)

    assert at_home.post("/look-around/").status_code == 404


def test_without_a_running_sample_the_waiting_page_leads_home(at_home):
    response = at_home.get("/look-around/")

    assert response.status_code == 302
    assert response["Location"] == "/"


def test_looking_around_waits_with_progress_and_leads_on_when_ready(at_home):
    started = at_home.post("/look-around/")
    child = looking.look_around_child()
    first = at_home.get("/look-around/")
    ready = wait_until_ready(at_home)

    assert started["Location"] == "/look-around/"
    assert first["Refresh"].startswith("1")
    assert "<progress" in first.content.decode()
    assert ready["Refresh"] == f"1; url=http://localhost:{child.port}/sample/"
    assert "Sarah and Mark are made up" in page_at(child.port)


def test_there_is_one_sample_at_most_and_it_leaves_nothing(at_home):
    at_home.post("/look-around/")
    first = looking.look_around_child()

    at_home.post("/look-around/")

    assert looking.look_around_child() is first
    looking.end_looking_around()
    assert not first.folder.exists()
    assert first.process.poll() is not None
    assert looking.look_around_child() is None


def test_the_sample_ends_when_its_parent_is_gone(at_home):
    at_home.post("/look-around/")
    child = looking.look_around_child()
    wait_until_begun(child)

    child.process.stdin.close()

    assert child.process.wait(timeout=PATIENCE) == 0
    assert not child.folder.exists()


def test_progress_is_read_as_it_was_written(tmp_path):
    file = tmp_path / "progress.json"
    before = read_progress(file)

    write_progress(file, Progress(done=90, of=360))

    assert before == Progress()
    assert read_progress(file).percent == 25
    assert not read_progress(file).is_ready
    assert Progress(done=360, of=360).percent == 99
    assert Progress(is_ready=True).percent == 100


def wait_until_begun(child):
    ends = time.monotonic() + PATIENCE
    while not child.progress.done:
        assert child.is_alive
        assert time.monotonic() < ends
        time.sleep(0.1)


def wait_until_ready(browser):
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        response = browser.get("/look-around/")
        assert response.status_code == 200, "the sample ended by itself"
        if "They are ready" in response.content.decode():
            return response
        time.sleep(0.2)
    raise AssertionError


def page_at(port):
    ends = time.monotonic() + PATIENCE
    while True:
        connection = HTTPConnection("localhost", port, timeout=10)
        try:
            connection.request("GET", "/sample/")
            return connection.getresponse().read().decode()
        except OSError:
            assert time.monotonic() < ends
            time.sleep(0.2)
