import re
from html import unescape

import pytest
from django.urls import Resolver404, resolve, reverse

from closeknit.domain.library import CheckStatus, load
from closeknit.rooms.guide import queries
from closeknit.rooms.guide.prose import plain, render, typeset

LIBRARY = load()
HREF = re.compile(r'<a [^>]*href="([^"]+)"([^>]*)>')
THE_ARTICLES_FOUR = (
    "how-can-we-improve",
    "why-it-matters",
    "can-it-be-restored",
    "signs-of-distance",
)
ADDRESSES = (
    *(reverse(f"guide:{name}") for name in ("guide", "sources", "search", "help", "safety")),
    *(reverse(f"guide:{name}") for name in ("host_sees", "leaving")),
    reverse("guide:search") + "?q=trust",
    reverse("guide:help") + "?country=DE",
    *(reverse("guide:answer", args=[name]) for name in LIBRARY.faq),
    *(reverse("guide:article", args=[name]) for name in LIBRARY.pages),
    *(reverse("guide:source", args=[name]) for name in LIBRARY.references),
)


def links(response) -> list[tuple[str, str]]:
    return [(unescape(href), rest) for href, rest in HREF.findall(response.content.decode())]


def test_every_page_opens_for_a_stranger_without_asking_the_database(
    stranger, django_assert_num_queries
):
    with django_assert_num_queries(0):
        answers = {address: stranger.get(address) for address in ADDRESSES}

    assert {each.status_code for each in answers.values()} == {200}
    assert not stranger.cookies


def test_no_page_leaves_a_copy_on_the_device(stranger):
    stored = [at for at in ADDRESSES if "no-store" not in stranger.get(at)["Cache-Control"]]

    assert stored == []


def test_every_link_inside_the_guide_leads_somewhere(stranger):
    lost = []

    for address in ADDRESSES:
        for href, _ in links(stranger.get(address)):
            if not href.startswith("/"):
                continue
            try:
                found = resolve(href.partition("?")[0].partition("#")[0])
            except Resolver404:
                lost.append((address, href))
                continue
            known = {
                "guide:answer": LIBRARY.faq,
                "guide:article": LIBRARY.pages,
                "guide:source": LIBRARY.references,
                "practices:practice": LIBRARY.practices,
            }.get(found.view_name)
            if known is not None and next(iter(found.kwargs.values())) not in known:
                lost.append((address, href))

    assert lost == []


def test_every_fragment_link_has_its_heading(stranger):
    for address in ADDRESSES:
        response = stranger.get(address)
        text = response.content.decode()
        ids = re.findall(r' id="([^"]+)"', text)

        fragments = [href[1:] for href, _ in links(response) if href.startswith("#")]

        assert len(ids) == len(set(ids)), address
        assert set(fragments) <= set(ids), address


def test_a_link_outward_tells_the_other_site_nothing(stranger):
    outward = [
        (href, rest)
        for address in ADDRESSES
        for href, rest in links(stranger.get(address))
        if href.startswith("http")
    ]

    assert outward
    assert all("noreferrer" in rest for _, rest in outward)


def test_pages_load_nothing_from_elsewhere_and_need_no_script(stranger):
    for address in ADDRESSES:
        text = stranger.get(address).content.decode()

        assert not re.search(r'(?:src|srcset)="(?:https?:)?//', text), address
        assert not re.search(r'<link [^>]*href="(?:https?:)?//', text), address
        assert " hx-" not in text
        assert " style=" not in text


def test_the_articles_four_questions_stand_first():
    contents = queries.contents(language="en")

    assert tuple(each.id for each in contents.first) == THE_ARTICLES_FOUR


def test_the_contents_list_every_question_and_page_once(stranger):
    shown = [href for href, _ in links(stranger.get(reverse("guide:guide")))]

    for name in LIBRARY.faq:
        assert shown.count(reverse("guide:answer", args=[name])) == 1
    for name in LIBRARY.pages:
        assert reverse("guide:article", args=[name]) in shown


