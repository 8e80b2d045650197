"""Two people in one listening room: on two phones, on one, and through whatever may go wrong."""

import re
import subprocess
from contextlib import suppress

import pytest
from axe_playwright_python.sync_playwright import Axe
from phones import Phone
from playwright.sync_api import TimeoutError as Unchanged
from scenes import become_a_couple
from servers import COMMAND

pytestmark = pytest.mark.browser
OUTAGE = re.compile(r"ERR_CONNECTION|ERR_INCOMPLETE|ERR_EMPTY|ERR_FAILED|htmx:|status of 404")
HEADING = "#room h1"


@pytest.fixture(scope="module")
def signed_in(server, open_phone) -> list[dict]:
    """What the browsers of one couple keep; the server takes only so many sign-ups an hour."""
    both = open_phone(), open_phone()
    become_a_couple(*both, server.setup_link)
    return [each.context.storage_state() for each in both]


@pytest.fixture(scope="module", autouse=True)
def _nothing_stays_running(server):
    """The server that a test starts anew serves the rest of the module, and ends with it."""
    first = server.process
    yield
    if server.process is not first:
        server.process.terminate()
        server.process.wait(timeout=20)


@pytest.fixture
def couple(signed_in, phone):
    """Hand out Alice's and Bob's phones, with no room open."""

    def new(**options) -> tuple[Phone, Phone]:
        alices, bobs = (phone(storage_state=kept, **options) for kept in signed_in)
        alices.name, bobs.name = "Alice", "Bob"
        close_room(alices)
        return alices, bobs

    return new


def close_room(used: Phone) -> None:
    used.go("/listening/")
    if used.page.get_by_role("link", name="Go in").count():
        used.tap("Go in")
        used.tap(used.page.get_by_role("button", name=re.compile("^(Stop for|Not) tonight$")))
        used.page.get_by_text("That is all right").wait_for()


def open_listening_room(alices: Phone) -> None:
    alices.go("/listening/")
    alices.tap("Yes, tonight. Open the room")
    alices.page.wait_for_url("**/listening/*-*/")


def enter(alices: Phone, bobs: Phone) -> None:
    """Alice opens the room, Bob says yes."""
    open_listening_room(alices)
    bobs.go("/listening/")
    bobs.tap("Go in")
    bobs.tap("Yes, tonight")
    alices.reads("You speak first")


def take_turn(speaker: Phone, listener: Phone) -> None:
    """Go through one turn; nobody but who taps touches a phone."""
    speaker.tap("I begin")
    listener.reads("Just listen")
    speaker.tap("I have said it")
    listener.tap("I gave it back")
    speaker.tap("Yes", "button")
    for each in (speaker, listener):
        each.tap("Go on")


def stands(used: Phone) -> str:
    return used.page.locator(HEADING).inner_text()


def forgive_outage(*used: Phone) -> None:
    """Leave out what a browser logs while a server is away on purpose."""
    for each in used:
        each.problems[:] = [one for one in each.problems if not OUTAGE.search(one)]


def test_two_phones_go_through_the_whole_room_and_a_pause(couple):
    alices, bobs = couple()
    enter(alices, bobs)
    alices.tap("I begin")
    bobs.reads("Just listen")
    alices.tap("I have said it")
    bobs.tap("I gave it back")

    bobs.tap("Too much. Pause now")
    alices.reads("Breathe out for longer")
    alices.tap("I am back")
    alices.reads("There is no hurry")
    bobs.tap("I am back")
    alices.tap("Almost")
    bobs.reads("Give back the part that was missing")
    bobs.tap("I gave it back")
    alices.tap("Yes", "button")
    alices.tap(alices.page.get_by_text("Mostly"))
    for each in (alices, bobs):
        each.tap("Go on")
    alices.reads("Now you listen")
    take_turn(bobs, alices)
    alices.write_at("input[name=text]", "For asking twice.")
    bobs.tap("Close the evening")
    bobs.reads("A quiet moment")
    kept = alices.page.locator("input[name=text]").input_value()
    alices.tap("Close the evening")

    assert kept == "For asking twice."
    assert bobs.reads("For asking twice.")
    assert alices.reads("You felt understood: Mostly")
    assert "Mostly" not in bobs.words


