"""Count the queries of a page for some people. Run by bench/pages.py, in a process of its own."""

import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402  tables come after the set-up
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402


def queries(name: str, password: str, *, path: str) -> int:
    client = Client(headers={"host": "localhost"})
    given = {"login": name, "password": password, "kind": "own"}
    assert client.post("/sign-in/", given).status_code == 302
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def main() -> None:
    password, path, *names = sys.argv[1:]
    print(json.dumps([queries(name, password, path=path) for name in names]))


if __name__ == "__main__":
    main()
