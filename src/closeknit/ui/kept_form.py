"""A form that came to a closed door: its words go from page to page in hidden fields.

They stand in no address, no cookie and no row. Passwords are not carried; they are typed again.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

_PREFIX, _ADDRESS, _STOOD_ON, _AUTHOR = "kept-", "kept_to", "kept_on", "kept_by"
_NO_WORDS = re.compile(r"[0-9a-f-]{36}|[a-z0-9:_.-]{0,40}")  # an id, a choice, a number


@dataclass(frozen=True)
class KeptForm:
    """What somebody sent: where it goes, the page it stood on, a mark of its author, its fields."""

    address: str
    stood_on: str
    author: str
    fields: tuple[tuple[str, str], ...]

    @property
    def is_empty(self) -> bool:
        return not any(value.strip() for _name, value in self.fields)

    @property
    def words(self) -> tuple[str, ...]:
        """Return what a person will know again as their own; the rest of the form is choices."""
        return tuple(value for _name, value in self.fields if not _NO_WORDS.fullmatch(value))

    @property
    def again(self) -> tuple[tuple[str, str], ...]:
        """Return the fields that send it once more, from a page that only stands in for its own."""
        return (*self.fields, (_STOOD_ON, self.stood_on))

    @property
    def hidden(self) -> tuple[tuple[str, str], ...]:
        """Return the fields by which the next page carries it on."""
        told = ((_ADDRESS, self.address), (_STOOD_ON, self.stood_on), (_AUTHOR, self.author))
        return (*told, *((_PREFIX + name, value) for name, value in self.fields))


def form_sent(request: HttpRequest, *, author: str = "") -> KeptForm:
    """Return the form that a request has sent."""
    fields = ((name, value) for name, value in _posted(request) if _may_be_echoed(name))
    told = request.POST.get(_STOOD_ON, "")
    stood_on = told if _is_ours(told) else page_of(request)
    return KeptForm(request.get_full_path(), stood_on, author, tuple(fields))


def form_kept(request: HttpRequest) -> KeptForm | None:
    """Return the form that a page has carried along; None when there is none."""
    if not _is_ours(request.POST.get(_ADDRESS, "")):
        return None
    stood_on = request.POST.get(_STOOD_ON, "")
    return KeptForm(
        address=request.POST[_ADDRESS],
        stood_on=stood_on if _is_ours(stood_on) else "/",
        author=request.POST.get(_AUTHOR, ""),
        fields=tuple(
            (name.removeprefix(_PREFIX), value)
            for name, value in _posted(request)
            if name.startswith(_PREFIX) and _may_be_echoed(name.removeprefix(_PREFIX))
        ),
    )


def page_of(request: HttpRequest) -> str:
    """Return the page that somebody sees: of a part or a form, the one on which it stands."""
    is_part = request.headers.get("HX-Request") == "true"
    if not is_part and request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    seen = urlsplit(request.headers.get("HX-Current-URL" if is_part else "Referer", ""))
    if seen.netloc != request.get_host() or not _is_ours(seen.path):
        return "/"
    return f"{seen.path}?{seen.query}" if seen.query else seen.path


def _posted(request: HttpRequest) -> Iterable[tuple[str, str]]:
    return ((name, str(value)) for name, values in request.POST.lists() for value in values)


def _is_ours(address: str) -> bool:
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def _may_be_echoed(name: str) -> bool:
    """Tell whether a field may stand in a page again: no password, no token, none of a stand-in."""
    is_of_a_stand_in = name.startswith("unlock_") or name == _STOOD_ON
    is_secret = "password" in name or name in {"current", "csrfmiddlewaretoken"}
    return not is_of_a_stand_in and not is_secret