def test_the_stream_tells_the_other_phone_by_number_and_version_alone(couple):
    alices, bobs = couple()
    enter(alices, bobs)
    bobs.reads("You listen first")
    told: list[str] = []
    wire = bobs.context.new_cdp_session(bobs.page)
    wire.on("Network.eventSourceMessageReceived", lambda event: told.append(event["data"]))
    wire.send("Network.enable")

    alices.tap("I begin")

    assert bobs.reads("Just listen")
    room = bobs.path.strip("/").removeprefix("listening/")
    version = bobs.page.locator("#room").get_attribute("data-version")
    assert told[-1] == f"{room} {version}"
    assert all(re.fullmatch(rf"{room} \d+", each) for each in told)


def test_the_turn_is_told_to_a_screen_reader_and_focus_is_never_lost(couple):
    alices, bobs = couple()
    enter(alices, bobs)
    bobs.page.locator("[data-leave]").focus()

    alices.tap("I begin")
    bobs.reads("Just listen")

    assert bobs.page.locator("#room-says").inner_text() == "Just listen"
    assert bobs.page.evaluate("document.activeElement.textContent") == "Leave quickly"
    alices.page.locator(f"{HEADING}:focus").wait_for()
    assert bobs.page.title().startswith("Just listen")


@pytest.mark.fault
def test_fault_18_a_phone_that_drops_for_a_minute_comes_back_to_the_turn(couple, server):
    alices, bobs = couple()
    enter(alices, bobs)
    alices.tap("I begin")
    bobs.reads("Just listen")
    bobs.may_lose_network = True

    bobs.context.set_offline(True)
    server.forward(minutes=1)
    alices.page.wait_for_timeout(4_000)
    alices.page.reload()
    left = alices.page.locator("[data-seconds-left]").get_attribute("data-seconds-left")
    alices.tap("I have said it")
    missed = stands(bobs)
    bobs.context.set_offline(False)

    assert bobs.reads("Give it back in your own words")
    assert missed == "Just listen"
    assert 40 <= int(left) <= 57
    forgive_outage(bobs)


@pytest.mark.fault
def test_fault_18_a_restarted_server_finds_both_phones_at_the_same_turn(couple, server):
    alices, bobs = couple()
    enter(alices, bobs)
    alices.tap("I begin")
    bobs.reads("Just listen")

    server.process.kill()
    server.process.wait()
    alices.page.wait_for_timeout(2_000)
    server.process = subprocess.Popen(
        [COMMAND, "serve"], env=server.environment, stdout=subprocess.DEVNULL
    )
    wait_until_served(alices)
    alices.page.reload()
    turn = stands(alices)
    alices.tap("I have said it")

    assert turn == "Speak in sentences that begin with I"
    assert bobs.reads("Give it back in your own words")
    bobs.tap("I gave it back")
    assert alices.reads("get it?")
    forgive_outage(alices, bobs)


def wait_until_served(used: Phone) -> None:
    for _ in range(100):
        try:
            if used.context.request.get(f"{used.base}/healthz").ok:
                return
        except Exception:  # noqa: BLE001  refused, reset or cut short: all mean not yet
            used.page.wait_for_timeout(200)
    raise AssertionError("The server did not come back.")


def test_where_the_stream_fails_the_page_asks_and_opens_it_again_later(couple):
    alices, bobs = couple()
    bobs.page.clock.install()
    for each in (alices, bobs):
        each.may_be_refused.add(503)
        each.context.route("**/live/**", lambda route: route.fulfill(status=503))
    open_listening_room(alices)
    bobs.go("/listening/")
    bobs.tap("Go in")
    bobs.tap("Yes, tonight")

    assert alices.reads("You speak first")
    alices.tap("I begin")
    assert bobs.reads("Just listen")
    bobs.context.unroute("**/live/**")
    with bobs.page.expect_response("**/live/**") as opened:
        bobs.page.clock.fast_forward(20_000)
    assert opened.value.ok


