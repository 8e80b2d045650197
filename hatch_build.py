"""Builds static files and translations into the package, for wheels and checkouts."""

import shutil
from pathlib import Path
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


class BuildStaticFiles(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's own default
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  hatchling's signature
        if self.target_name == "wheel":
            build_static_files()
            build_translations()


def build_static_files() -> None:
    """Collect our own and django-htmx's files; the shipped set needs no other app's."""
    conf.settings.configure(
        INSTALLED_APPS=["django.contrib.staticfiles", "django_htmx"],
        STATICFILES_DIRS=sorted(PACKAGE.rglob("static")),
        STATIC_ROOT=BUILT,
        STATIC_URL="/static/",
        STORAGES={
            "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
        },
    )
    django.setup()
    shutil.rmtree(BUILT, ignore_errors=True)
    call_command("collectstatic", interactive=False, verbosity=0)


def build_translations(locales: Path = PACKAGE / "locale") -> None:
    """Compile each `<language>/LC_MESSAGES/django.po` to the `.mo` beside it."""
    for source in locales.glob("*/LC_MESSAGES/*.po"):
        with source.open("rb") as words, source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(words))
