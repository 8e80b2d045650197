"""A browser without script, as small as it can be: cookies, tokens and forms over real HTTP."""

import re
from dataclasses import dataclass, field
from email.message import Message
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener


@dataclass
class Form:
    """One form of a page: where it goes and what stands in its fields."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    places_to_write: list[str] = field(default_factory=list)
    method: str = "get"
    draft: str = ""
    """Where script keeps the words meanwhile, if anywhere."""
    buttons: list[dict[str, str]] = field(default_factory=list)
    """Each button that says something of its own, by its attributes."""


def forms_in(page: str) -> list[Form]:
    parser = _Forms()
    parser.feed(page)
    return parser.found


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._inside = False
        self._select = ""

    def handle_starttag(self, tag, attrs) -> None:
        given = dict(attrs)
        if tag == "form":
            self._inside = True
            method, draft = given.get("method") or "get", given.get("data-draft") or ""
            self.found.append(Form(given.get("action") or "", method=method, draft=draft))
        elif self._inside and tag == "select":
            self._select = given["name"]
        elif self._inside and tag == "option":
            fields = self.found[-1].fields
            if "selected" in given or self._select not in fields:
                fields[self._select] = given.get("value") or ""
        elif self._inside and tag == "button" and given.keys() & {"name", "formaction"}:
            self.found[-1].buttons.append(given)
        elif self._inside and tag in {"input", "textarea"} and given.get("name"):
            self._keep(tag, given)

    def _keep(self, tag, given) -> None:
        form, name, kind = self.found[-1], given["name"], given.get("type", "text")
        if tag == "textarea" or (tag == "input" and kind == "text"):
            form.places_to_write.append(name)
            form.fields.setdefault(name, given.get("value") or "")
        elif kind in {"radio", "checkbox"}:
            if "checked" in given or (kind == "radio" and name not in form.fields):
                form.fields[name] = given.get("value") or "on"
        elif tag == "input":
            form.fields[name] = given.get("value") or ""

    def handle_endtag(self, tag) -> None:
        if tag == "form":
            self._inside = False


class FormBrowser:
    def __init__(self, base: str) -> None:
        self.base = base
        self.cookies = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self.cookies))
        self.address, self.page, self.body, self.status = base, "", b"", 0
        self.headers: Message = Message()

    def open(self, path: str, data: dict[str, str] | None = None) -> str:
        """Open a path, following redirects; a page with a bad status counts as read too."""
        address = urljoin(self.base, path)
        body = urlencode(data).encode() if data is not None else None
        request = Request(address, body, {"Referer": self.address})  # noqa: S310  loopback only
        try:
            response = self._opener.open(request, timeout=60)
        except HTTPError as error:
            response = error
        with response:
            self.address, self.body = response.url, response.read()
            self.page = self.body.decode("utf-8", "replace")
            self.status, self.headers = response.status, response.headers
        return self.page

    def forms(self) -> list[Form]:
        return forms_in(self.page)

    def form(self, action_part: str) -> Form:
        """Return the first form whose address holds `action_part` (or the page's own)."""
        for form in self.forms():
            if action_part in (form.action or self.address):
                return form
        raise AssertionError(f"No form towards {action_part!r} on {self.address}")

    def send(self, form: Form, **filled: str) -> str:
        return self.open(form.action or self.address, {**form.fields, **filled})

    def write_everywhere(self, form: Form, words: str) -> str:
        """Send a form with `words` in each place that takes writing."""
        return self.send(form, **dict.fromkeys(form.places_to_write, words))

    def links(self, pattern: str) -> list[str]:
        return re.findall(rf'href="({pattern})"', self.page)
