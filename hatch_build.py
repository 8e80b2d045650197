"""Builds static files, translations and country names into the package, also in checkouts."""

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django
from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django import conf
from django.core.management import call_command
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
PACKAGE = ROOT / "src" / "closeknit"
BUILT = PACKAGE / "static_built"
COUNTRY_NAMES = PACKAGE / "rooms" / "guide" / "country_names"
STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"


class BuildStaticFiles(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's own default
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  hatchling's signature
        if self.target_name == "wheel":
            build_static_files()
            build_translations()
            build_country_names()


def build_static_files() -> None:
    """Collect our own and django-htmx's files; the shipped set needs no other app's."""
    with TemporaryDirectory() as made:
        join_style_sheets(Path(made) / "ui" / "closeknit.css")
        conf.settings.configure(
            INSTALLED_APPS=["django.contrib.staticfiles", "django_htmx"],
            STATICFILES_DIRS=[Path(made), *sorted(PACKAGE.rglob("static"))],
            STATIC_ROOT=BUILT,
            STATIC_URL="/static/",
            STORAGES={"staticfiles": {"BACKEND": STORAGE}},
        )
        django.setup()
        shutil.rmtree(BUILT, ignore_errors=True)
        call_command("collectstatic", interactive=False, verbosity=0)


def join_style_sheets(into: Path) -> None:
    """Write every style sheet into one, so that a page asks for a single file."""
    into.parent.mkdir(parents=True)
    sheets = (sheet.read_text(encoding="utf-8") for sheet in style_sheets())
    into.write_text("\n".join(sheets), encoding="utf-8")


def style_sheets() -> list[Path]:
    """Return them in their order: tokens and layers, what all pages share, rooms by name, demo."""
    shared = PACKAGE / "ui" / "styles"
    first = shared / "tokens.css"
    rest = sorted(each for each in shared.glob("*.css") if each != first)
    return [first, *rest, *sorted(PACKAGE.glob("rooms/*/*.css")), PACKAGE / "demo" / "demo.css"]


def build_translations(locales: Path = PACKAGE / "locale") -> None:
    """Compile each `<language>/LC_MESSAGES/django.po` to the `.mo` beside it."""
    for source in locales.glob("*/LC_MESSAGES/*.po"):
        with source.open("rb") as words, source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(words))


def build_country_names(locales: Path = PACKAGE / "locale", into: Path = COUNTRY_NAMES) -> None:
    """Write what CLDR calls each country, in English and in each language that we have."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir()
    for language in sorted({"en", *(each.name for each in locales.glob("*"))}):
        known = Locale.parse(language).territories
        names = {code: name for code, name in known.items() if len(code) == len("GB")}
        file = into / f"{language.replace('_', '-').lower()}.json"
        file.write_text(json.dumps(names, ensure_ascii=False, indent=0), encoding="utf-8")
