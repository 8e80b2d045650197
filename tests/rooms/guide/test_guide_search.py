from concurrent.futures import ThreadPoolExecutor

import pytest
from django.urls import reverse

from closeknit.rooms.guide.search import search


def found(words: str) -> list[str]:
    return [hit.url for hit in search(words=words, language="en")]


def test_a_title_outranks_a_passing_mention():
    assert found("gratitude")[0] == "/guide/questions/does-gratitude-help/"
    assert found("jealousy")[0] == "/guide/questions/jealousy/"


def test_a_word_is_found_in_another_form_of_it():
    assert "/guide/questions/saying-sorry/" in found("apologies")
    assert set(found("listen")) & set(found("listening"))


def test_the_beginning_of_a_word_is_enough():
    assert found("gratit")[0] == "/guide/questions/does-gratitude-help/"


def test_pages_with_all_words_come_before_pages_with_any():
    assert found("long distance texting")
    assert found("texting xyzzy") == found("texting")


def test_sources_and_places_are_found_as_well():
    assert "/guide/sources/doss-2016/" in found("Doss 2016")
    assert found("help lines by country")[0] == reverse("guide:help")
    assert reverse("guide:host_sees") in found("who runs this server")


def test_what_was_found_is_marked_and_everything_else_is_only_words():
    hit = search(words="sorry", language="en")[0]

    assert "<mark>sorry</mark>" in hit.title
    assert "<" not in hit.excerpt.replace("<mark>", "").replace("</mark>", "")


@pytest.mark.parametrize(
    "words", ['"', "* OR NEAR(", "title:", "a" * 5000, "'; DROP TABLE guide", "\x00", "ééé 🕊", "-"]
)
def test_no_words_break_the_search(stranger, words):
    response = stranger.get(reverse("guide:search"), {"q": words})

    assert response.status_code == 200


def test_the_words_come_back_as_words(stranger):
    text = stranger.get(reverse("guide:search"), {"q": '<b>"trust'}).content.decode()

    assert "<b>" not in text
    assert "&lt;b&gt;&#34;trust" in text or "&lt;b&gt;&quot;trust" in text


def test_nothing_found_says_so_and_shows_a_way_on(stranger):
    text = stranger.get(reverse("guide:search"), {"q": "xyzzy"}).content.decode()

    assert "Nothing in the Guide has these words" in text
    assert reverse("guide:guide") in text


def test_no_words_find_nothing(stranger):
    text = stranger.get(reverse("guide:search")).content.decode()

    assert "Nothing in the Guide" not in text
    assert search(words="  ,;", language="en") == ()


def test_many_search_at_once():
    asked = ["trust", "phones", "sorry", "affair"] * 25
    expected = {words: found(words) for words in set(asked)}

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(found, asked))

    assert answers == [expected[words] for words in asked]
