from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chromium import running_chromium
from device import NAMES, arrive, wait_for_shell
from phones import DESK, PHONE, ZONE, Phone
from playwright.sync_api import Browser
from scenes import become_a_couple
from servers import Server, build_static_files, serving

PATIENCE_MS = 10_000


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with running_chromium() as browser:
        yield browser


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
        wanted = {"viewport": PHONE, "timezone_id": ZONE, "color_scheme": "light"}
        context = chromium.new_context(**{"reduced_motion": "reduce", **wanted, **options})
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


@pytest.fixture
def couple_at_home(server: Server, phone: Callable[..., Phone]) -> tuple[Phone, Phone]:
    """Alice and Bob, with Alice's worker awake."""
    alices, bobs = phone(allow=(401, 423)), phone()
    become_a_couple(alices, bobs, server.link_for_another_couple(), names=next(NAMES))
    alices.go("/")
    wait_for_shell(alices)
    return alices, bobs


@pytest.fixture
def alices(server: Server, phone: Callable[..., Phone]) -> Phone:
    """Alice alone, with her worker awake."""
    return arrive(phone(allow=(401, 423)), server, next(NAMES)[0])


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
