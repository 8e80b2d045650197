"""The pages, as a browser without script meets them."""

from html import unescape

import pytest
from django.urls import reverse

from closeknit.domain.library import bundled
from closeknit.rooms.people.models import Keyring
from closeknit.rooms.questions.models import Answer, Day, Draft, Reply

TONIGHT = "/tonight/"


def text(response) -> str:
    return response.content.decode()


def send(client, act, on, **fields):
    return client.post(reverse(f"questions:{act}", args=[on]), fields)


def answer_tonight(person, words):
    """Write as a person would: read the page's hidden question and send the form."""
    page = text(person.client.get(TONIGHT))
    question = page.split('name="question" value="')[1].split('"')[0]
    on = person.viewer().today
    return send(person.client, "answer", on, question=question, text=words)


@pytest.fixture
def signed_in(couple, codes_on_paper):
    for person in couple:
        person.sign_in()
    return couple


def test_the_question_is_the_label_of_the_place_to_write(signed_in):
    alice, _bob = signed_in

    page = text(alice.client.get(TONIGHT))

    assert '<h1 class="question"><label for="id_text">' in page
    assert "Sealed until you have both answered." in page


def test_both_get_the_same_question(signed_in):
    alice, bob = signed_in

    one, other = (text(person.client.get(TONIGHT)) for person in (alice, bob))

    heading = '<label for="id_text">'
    assert one.split(heading)[1].split("<")[0] == other.split(heading)[1].split("<")[0]
    assert not Day.objects.exists()


def test_an_answer_shows_as_sealed_and_then_both_are_read(signed_in):
    alice, bob = signed_in

    first = answer_tonight(alice, "The river at noon.")
    waiting = text(alice.client.get(TONIGHT))
    unaware = text(bob.client.get(TONIGHT))
    answer_tonight(bob, "Your letter.")

    assert first.status_code == 302
    assert "Sealed until you have both answered" in waiting
    assert 'hx-trigger="every 20s"' in waiting
    assert "The river at noon." not in unaware
    for person in (alice, bob):
        page = text(person.client.get(TONIGHT))
        assert "The river at noon." in page
        assert "Your letter." in page


def test_the_partner_sees_nothing_of_a_draft_a_pass_or_an_answer(signed_in):
    alice, bob = signed_in
    on = alice.viewer().today

    def seen():
        return without_tokens(text(bob.client.get(TONIGHT))), text_of_album(bob)

    seen()  # the greeting of the sign-in shows once
    before = seen()
    send(alice.client, "draft", on, text="LoopHalf a thought")
    after_draft = seen()
    send(alice.client, "pass_on", on)
    after_pass = seen()
    answer_tonight_again(alice, "Whole.")

    after_answer = seen()
    assert before == after_draft == after_pass == after_answer


def answer_tonight_again(person, words):
    page = text(person.client.get(TONIGHT + "?write=1"))
    question = page.split('name="question" value="')[1].split('"')[0]
    return send(person.client, "answer", person.viewer().today, question=question, text=words)


def text_of_album(person):
    return without_tokens(text(person.client.get("/answers/")))


def without_tokens(page: str) -> str:
    lines = page.splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)


def test_a_draft_is_kept_by_script_and_by_a_plain_button(signed_in):
    alice, _bob = signed_in
    on = alice.viewer().today
    address = reverse("questions:draft", args=[on])

    by_script = alice.client.post(address, {"text": "LoopHalf"}, headers={"X-Draft": "1"})
    by_button = alice.client.post(address, {"text": "LoopHalf a thought"}, follow=True)

    assert by_script.status_code == 204
    assert "LoopHalf a thought" in text(by_button)
    assert Draft.objects.count() == 1


def test_a_locked_vault_keeps_no_draft_and_says_so(signed_in):
    alice, _bob = signed_in
    address = reverse("questions:draft", args=[alice.viewer().today])
    alice.client.post("/lock/")

    by_script = alice.client.post(address, {"text": "LoopHalf"}, headers={"X-Draft": "1"})
    by_button = alice.client.post(address, {"text": "LoopHalf a thought"})

    assert by_script.status_code == 423
    assert "LoopHalf a thought" in text(by_button)
    assert not Draft.objects.exists()


def test_passing_keeps_the_words_that_were_begun(signed_in):
    alice, _bob = signed_in

    send(alice.client, "pass_on", alice.viewer().today, text="Not ready")
    page = text(alice.client.get(TONIGHT))
    after_all = text(alice.client.get(TONIGHT + "?write=1"))

    assert "Not tonight is a full answer" in page
    assert "Not ready" in after_all


