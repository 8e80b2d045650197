"""How a test lets somebody act: by what their browser sends, noting which addresses took it."""

from collections.abc import Callable
from datetime import timedelta
from typing import ClassVar

from cast import Person
from django.test import Client

Act = Callable[[Person], object]


class NotTakenError(Exception):
    """The app took an act with no more than a page that says why not."""


class Browser(Client):
    """A browser that notes the name of each address that took what it sent."""

    took: ClassVar[set[str]] = set()

    def request(self, **request):
        response = super().request(**request)
        if request["REQUEST_METHOD"] == "POST" and response.status_code < 400:
            self.took.add(response.resolver_match.view_name)
        return response


def post(person: Person, address: str, /, **fields: str | list[str]):
    """Send a form, or raise NotTakenError."""
    response = person.client.post(address, fields)
    if response.status_code not in (200, 204, 302):
        raise NotTakenError(address, response.status_code)
    return response


def posting(address: str, /, **fields: str | list[str]) -> Act:
    return lambda person: post(person, address, **fields)


def one_after_the_other(*acts: Act) -> Act:
    def act(person: Person) -> None:
        for each in acts:
            each(person)

    return act


def day(person: Person, back: int = 0) -> str:
    return f"/answers/{person.viewer().today - timedelta(days=back)}"


def come_in(person: Person) -> None:
    """See to it that a person's browser is signed in and open, as they would before they act."""
    page = person.client.get("/settings/")
    if page.status_code != 200 or b'name="unlock_password"' in page.content:
        person.client = Browser()
        person.sign_in()
