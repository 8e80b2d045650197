"""Fill the database that the environment names. Run by bench/pages.py, in a process of its own."""

import argparse
import json
from datetime import UTC, datetime

import django

django.setup()

from couples import FIVE_YEARS, ONE_MONTH, make_couple  # noqa: E402  tables come after the set-up
from crowd import add_crowd  # noqa: E402
from django.core.management import call_command  # noqa: E402


def main() -> None:
    wanted = argparse.ArgumentParser()
    wanted.add_argument("--five-years", type=int, default=0)
    wanted.add_argument("--one-month", type=int, default=0)
    wanted.add_argument("--crowd", type=int, default=0)
    wanted.add_argument("--crowd-from", type=int, default=0)
    given = wanted.parse_args()
    now = datetime.now(UTC)
    call_command("migrate", interactive=False, verbosity=0)
    pasts = [FIVE_YEARS] * given.five_years + [ONE_MONTH] * given.one_month
    names = [
        make_couple(number=number, past=past, now=now) for number, past in enumerate(pasts, start=1)
    ]
    add_crowd(couples=given.crowd, first=given.crowd_from, now=now)
    print(json.dumps(names))


if __name__ == "__main__":
    main()
