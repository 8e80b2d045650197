"""One style sheet reaches the browser; its parts stand beside the rooms that wear them."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from hook import build_hook

import closeknit

SOURCE = Path(closeknit.__file__).parent
ROOMS = sorted(path for path in SOURCE.glob("rooms/*/*.css"))
A_CLASS = re.compile(r"\.([a-z][a-z-]*)")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
LINKS = re.compile(r'<link rel="stylesheet" href="([^"]*)">')
WORN = re.compile(r"""class(?:Name)?\s?=\s?"([^"]*)"|classList\.\w+\("([^"]*)"\)""")


@pytest.fixture(scope="module")
def hook():
    return build_hook()


def named(paths):
    return [path.relative_to(SOURCE).as_posix() for path in paths]


def classes_of(sheet):
    selectors = re.findall(r"([^{};]+)\{", COMMENT.sub("", sheet.read_text(encoding="utf-8")))
    return {name for each in selectors for name in A_CLASS.findall(each)}


def worn_in(folder):
    """Every class that stands in a template or script below a folder."""
    files = [path for kind in ("html", "js", "py") for path in folder.rglob(f"*.{kind}")]
    found = (pair for path in files for pair in WORN.findall(path.read_text(encoding="utf-8")))
    return {name for pair in found for each in pair for name in re.findall(r"[\w-]+", each)}


def test_tokens_come_first_then_what_is_shared_then_the_rooms_by_name(hook):
    order = named(hook.style_sheets())
    shared = [each for each in order if each.startswith("ui/")]
    rooms = [each for each in order if each.startswith("rooms/")]

    assert order == [*shared, *rooms, "demo/demo.css"]
    assert shared[0] == "ui/styles/tokens.css"
    assert shared[1:] == sorted(shared[1:])
    assert rooms == sorted(rooms)


def test_no_style_sheet_is_left_out(hook):
    apart = ("static_built/", "hosting/")  # built; and the page of a machine without Closeknit
    written = [each for each in named(SOURCE.rglob("*.css")) if not each.startswith(apart)]

    assert sorted(written) == sorted(named(hook.style_sheets()))


def test_what_was_built_is_what_stands_in_the_sources(hook, tmp_path):
    joined = tmp_path / "ui" / "closeknit.css"
    hook.join_style_sheets(joined)

    built = Path(settings.STATIC_ROOT) / "ui" / "closeknit.css"
    assert built.read_text(encoding="utf-8") == joined.read_text(encoding="utf-8")


def test_a_page_asks_for_one_style_sheet():
    templates = [path for path in SOURCE.rglob("*.html") if "hosting" not in path.parts]
    links = [line for path in templates for line in LINKS.findall(path.read_text(encoding="utf-8"))]

    assert links == ["{{ static('ui/closeknit.css') }}"]


@pytest.mark.parametrize("sheet", ROOMS, ids=lambda path: path.stem)
def test_a_rooms_sheet_bears_its_name_and_dresses_that_room_alone(sheet):
    others = [SOURCE / "ui", SOURCE / "demo", *(SOURCE / "rooms").iterdir()]
    shared = {name for each in (SOURCE / "ui" / "styles").iterdir() for name in classes_of(each)}
    own = classes_of(sheet) - shared

    assert sheet.stem == sheet.parent.name
    for other in others:
        if other != sheet.parent and other.is_dir():
            assert not own & worn_in(other), other.name


def test_every_sheet_stays_short_enough_to_read(hook):
    for sheet in hook.style_sheets():
        assert len(sheet.read_text(encoding="utf-8").splitlines()) <= 250, sheet.name
