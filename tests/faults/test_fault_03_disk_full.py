"""Fault 3: no room to write, then room again. The kernel refuses bytes past a file-size limit."""

import resource
import sqlite3
import sys
from contextlib import closing

import pytest
from served import serving

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a running process"),
]


@pytest.fixture
def served(tmp_path):
    home = tmp_path / "data"
    with serving(home) as server:
        yield server, home / "closeknit.sqlite3"


def test_a_full_disk_gives_one_clear_page_and_nothing_half_written(served):
    server, database = served
    before = _rows(database)
    _limit(server, _biggest(database))

    status, headers, page = _begin(server)

    assert status == 503
    assert headers["retry-after"] == "10"
    assert "kept whole or not at all" in page
    assert server.status("/guide/") == 200
    assert _rows(database) == before


def test_writing_resumes_by_itself_once_there_is_room(served):
    server, database = served
    _limit(server, _biggest(database))
    assert _begin(server)[0] == 503

    _limit(server, resource.RLIM_INFINITY)

    assert _begin(server)[0] == 302
    assert _rows(database)["people_user"] == 1
    assert _rows(database)["people_keyring"] == 1


def _begin(server):
    """Send the first person's form, with the token that the page gave."""
    secret = server.setup_path.split("/")[2]
    cookie = f"begin={secret}"
    _status, headers, page = server.answer("/begin/", Cookie=cookie)
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    set_csrf = headers["set-cookie"].split(";")[0]
    form = (
        f"csrfmiddlewaretoken={token}&name=Alice&password=a+quiet+alice+evening"
        "&zone=Europe/Berlin&kind=own&understood=on"
    )
    return server.answer(
        "/begin/",
        method="POST",
        body=form,
        Cookie=f"{cookie}; {set_csrf}",
        Content_Type="application/x-www-form-urlencoded",
    )


def _limit(server, size):
    hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)[1]
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, hard))


def _biggest(database):
    files = (database, database.with_name(f"{database.name}-wal"))
    return max(file.stat().st_size for file in files if file.exists())


def _rows(database):
    tables = ("people_user", "people_keyring", "people_couple", "people_membership")
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        count = "SELECT COUNT(*) FROM {}".format
        return {table: connection.execute(count(table)).fetchone()[0] for table in tables}