def test_without_script_a_waiting_page_looks_again_by_itself(couple):
    alices, bobs = couple(java_script_enabled=False)
    enter(alices, bobs)

    alices.tap("I begin")
    assert bobs.reads("Just listen")
    alices.tap("I have said it")
    bobs.tap("Look again")
    bobs.tap("I gave it back")
    alices.tap("Look again")
    alices.tap("Yes", "button")

    assert alices.reads("How understood did you feel?")


def test_one_phone_between_the_two_is_used_by_keyboard_alone(couple):
    alices, bobs = couple()
    alices.go("/listening/")
    alices.page.get_by_label("This one lies between us").check()
    press(alices, "Yes, tonight. Open the room")
    alice, bob = alices.name, bobs.name

    press(alices, f"{alice}: yes, tonight")
    press(alices, f"{bob}: yes, tonight")
    for speaker, listener in ((alice, bob), (bob, alice)):
        alices.reads(f"{speaker} speaks, {listener} listens")
        press(alices, f"{speaker} begins")
        press(alices, "That is all of it")
        alices.reads(f"{listener} gives it back")
        press(alices, "It is given back")
        press(alices, "Yes")
    press(alices, "We have thanked each other")

    assert alices.reads("You listened to each other")
    bobs.go(alices.path)
    assert bobs.reads("How understood did you feel?")


def press(used: Phone, name: str) -> None:
    """Reach a button by Tab alone and press Enter; again where the page was renewed just then."""
    wanted = used.page.get_by_role("button", name=name, exact=True)
    wanted.wait_for()
    for _ in range(120):
        if wanted.evaluate_all("found => found.includes(document.activeElement)"):
            used.page.keyboard.press("Enter")
            with suppress(Unchanged):
                wanted.wait_for(state="hidden", timeout=4_000)
                return
        used.page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {name!r}.")


def test_declining_shows_the_one_who_asked_only_not_tonight(couple):
    alices, bobs = couple()
    open_listening_room(alices)
    bobs.go("/listening/")
    bobs.tap("Go in")

    bobs.tap("Not tonight")

    assert alices.reads("Another evening is another evening.")
    assert bobs.name not in alices.words


def test_a_lock_elsewhere_closes_the_room_behind_the_password(server, phone):
    alices, bobs = phone(), phone(allow=(404,))
    names = ("Alice B", "Bob B")
    become_a_couple(alices, bobs, server.link_for_another_couple(), names=names)
    enter(alices, bobs)
    tab = bobs.context.new_page()
    tab.goto(bobs.base + "/settings/")

    tab.get_by_role("button", name="Lock now").click()
    tab.get_by_role("button", name="Unlock").wait_for()

    bobs.page.get_by_role("button", name="Unlock").wait_for()
    assert not bobs.page.locator("#room").count()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_at_any_step_of_the_room(couple, theme):
    alices, bobs = couple(color_scheme=theme)
    found: list[str] = []

    def look() -> None:
        for each in (alices, bobs):
            results = Axe().run(each.page)
            found.extend(f"{stands(each)}: {one['id']}" for one in results.response["violations"])

    open_listening_room(alices)
    bobs.go("/listening/")
    bobs.tap("Go in")
    look()
    bobs.tap("Yes, tonight")
    alices.reads("You speak first")
    for actor, name in (
        (alices, "I begin"),
        (alices, "I have said it"),
        (bobs, "I gave it back"),
        (alices, "Yes"),
    ):
        look()
        actor.tap(name, "button")
        actor.page.locator(f"{HEADING}:focus").wait_for()
    look()
    bobs.tap("Too much. Pause now")
    alices.reads("Nothing has to be said")
    look()
    bobs.tap("Stop for tonight")
    alices.reads("What was said stays")
    look()

    assert not found, "\n".join(found)


def test_two_taps_before_an_answer_both_count(couple):
    alices, _bobs = couple()
    alices.go("/listening/")
    alices.page.get_by_label("This one lies between us").check()
    alices.tap("Yes, tonight. Open the room")
    alices.page.wait_for_url("**/listening/*-*/")

    alices.page.evaluate(
        "[...document.querySelectorAll('#room form')]"
        ".filter((form) => form.elements.act.value === 'agree')"
        ".forEach((form) => form.requestSubmit())"
    )

    assert alices.reads("Alice speaks, Bob listens")
    alices.tap("Alice begins")
    assert alices.reads("Alice speaks")
