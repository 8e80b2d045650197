"""Builds static files and translations into the package, for wheels and checkouts."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django import conf
from django.core.management import call_command
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
PACKAGE = ROOT / "src" / "closeknit"
BUILT = PACKAGE / "static_built"
STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"


class BuildStaticFiles(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's own default
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  hatchling's signature
        if self.target_name == "wheel":
            build_static_files()
            build_translations()


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
