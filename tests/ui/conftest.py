from collections.abc import Iterator
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from chromium import running_chromium
from django.conf import settings
from django.test import RequestFactory
from playwright.sync_api import Browser, Page, Route
from ui_sample import TEMPLATES, sample_context

import closeknit.ui
from closeknit.ui.parts import page

SITE = "http://home.example"
BUILT = Path(settings.STATIC_ROOT)
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'"
)


@pytest.fixture(autouse=True)
def only_our_pages(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.jinja2.Jinja2",
            "DIRS": [Path(closeknit.ui.__file__).parent / "templates", TEMPLATES],
            "OPTIONS": {"environment": "closeknit.ui.jinja.environment"},
        }
    ]


@pytest.fixture
def sample() -> str:
    return page(RequestFactory().get("/"), "sample.html", sample_context()).content.decode()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with running_chromium() as browser:
        yield browser


class Site:
    """The sample page and our static files, answered inside the browser under the real policy."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.drafts: list[str] = []
        self.draft_status = 204
        self.visited: list[str] = []

    def answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        self.visited.append(path)
        if path.startswith("/static/"):
            found = BUILT / path.removeprefix("/static/")
            assert found.exists(), f"{path} is not there"
            kind = guess_type(found)[0] or "application/octet-stream"
            route.fulfill(path=found, content_type=kind)
        elif path == "/draft/":
            self.drafts.append(route.request.post_data or "")
            route.fulfill(status=self.draft_status)
        else:
            body = self.html if path == "/" else "<!doctype html><title>Elsewhere</title>"
            headers = {"Content-Security-Policy": POLICY}
            route.fulfill(body=body, content_type="text/html; charset=utf-8", headers=headers)


@pytest.fixture
def site(sample) -> Site:
    return Site(sample)


@pytest.fixture
def open_sample(chromium, site):
    """Return a function that opens the sample page; fails on a refused or broken resource."""
    contexts = []

    def open_page(*, width=390, height=844, theme="light", path="/", **options) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, **options
        )
        contexts.append(context)
        context.route(f"{SITE}/**", site.answer)
        opened = context.new_page()
        opened.faults = []
        opened.on("console", lambda m: opened.faults.append(m.text) if m.type == "error" else None)
        opened.on("pageerror", lambda error: opened.faults.append(str(error)))
        opened.goto(SITE + path)
        opened.evaluate("document.fonts.ready.then(() => true)")
        return opened

    yield open_page
    for context in contexts:
        context.close()
