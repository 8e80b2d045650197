"""What somebody without an account finds: the door, the Guide, safety and help."""

import pytest

pytestmark = pytest.mark.browser
OUTCOMES = {
    "danger": "Help first",
    "fear": "Not a matter for couple exercises",
    "life": "About not wanting to live",
    "own": "If you scare or hurt someone",
}


def test_a_stranger_reads_the_guide_from_the_door_to_an_answer_and_its_source(server, phone):
    charlies = phone()

    charlies.go("/")
    charlies.tap("Read the Guide first")
    charlies.tap(charlies.page.locator("a[href*='/guide/questions/']").first)
    charlies.tap(charlies.page.locator("main a[href*='/guide/sources/']").first)

    assert charlies.path.startswith("/guide/sources/")
    assert charlies.sees("main h1")


@pytest.mark.parametrize("marked", OUTCOMES)
def test_the_private_look_at_safety_answers_without_an_account(server, phone, marked):
    charlies = phone()
    charlies.go("/guide/safety/")

    charlies.page.locator(f"input[name='{marked}'][value='1']").check()
    charlies.tap("See what may help")

    assert charlies.reads(OUTCOMES[marked])
    assert charlies.path == "/guide/safety/"
    assert not [each for each in charlies.context.cookies() if "session" in each["name"]]


def test_help_lines_of_a_country_can_be_called_from_the_page(server, phone):
    charlies = phone(java_script_enabled=False)
    charlies.go("/guide/help/")

    charlies.page.get_by_label("Where are you?").select_option("DE")
    charlies.tap("Show")

    assert charlies.page.locator("main a[href^='tel:']").count() > 0


def test_leaving_quickly_shows_an_empty_page_and_the_way_back_does_not_return(server, phone):
    charlies = phone()
    charlies.go("/guide/")
    charlies.go("/guide/safety/")

    charlies.tap("Leave quickly")
    charlies.page.wait_for_url("**/leave-quickly/")
    charlies.page.go_back()

    assert charlies.path == "/guide/"
