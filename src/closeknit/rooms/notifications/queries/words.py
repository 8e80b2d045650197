"""The words of a message, in its reader's language; never a name, never content."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation


@dataclass(frozen=True)
class MessageWords:
    title: str
    body: str
    path: str


def words_of(name: str, *, language: str, code: str = "") -> MessageWords:
    """Return the words of a kind of message, or of the test and the code; the first line titles."""
    with translation.override(language):
        text = render_to_string(f"notifications/messages/{name}.txt", {"code": code})
    title, _, body = text.strip().partition("\n")
    return MessageWords(title=title.strip(), body=body.strip(), path="/")
