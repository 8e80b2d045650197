"""A made-up translation with every word in brackets: words that gettext never saw stand bare."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from cast import Person

from closeknit.rooms.people.models import User

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    "/settings/",
    "/settings/profile/",
    "/settings/choices/",
    "/settings/password/",
    "/settings/devices/",
    "/thanks/",
    "/thanks/new/",
    "/answers/",
    "/settings/email/",
    "/leave/",
)
OPEN, CLOSE = "⟦", "⟧"
OWN_WORDS = (
    "Closeknit",
    "Alice",
    "Bob",
    "English",
    "Deutsch",
)


class Text(HTMLParser):
    """Collects what a reader sees; choices of a list that are data are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag, _attrs) -> None:
        if tag in ("script", "style", "title", "option"):
            self._silent += 1

    def handle_endtag(self, tag) -> None:
        if tag in ("script", "style", "title", "option"):
            self._silent -= 1

    def handle_data(self, data) -> None:
        if not self._silent and data.strip():
            self.found.append(data.strip())


@pytest.fixture(scope="module")
def translated(tmp_path_factory) -> Path:
    """Translate every message that the sources hold, and compile it as the build does."""
    folder = tmp_path_factory.mktemp("locale")
    template = folder / "closeknit.pot"
    extract = ("-q", "extract", "-F", "pyproject.toml", "-o", template, "src")
    subprocess.run([Path(sys.executable).with_name("pybabel"), *extract], cwd=ROOT, check=True)
    with template.open("rb") as source:
        catalog = read_po(source, locale="de")
    for message in catalog:
        if message.id:
            forms = message.id if isinstance(message.id, tuple) else (message.id,)
            marked = tuple(f"{OPEN}{form}{CLOSE}" for form in forms)
            message.string = marked if message.pluralizable else marked[0]
            message.flags.discard("fuzzy")
    compiled = folder / "de" / "LC_MESSAGES" / "django.mo"
    compiled.parent.mkdir(parents=True)
    with compiled.open("wb") as file:
        write_mo(file, catalog)
    return folder


@pytest.fixture
def german(translated, settings):
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    settings.LOCALE_PATHS = [translated]


def test_every_word_of_the_pages_can_be_translated(couple, german):
    alice, _bob = couple
    _speak_german(alice)
    alice.sign_in()

    bare = {page: _bare_words(alice, page) for page in PAGES}

    assert {page: words for page, words in bare.items() if words} == {}


def test_each_reads_in_their_own_language_whatever_the_browser_asks_for(couple, german):
    alice, bob = couple
    alice.sign_in()
    bob.sign_in()

    alice.client.post(
        "/settings/profile/", {"name": "Alice", "zone": "Europe/Berlin", "language": "de"}
    )
    pages = [
        person.client.get("/settings/", headers={"Accept-Language": "en"}).content.decode()
        for person in (alice, bob)
    ]

    assert 'lang="de"' in pages[0]
    assert OPEN in pages[0]
    assert 'lang="en"' in pages[1]
    assert OPEN not in pages[1]


def _speak_german(person: Person) -> None:
    User.objects.filter(pk=person.user.pk).update(language="de")


def _bare_words(person: Person, page: str) -> list[str]:
    """Return what stands outside the brackets, names and numbers aside."""
    response = person.client.get(page)
    assert response.status_code == 200, page
    reader = Text()
    reader.feed(re.sub(rf"{OPEN}[^{CLOSE}]*{CLOSE}", "", response.content.decode()))
    words = [text for text in reader.found if re.search(r"[^\W\d_]{2}", text)]
    return [text for text in words if not any(own in text for own in OWN_WORDS)]