def test_an_empty_answer_is_told_so_and_the_page_stays(signed_in):
    alice, _bob = signed_in

    response = send(alice.client, "answer", alice.viewer().today, question="x", text="  ")

    assert response.status_code == 422
    assert "Write a few words first" in text(response)


def test_words_meant_for_another_question_are_not_lost(signed_in):
    alice, _bob = signed_in

    response = send(alice.client, "answer", alice.viewer().today, question="gone", text="My words")

    assert response.status_code == 409
    assert "The question changed while you wrote" in text(response)
    assert "My words" in text(response)
    assert not Answer.objects.exists()


def test_an_answer_that_came_too_late_to_change_becomes_a_reply_to_send(signed_in):
    alice, bob = signed_in
    answer_tonight(alice, "First.")
    page = text(alice.client.get(TONIGHT + "?write=1"))
    question = page.split('name="question" value="')[1].split('"')[0]
    answer_tonight(bob, "Mine.")

    response = send(
        alice.client, "answer", alice.viewer().today, question=question, text="Second thought."
    )

    assert response.status_code == 409
    assert "Second thought." in text(response)
    assert "Second thought." not in text(bob.client.get(TONIGHT))


def test_a_reply_sent_twice_is_one_reply(signed_in):
    alice, bob = signed_in
    answer_tonight(alice, "First.")
    answer_tonight(bob, "Mine.")
    page = text(bob.client.get(TONIGHT))
    key = page.split('name="key" value="')[1].split('"')[0]

    for _time in range(2):
        send(bob.client, "reply", bob.viewer().today, key=key, text="Thank you for that.")

    assert Reply.objects.count() == 1
    assert "Thank you for that." in text(alice.client.get(TONIGHT))


def test_skipping_for_good_leaves_tonight_as_it_is_where_the_other_has_begun(signed_in):
    alice, bob = signed_in
    page = text(bob.client.get(TONIGHT))
    question = page.split('name="question" value="')[1].split('"')[0]
    send(alice.client, "answer", alice.viewer().today, question=question, text="Mine.")

    send(bob.client, "skip", bob.viewer().today, question=question)
    after = text(bob.client.get(TONIGHT))

    assert bundled().questions[question].text in unescape(after)
    assert "You will not be asked that one again." in after
    assert "Mine." in text(alice.client.get(TONIGHT))


def test_a_damaged_answer_is_said_and_the_page_renders(signed_in):
    alice, bob = signed_in
    answer_tonight(alice, "First.")
    answer_tonight(bob, "Mine.")
    row = Answer.objects.get(owner=alice.user)
    flipped = bytearray(row.sealed)
    flipped[-1] ^= 1
    Answer.objects.filter(pk=row.pk).update(sealed=bytes(flipped))

    page = text(bob.client.get(TONIGHT))

    assert "This could not be opened: it is damaged" in page
    assert "Mine." in page


def test_letting_go_asks_on_a_page_of_its_own(signed_in):
    alice, _bob = signed_in
    answer_tonight(alice, "Gone soon.")
    address = reverse("questions:let_go", args=[alice.viewer().today])

    asked = alice.client.get(address)
    gone = alice.client.post(address)
    again = alice.client.post(address)

    assert "Gone soon." in text(asked)
    assert gone.status_code == again.status_code == 302
    assert not Answer.objects.exists()


def test_a_stranger_finds_none_of_it(signed_in, charlie, clock):
    alice, bob = signed_in
    on = alice.viewer().today
    answer_tonight(alice, "For Bob.")
    answer_tonight(bob, "For Alice.")
    clock.forward(days=1)
    charlie.sign_in()
    Keyring.objects.update(by_recovery=b"on paper")

    assert charlie.client.get(reverse("questions:let_go", args=[on])).status_code == 404
    assert "For Bob." not in text(charlie.client.get(reverse("questions:day", args=[on])))
    for act in ("reply", "hand_over", "keep_private"):
        fields = {"text": "x", "key": "5f0c3f5e-0000-4000-8000-000000000000"}
        assert send(charlie.client, act, on, **fields).status_code == 404
    assert "For Bob." not in text(charlie.client.get("/answers/"))
    assert "For Bob." not in text(charlie.client.get(TONIGHT))
    assert not Reply.objects.exists()


@pytest.mark.parametrize(
    "path", ["/tonight/", "/answers/", "/questions/own/", "/questions/choices/"]
)
def test_nobody_reads_signed_out_or_locked(path, client, couple):
    alice, _bob = couple
    alice.sign_in()
    alice.client.post("/lock/")

    stranger = client.get(path)
    locked = alice.client.get(path)

    assert stranger.status_code == 302
    assert "/sign-in/" in stranger["Location"]
    assert "unlock_password" in text(locked)
