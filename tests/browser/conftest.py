import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from phones import DESK, FLAGS, PHONE, Phone, find_chromium
from playwright.sync_api import Browser, sync_playwright
from servers import Server, build_static_files, serving

PATIENCE_MS = 10_000


@pytest.fixture(scope="session")
def chromium_path() -> str:
    found = find_chromium()
    if found:
        return found
    reason = "There is no Chromium here. Install it with your system's package manager."
    if os.environ.get("CLOSEKNIT_NO_SKIPS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def chromium(chromium_path: str) -> Iterator[Browser]:
    """One browser for a module: its event loop must end before other tests use the database."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def static(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_static_files(tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, static: Path) -> Iterator[Server]:
    """A new server that nobody has an account on yet."""
    with serving(tmp_path_factory.mktemp("server"), static=static) as running:
        yield running


@pytest.fixture(scope="module")
def open_phone(chromium: Browser, server: Server) -> Iterator[Callable[..., Phone]]:
    """Hands out browsers; the module fails when one asked another place or logged an error."""
    phones: list[Phone] = []

    def new(*, allow: tuple[int, ...] = (), base: str = "", **options) -> Phone:
        wanted = {"viewport": PHONE, "color_scheme": "light", "reduced_motion": "reduce"}
        context = chromium.new_context(**{**wanted, **options})
        context.set_default_timeout(PATIENCE_MS)
        opened = Phone(context, context.new_page(), base or server.base, set(allow))
        opened.lacks_authority = options.get("ignore_https_errors", False)
        phones.append(opened)
        return opened

    yield new
    for each in phones:
        each.context.close()


@pytest.fixture
def phone(open_phone: Callable[..., Phone]) -> Iterator[Callable[..., Phone]]:
    """Hands out phones for one test, and fails it for whatever went wrong in them."""
    yield from _watched(open_phone, has_touch=True, is_mobile=True)


@pytest.fixture
def desk(open_phone: Callable[..., Phone]) -> Iterator[Callable[..., Phone]]:
    yield from _watched(open_phone, viewport=DESK)


def _watched(open_phone: Callable[..., Phone], **kind) -> Iterator[Callable[..., Phone]]:
    phones: list[Phone] = []

    def new(**options) -> Phone:
        opened = open_phone(**{**kind, **options})
        phones.append(opened)
        return opened

    yield new
    problems = [problem for each in phones for problem in each.problems]
    for each in phones:
        each.context.close()
    assert not problems
