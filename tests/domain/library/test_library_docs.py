import re
import shutil
from pathlib import Path

import pytest

from closeknit.domain.library import CONTENT
from closeknit.domain.library.check import check
from closeknit.domain.library.reading_grade import FORMULAS

PAGE = (Path(__file__).parents[3] / "docs" / "content.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"`(en/[\w/.-]+)`:\n\n```\w+\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.fixture
def copied(tmp_path):
    root = tmp_path / "content"
    shutil.copytree(CONTENT, root)
    return root


def test_every_example_of_the_page_about_content_may_ship(copied):
    for file, text in EXAMPLES:
        place = copied / file
        before = f"{place.read_text(encoding='utf-8')}\n" if place.exists() else ""
        place.write_text(before + text, encoding="utf-8")

    assert [str(problem) for problem in check(copied)] == []


def test_the_page_about_content_has_one_example_of_each_kind():
    kinds = [file.split("/")[1] for file, _ in EXAMPLES]

    assert kinds == ["questions", "practices", "journeys", "faq"]


def test_the_page_about_content_names_every_reading_formula():
    rows = re.findall(r"^\| ([a-z-]{2,}) \| \.", PAGE, flags=re.MULTILINE)

    assert rows == list(FORMULAS)


def test_every_folder_of_content_is_on_the_page_about_it():
    folders = {path.name for path in (CONTENT / "en").iterdir() if path.is_dir()}

    assert not [folder for folder in sorted(folders) if f"{folder}/" not in PAGE]
