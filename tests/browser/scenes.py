"""What people do on the first evening, page by page, as they would on a phone."""

from phones import Phone

ANSWER = "I thought about it all the way home, and I came back to last Sunday."  # fits any question
ANSWER_BACK = "Sunday for me too. I did not say so then."
THANKS = "You warmed up the car before I came down."
REPLY = "I did not know that you noticed."


def password_of(name: str) -> str:
    return f"a quiet {name.lower()} evening"


def begin(phone: Phone, link: str, name: str = "Alice") -> None:
    """Open a space with a one-time link."""
    phone.name = name
    phone.go(link)
    phone.write("Your name", name)
    phone.write("Password", password_of(name))
    phone.tap(phone.page.get_by_text("Yes, only mine"))
    phone.tap("Go to tonight's question")
    phone.page.wait_for_url("**/tonight/")


def answer(phone: Phone, words: str, *, button: str) -> None:
    """Write under tonight's question and send it."""
    phone.write_at("textarea[name=text]", words)
    phone.tap(button)


def thank(phone: Phone, words: str = THANKS) -> None:
    """Write one thank-you from Today."""
    phone.tap("Write a thank-you")
    thank_here(phone, words)


def thank_here(phone: Phone, words: str = THANKS) -> None:
    phone.write_at("textarea[name=did]", words)
    for_them = phone.page.locator("label.choice", has_text="Leave it for them")
    if for_them.count():
        phone.tap(for_them)
    phone.tap(phone.page.locator("main form button[data-kind=primary]").first)
    phone.page.wait_for_url("**/thanks/*-*/")


def invite(phone: Phone) -> str:
    """Make an invitation and return its link."""
    phone.tap("Make an invitation")
    link = phone.page.locator("#invitation-link")
    return link.input_value()


def join(phone: Phone, link: str, name: str = "Bob") -> None:
    """Come in by an invitation, with a new account."""
    phone.name = name
    phone.go(link)
    phone.write("Your name", name)
    phone.write("Password", password_of(name))
    phone.tap(phone.page.get_by_text("Yes, only mine"))
    phone.tap("Come in")
    phone.page.wait_for_url(phone.base + "/")


def sign_in(phone: Phone, name: str) -> None:
    phone.go("/sign-in/")
    phone.write("Name or e-mail", name)
    phone.write("Password", password_of(name))
    phone.tap(phone.page.get_by_text("Yes, only mine"))
    phone.tap("Sign in")
    phone.page.wait_for_url(phone.base + "/")


def keep_recovery_code(phone: Phone) -> str:
    """Write the code down and type its last group back."""
    phone.go("/recovery-code/")
    phone.write("Your password, once more", password_of(phone.name))
    phone.tap("Show me a new code")
    groups = phone.page.locator(".code-on-paper span").all_inner_texts()
    phone.write_at("input[name=last_group]", groups[-1])
    phone.tap("I have it on paper")
    phone.page.wait_for_url(phone.base + "/")
    return "-".join(groups)


def unlock(phone: Phone) -> None:
    phone.write("Password", password_of(phone.name))
    phone.tap("Unlock")


def become_a_couple(
    alices: Phone, bobs: Phone, link: str, *, names: tuple[str, str] = ("Alice", "Bob")
) -> None:
    """Bring two people into one space, with a thank-you that waits and nothing else written."""
    begin(alices, link, names[0])
    alices.go("/thanks/new/")
    thank_here(alices)
    alices.go("/invite/")
    join(bobs, invite(alices), names[1])


def reveal(alices: Phone, bobs: Phone) -> None:
    """Let both answer tonight's question."""
    for phone, words in ((alices, ANSWER), (bobs, ANSWER_BACK)):
        phone.go("/tonight/")
        answer(phone, words, button="Seal my answer")
    assert bobs.reads(ANSWER)
