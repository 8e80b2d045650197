"""Remakes the six pictures in the README from a real first evening: `make screenshots`.

Stands on the browser tests' own players, so that a page cannot change without its picture.
"""  # noqa: INP001  a script, not a package

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chromium import FLAGS, find_chromium
from phones import PHONE, Phone
from playwright.sync_api import sync_playwright
from scenes import ANSWER, ANSWER_BACK, answer, begin, invite, join, thank_here
from servers import Server, build_static_files, serving

DOCS = Path(__file__).resolve().parent
IMAGES = DOCS / "images"
README = DOCS.parent / "README.md"
OPENS, ENDS = "<!-- screenshots:", "<!-- end of screenshots -->"
LARGEST = 150_000  # bytes
SHARPNESS = 1.5  # picture dots for each CSS pixel
SLEEP = "You let me sleep on Sunday."
PICTURES = {
    "welcome": "The door: what it is, and what you can count on",
    "question": "Tonight's question, half answered",
    "sealed": "A sealed answer that waits for the other one",
    "reveal": "Both answers, open to both, in the dark theme",
    "thanks": "Thank-yous of the month",
    "guide": "The Guide, open to anyone",
}


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        static = build_static_files(Path(folder))
        with serving(Path(folder), static=static) as server, phones(server) as (alices, bobs):
            play(server, alices, bobs)
    write_readme()


@contextmanager
def phones(server: Server) -> Iterator[tuple[Phone, Phone]]:
    """Open Alice's phone in the light theme and Bob's in the dark one."""
    path = find_chromium()
    if path is None:
        raise SystemExit("There is no Chromium here, so the pictures stay as they are.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        opened = []
        for theme in ("light", "dark"):
            context = browser.new_context(
                viewport=PHONE,
                device_scale_factor=SHARPNESS,
                color_scheme=theme,
                reduced_motion="reduce",
            )
            opened.append(Phone(context, context.new_page(), server.base))
        yield opened[0], opened[1]
        browser.close()


def play(server: Server, alices: Phone, bobs: Phone) -> None:
    """Play the first evening and take a picture at six of its pages."""
    alices.go("/")
    photograph(alices, "welcome")
    alices.go("/guide/")
    photograph(alices, "guide")
    begin(alices, server.setup_link)
    alices.go("/thanks/new/")
    thank_here(alices)
    alices.go("/invite/")
    join(bobs, invite(alices))
    alices.go("/tonight/")
    alices.write_at("textarea[name=text]", ANSWER)
    alices.reads("Kept as a draft")
    photograph(alices, "question")
    answer(alices, ANSWER, button="Seal my answer")
    alices.reads("Sealed until you have both answered")
    photograph(alices, "sealed")
    bobs.go("/tonight/")
    answer(bobs, ANSWER_BACK, button="Seal my answer")
    bobs.reads(ANSWER)
    photograph(bobs, "reveal")
    bobs.go("/thanks/new/")
    thank_here(bobs, SLEEP)
    alices.go("/thanks/")
    photograph(alices, "thanks")


def photograph(phone: Phone, name: str) -> None:
    phone.page.evaluate("document.activeElement.blur()")
    phone.page.evaluate("document.fonts.ready")
    picture = IMAGES / f"{name}.png"
    phone.page.screenshot(path=picture)
    size = picture.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{picture.name} weighs {size} bytes, more than {LARGEST}.")
    sys.stdout.write(f"{picture.name}: {size // 1000} kB\n")


def write_readme() -> None:
    """Show the pictures between the two lines that wait for them."""
    text = README.read_text(encoding="utf-8")
    start = text.index("\n", text.index(OPENS)) + 1
    shown = "\n".join(
        f'<img src="docs/images/{name}.png" alt="{words}" width="260">'
        for name, words in PICTURES.items()
    )
    README.write_text(f"{text[:start]}\n{shown}\n\n{text[text.index(ENDS) :]}", encoding="utf-8")


if __name__ == "__main__":
    main()
