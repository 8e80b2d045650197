import pytest
from django.template import loader
from django.test import RequestFactory
from django.utils import translation
from ui_sample import sample_context

from closeknit.ui.parts import page
from closeknit.ui.refusal import WITH_A_PAGE

ERRORS = sorted(str(status) for status in WITH_A_PAGE)


def visit(context=None, **cookies) -> str:
    request = RequestFactory().get("/")
    request.COOKIES.update(cookies)
    return page(request, "sample.html", context or sample_context()).content.decode()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_theme_is_there_before_the_first_paint(theme):
    assert f'data-theme="{theme}"' in visit(theme=theme)


def test_a_made_up_theme_is_ignored():
    assert "data-theme=" not in visit(theme='"><script>')


def test_a_language_from_right_to_left_turns_the_page():
    with translation.override("ar"):
        html = visit()

    assert '<html lang="ar" dir="rtl"' in html


def test_the_way_out_is_on_every_page():
    assert 'href="/leave-quickly/"' in visit()
    assert 'href="/leave-quickly/"' in loader.get_template("404.html").render({})


def test_the_current_place_is_marked_once():
    html = visit()

    assert html.count('aria-current="page">') == 2  # the place and the tab in the sample


def test_a_stranger_gets_no_navigation_and_no_htmx():
    html = loader.get_template("404.html").render({"nav": sample_context()["nav"]})

    assert 'class="places"' not in html
    assert "htmx" not in html
    assert "Guide" in html


def test_an_empty_rail_leaves_no_landmark():
    html = loader.get_template("404.html").render({})

    assert "<aside" not in html


def test_messages_are_read_aloud():
    class Message:
        level_tag = "success"

        def __str__(self):
            return "Kept."

    html = visit({**sample_context(), "messages": [Message()]})

    region = html.split('id="messages"')[1].split("<header")[0]
    assert 'role="status"' in region
    assert "Kept." in region


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_stands_without_a_request(name):
    html = loader.get_template(f"{name}.html").render()

    assert html.count("<h1>") == 1
    assert "safe" in html or "kept" in html
    assert "!" not in html.replace("<!doctype", "")
