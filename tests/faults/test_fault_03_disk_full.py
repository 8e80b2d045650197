"""Fault 3: the disk is full while people write, and then has room again."""

import shutil

import pytest
from homes import BOTH, seen_on
from served import serving
from small_disk import small_disk
from writers import is_there, words_of, writing

pytestmark = pytest.mark.fault
PAGE = 4096  # bytes, the least that a file grows by
WRITERS = 8


@pytest.fixture
def disk():
    with small_disk() as made:
        yield made


@pytest.fixture
def on_disk(home, disk):
    return home.at(shutil.copytree(home.folder, disk.folder / "data"))


def test_a_full_disk_gives_one_clear_page_keeps_nothing_half_and_is_written_to_again(disk, on_disk):
    with serving(on_disk.folder) as served:
        pair = on_disk.pair(served)
        pair.alice.open("/thanks/new/")
        form = pair.alice.form("/thanks/new/")
        key = form.fields["key"]
        disk.fill(leaving=0)

        page = pair.alice.send(form, did=words_of(key))
        refused, retry = pair.alice.status, pair.alice.headers["Retry-After"]
        read = [_status(pair.bob, path) for path in ("/", "/thanks/", "/guide/", f"/thanks/{key}/")]
        disk.make_room()
        for _sending in range(2):
            pair.alice.send(form, did=words_of(key))

        assert (refused, retry) == (503, "10")
        assert "kept whole or not at all" in page
        assert read == [200, 200, 200, 404]
        assert is_there(pair.bob, key)
        assert pair.bob.open("/thanks/").count(words_of(key)) == 1


@pytest.mark.parametrize("pages", [8, 40])
def test_a_disk_that_fills_while_many_write_loses_nothing_that_was_acknowledged(
    disk, on_disk, pages
):
    with serving(on_disk.folder) as served:
        pair = on_disk.pair(served)
        with writing(served, pair.alice, writers=WRITERS) as work:
            work.until(WRITERS)
            disk.fill(leaving=pages * PAGE)
            work.wait(lambda: len(work.refused) >= WRITERS)
            disk.make_room()
            work.until(len(work.kept) + WRITERS)
        lost = [key for key in work.kept if not is_there(pair.bob, key)]
        both = seen_on(served)

    assert set(work.refused) == {503}
    assert lost == []
    assert both == BOTH
    assert on_disk.seen() == BOTH


def _status(browser, path):
    browser.open(path)
    return browser.status
