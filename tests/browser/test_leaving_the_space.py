"""Either of two can leave alone; the other reads one neutral sentence."""

import pytest
from scenes import become_a_couple, password_of, reveal

pytestmark = pytest.mark.browser


def test_alice_leaves_and_both_can_take_their_words_and_bob_opens_a_new_space(server, phone):
    alices, bobs = phone(allow=(404,)), phone()
    become_a_couple(alices, bobs, server.setup_link)
    reveal(alices, bobs)

    alices.go("/leave/")
    alices.write("Your password, once more", password_of("Alice"))
    alices.tap("Leave now")
    alices.reads("The shared space is closed")
    bobs.go("/tonight/")
    told = bobs.words

    assert bobs.path == "/space-closed/"
    assert "The shared space is closed" in told
    assert "Alice" not in told
    for each, name in ((alices, "Alice"), (bobs, "Bob")):
        assert size_of_download(each, name) > 0
    bobs.go("/space-closed/")
    bobs.tap("Open a space of my own")
    assert bobs.reads("Tonight's question")
    bobs.go("/answers/")
    assert "Alice" not in bobs.words


def size_of_download(used, name: str) -> int:
    used.go("/space-closed/")
    used.tap("Take my words with me")
    used.write("Your password, once more", password_of(name))
    used.tap("Make the file")
    used.page.get_by_role("link", name="Download", exact=True).wait_for(timeout=60_000)
    with used.page.expect_download() as waiting:
        used.tap("Download")
    return waiting.value.path().stat().st_size
