"""Fault 15: a bit flips in the database's file: that item shows as damaged, every page renders."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from form_browser import FormBrowser
from served import serving
from test_canary import meet, mend, write_thanks, write_the_rest, write_tonight

from closeknit.rooms.people.actions.resealing import sealed_tables

pytestmark = pytest.mark.fault
COLUMNS = ("sealed", "for_owner", "for_couple")
WITNESS = 24  # bytes of a value that tell where it stands in the file
LINK = re.compile(r'href="(/[^"#?]*)')
NOT_LOOKED_AT = ("/static/", "/guide/", "/leave-quickly/", "/take/", "/account/", "/settings/")
NAMES = (
    (re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}"), "ID"),
    (re.compile(r"\d{4}-\d\d-\d\d"), "DAY"),
    (re.compile(r"(?<=/practices/)[a-z-]+"), "NAME"),
)


@pytest.fixture(scope="module")
def written(first_home, tmp_path_factory):
    """A home in which both wrote with every form; stopped, and the pages that were there."""
    folder = tmp_path_factory.mktemp("written") / "data"
    home = first_home.at(shutil.copytree(first_home.folder, folder))
    with serving(home.folder) as served:
        pair = home.pair(served)
        for write in (write_tonight, write_thanks, write_the_rest, mend, meet):
            for browser in (pair.alice, pair.bob):
                write(browser)
        pages = list(addresses(pair.alice))
    return home, pages


@pytest.fixture
def own(written, tmp_path):
    home, pages = written
    return home.at(shutil.copytree(home.folder, tmp_path / "data")), pages


def addresses(browser: FormBrowser) -> Iterator[str]:
    """Yield one address of each kind that links lead to from Today and that shows a page."""
    waiting, seen = ["/"], {"/"}
    while waiting:
        address = waiting.pop(0)
        page = browser.open(address)
        if browser.status == 200:
            yield address
        for link in LINK.findall(page):
            kind = kind_of(link)
            if kind not in seen and not link.startswith(NOT_LOOKED_AT):
                seen.add(kind)
                waiting.append(link)


def kind_of(address: str) -> str:
    for pattern, name in NAMES:
        address = pattern.sub(name, address)
    return address


@pytest.mark.parametrize("column", COLUMNS)
def test_a_flipped_bit_in_each_row_of_a_column_breaks_no_page(own, column):
    home, pages = own
    values = [value for table in sealed_tables() for value in values_of(home, table, column)]
    flipped = flip(home.database, values)

    with serving(home.folder) as served:
        alice = home.pair(served).alice
        shown = {page: (alice.open(page), alice.status) for page in pages}
        took_new_words = alice.open("/thanks/new/"), alice.status

    assert flipped >= 6
    assert len(pages) > 20
    assert {page: status for page, (_text, status) in shown.items() if status != 200} == {}
    assert took_new_words[1] == 200
    assert any("damaged" in text for text, _status in shown.values())
    assert "Traceback" not in served.said


@pytest.mark.parametrize("column", ["sealed", "for_couple"])
def test_one_flipped_bit_damages_one_item_and_the_other_is_read(home, column):
    with serving(home.folder) as served:
        pair = home.pair(served)
        pair.alice.open("/thanks/new/")
        pair.alice.send(pair.alice.form("/thanks/new/"), did="the other kettle")
        address = urlsplit(pair.alice.address).path
        whole = pair.bob.open("/thanks/")
    with closing(sqlite3.connect(home.database)) as connection:
        one = address.split("/")[-2].replace("-", "")
        query = f"SELECT {column} FROM moments_appreciation WHERE id = ?"  # noqa: S608  two columns
        (value,) = connection.execute(query, [one]).fetchone()

    assert flip(home.database, [value]) == 1
    seen = home.seen()
    with serving(home.folder) as served:
        bob = home.pair(served).bob
        listed = bob.open("/thanks/")
        bob.open(address)

    assert "the other kettle" in whole
    assert "damaged" not in whole
    assert seen == {"alice": True, "bob": True}
    assert "the other kettle" not in listed
    assert "damaged" in listed
    assert "the other kettle" not in bob.page


def values_of(home, table, column: str) -> list[bytes]:
    name = table._meta.db_table
    with closing(sqlite3.connect(home.database)) as connection:
        found = connection.execute(f"SELECT {column} FROM {name} WHERE {column} IS NOT NULL")  # noqa: S608  our own tables
        return [bytes(value) for (value,) in found]


def flip(database, values: list[bytes]) -> int:
    """Flip one bit in the middle of each value, where it stands in the file; return how many."""
    content = bytearray(database.read_bytes())
    flipped = 0
    for value in values:
        middle = len(value) // 2
        at = content.find(value[middle : middle + WITNESS])
        if at >= 0:  # else it is cut there by the end of a page
            content[at] ^= 1
            flipped += 1
    database.write_bytes(content)
    return flipped