@pytest.mark.parametrize("name", ["answer", "article", "source"])
def test_an_unknown_name_is_nowhere(stranger, name):
    assert stranger.get(reverse(f"guide:{name}", args=["no-such-thing"])).status_code == 404


def test_only_a_source_that_was_checked_is_shown_as_checked(stranger):
    for each in LIBRARY.references.values():
        text = stranger.get(reverse("guide:source", args=[each.id])).content.decode()

        assert ("Checked on" in text) is (each.status is CheckStatus.CHECKED), each.id
        assert ("Not re-checked" in text) is (each.status is not CheckStatus.CHECKED), each.id


def test_a_source_shows_its_limits_and_where_it_is_used(stranger):
    source = LIBRARY.references["doss-2016"]

    text = unescape(stranger.get(reverse("guide:source", args=[source.id])).content.decode())

    for words in (source.citation, source.design, source.n, source.population, source.effect):
        assert words in text
    assert source.caveat in text
    assert f'href="https://doi.org/{source.doi}" rel="noreferrer' in text
    assert reverse("guide:article", args=["evidence"]) in text


def test_an_answer_names_its_sources_with_their_state(stranger):
    text = stranger.get(reverse("guide:answer", args=["when-a-therapist"])).content.decode()

    assert reverse("guide:source", args=["roddy-2020"]) in text
    assert "not re-checked" in text


def test_an_answer_that_touches_safety_points_to_the_private_look(stranger):
    main = re.compile(r"<main.*</main>", re.DOTALL)
    touching = stranger.get(reverse("guide:answer", args=["jealousy"])).content.decode()
    plain_one = stranger.get(reverse("guide:answer", args=["does-gratitude-help"]))

    assert reverse("guide:safety") in main.search(touching).group()
    assert reverse("guide:safety") not in main.search(plain_one.content.decode()).group()


def test_a_stranger_sees_no_navigation_and_alice_does(stranger, alice):
    outside = stranger.get(reverse("guide:guide")).content.decode()
    inside = alice.sign_in().get(reverse("guide:guide")).content.decode()

    assert 'class="places"' not in outside
    assert 'class="places"' in inside
    assert f'href="{reverse("guide:guide")}" aria-current="page"' in inside


def test_alice_reads_the_guide_while_her_words_are_locked(alice):
    client = alice.sign_in(own_device=False)
    alice.clock.forward(minutes=31)

    response = client.get(reverse("guide:answer", args=["afraid-of-my-partner"]))

    assert response.status_code == 200
    assert b'type="password"' not in response.content


def test_the_host_page_says_who_can_read_everything(stranger):
    text = plain(stranger.get(reverse("guide:host_sees")).content.decode())

    assert "don\u2019t write here what that person must never read" in text
    assert "From your next sign-in on, everything can be read" in text
    assert "zero-knowledge" not in text.lower()
    assert "end-to-end" not in text.lower()


def test_markup_in_a_text_stays_words():
    html = render("<script>alert(1)</script> [a](javascript:alert(1)) <b onclick=x>b</b>").html

    assert "<script" not in html
    assert "<b" not in html
    assert "javascript:" not in re.sub(r">[^<]*<", "><", html)


def test_links_written_by_kind_lead_to_pages():
    html = render("[a](ref:doss-2016) [b](page:trust) [c](faq:phones) [d](practice:savour)").html

    assert [href for href, _ in HREF.findall(html)] == [
        "/guide/sources/doss-2016/",
        "/guide/trust/",
        "/guide/questions/phones/",
        "/practices/savour/",
    ]


def test_headings_of_one_name_get_names_of_their_own():
    headings = render("## Why\n\na\n\n## Why\n\nb\n\n## Main\n\nc").headings

    assert [each.id for each in headings] == ["why", "why-2", "main-2"]


def test_quotes_are_set_as_a_printer_would():
    assert typeset('I read my partner\'s "answer" & <felt>') == (
        "I read my partner\u2019s “answer” &amp; &lt;felt&gt;"
    )
