"""Two phones in one home: `closeknit serve --lan`, trusted by its own authority alone."""

import http.client
import re
import ssl
from urllib.parse import urlsplit

import pytest
import segno
from chromium import FLAGS, chromium_or_skip
from phones import PHONE, ZONE, Phone
from scenes import THANKS, begin, invite, join, thank_here
from servers import serving

from closeknit.hosting.addresses import local_names

pytestmark = pytest.mark.browser
DARK = 128  # of 255


@pytest.fixture(scope="module")
def server(tmp_path_factory, static):
    """The server as two phones reach it: by its address in the home network, over https."""
    if local_names().address is None:
        pytest.skip("This machine has no address in a network that a phone could reach.")
    with serving(tmp_path_factory.mktemp("home"), static=static, lan=True) as running:
        yield running


@pytest.fixture(scope="module")
def steps(server) -> str:
    """The plain-http address of the steps, as printed."""
    found = re.search(r"http://\S+/", server.printed)
    assert found, server.printed
    return found.group()


@pytest.fixture
def by_name(server, chromium):
    """A phone that finds the server by its `.local` name, as multicast DNS would tell it."""
    name, port = local_names().mdns, urlsplit(server.base).port
    browser = chromium.browser_type.launch(
        executable_path=chromium_or_skip(),
        args=[*FLAGS, f"--host-resolver-rules=MAP {name} 127.0.0.1"],
    )
    context = browser.new_context(viewport=PHONE, timezone_id=ZONE, ignore_https_errors=True)
    yield Phone(context, context.new_page(), f"https://{name}:{port}", lacks_authority=True)
    browser.close()


def fetched(address: str, path: str, *, trusted: ssl.SSLContext | None = None):
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port
    connection = (
        http.client.HTTPSConnection(host, port, context=trusted)
        if trusted
        else http.client.HTTPConnection(host, port)
    )
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


@pytest.fixture(scope="module")
def trusting(steps, tmp_path_factory) -> ssl.SSLContext:
    """A client that trusts the certificate offered on the steps page, and nothing else."""
    response, certificate = fetched(steps, "/closeknit-authority.crt")
    assert response.status == 200
    kept = tmp_path_factory.mktemp("trust") / "authority.pem"
    kept.write_bytes(certificate)
    return ssl.create_default_context(cafile=str(kept))


def test_the_certificate_holds_for_the_printed_address_and_no_one_else_vouches_for_it(
    server, trusting
):
    response, _body = fetched(server.base, "/", trusted=trusting)

    assert response.status == 200
    assert "Strict-Transport-Security" not in response.headers  # the steps are plain http
    with pytest.raises(ssl.SSLCertVerificationError):
        fetched(server.base, "/", trusted=ssl.create_default_context())


def test_the_plain_port_gives_the_steps_and_the_certificate_only(server, steps):
    answers = {
        path: fetched(steps, path)[0].status
        for path in ("/", "/trust.css", "/closeknit-authority.crt", "/sign-in/", "/healthz")
    }
    _response, page = fetched(steps, "/")

    assert answers == {
        "/": 200,
        "/trust.css": 200,
        "/closeknit-authority.crt": 200,
        "/sign-in/": 404,
        "/healthz": 404,
    }
    assert server.base in page.decode()


def test_3_3_1_by_its_name_at_home_cookies_are_host_bound_and_out_of_reach_of_script(
    server, by_name
):
    begin(by_name, server.setup_link.replace(server.base, by_name.base))
    cookies = {each["name"]: each for each in by_name.context.cookies()}

    assert not by_name.problems
    assert {"__Host-session", "__Host-csrf", "__Host-vault"} <= set(cookies)
    assert all(name.startswith("__Host-") for name in cookies)
    assert all(each["secure"] and each["httpOnly"] for each in cookies.values())


def test_bob_scans_the_picture_on_alices_phone_and_comes_in(server, phone):
    alices, bobs = phone(ignore_https_errors=True), phone(ignore_https_errors=True)
    begin(alices, server.link_for_another_couple(), "Alice B")
    alices.go("/thanks/new/")
    thank_here(alices)
    alices.go("/invite/")
    link = invite(alices)
    seen = modules_on_screen(alices, len(expected_modules(link)))

    join(bobs, link, "Bob B")

    assert seen == expected_modules(link)
    assert bobs.reads(THANKS)


def test_the_steps_page_reads_well_on_a_phone(server, steps, chromium):
    context = chromium.new_context(viewport={**PHONE, "width": 320})
    used = Phone(context, context.new_page(), steps.rstrip("/"))

    used.go("/")
    width = used.page.evaluate("document.scrollingElement.scrollWidth")
    context.close()

    assert width <= 320
    assert not used.problems


def expected_modules(link: str) -> list[list[bool]]:
    """Return the picture's squares, dark ones true, with the quiet edge a camera needs."""
    return [
        [bool(each) for each in row] for row in segno.make(link, error="m").matrix_iter(border=4)
    ]


def modules_on_screen(used, count: int) -> list[list[bool]]:
    """Read `count` by `count` squares back from a photograph of the screen."""
    picture = used.page.locator(".qr svg")
    photo = picture.screenshot(scale="css")
    canvas = used.context.browser.new_page()
    shades = canvas.evaluate(_READ_SQUARES, [list(photo), count])
    canvas.close()
    return [[shade < DARK for shade in row] for row in shades]


_READ_SQUARES = """async ([bytes, count]) => {
  const photo = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
  const canvas = new OffscreenCanvas(photo.width, photo.height);
  const drawn = canvas.getContext('2d');
  drawn.drawImage(photo, 0, 0);
  const middle = (index, size) => Math.floor((index + 0.5) * size / count);
  return Array.from({length: count}, (_, y) => Array.from({length: count}, (_, x) =>
    drawn.getImageData(middle(x, photo.width), middle(y, photo.height), 1, 1).data[0]));
}"""
