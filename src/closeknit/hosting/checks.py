"""What a host must see to, each as one sentence."""

import shutil
import socket
import ssl
import subprocess
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

from closeknit.hosting.backups import check_integrity, check_quickly
from closeknit.hosting.problems import HostError
from closeknit.hosting.secret_copies import saved_mark

BACKUP_MAY_BE_OLD = timedelta(days=7)
DISK_MUST_HAVE = 512 * 1024 * 1024  # bytes
CLOCK_MAY_DIFFER = timedelta(minutes=10)
_PATIENCE = 3  # seconds


class Mark(Enum):
    GOOD = "ok"
    ADVICE = "see to"
    TROUBLE = "trouble"


@dataclass(frozen=True)
class Finding:
    mark: Mark
    sentence: str


def secrets_finding(*, folder: Path, data_dir: Path) -> Finding:
    try:
        mark = saved_mark(folder=folder, data_dir=data_dir)
    except HostError as error:
        return Finding(Mark.TROUBLE, str(error))
    remedy = "Run `closeknit backup --secrets FILE` and keep that file apart from this machine."
    if mark is None:
        return Finding(Mark.ADVICE, f"The secrets were never saved. {remedy}")
    if not mark.is_current:
        return Finding(Mark.ADVICE, f"The secrets changed since {mark.on}. {remedy}")
    return Finding(Mark.GOOD, f"The secrets were saved on {mark.on}.")


def database_finding(*, database: Path, is_whole_wanted: bool = False) -> Finding:
    if not database.exists():
        return Finding(Mark.ADVICE, "There is no database yet. `closeknit serve` makes one.")
    try:
        check = check_integrity if is_whole_wanted else check_quickly
        check(database)
    except HostError as error:
        return Finding(Mark.TROUBLE, str(error))
    if is_whole_wanted:
        return Finding(Mark.GOOD, "The database is whole, and so is each of its indexes.")
    return Finding(Mark.GOOD, "The database is whole.")


def backup_finding(*, newest: Path | None, now: datetime) -> Finding:
    if newest is None:
        return Finding(Mark.ADVICE, "There is no backup yet. Run `closeknit backup`.")
    age = now - datetime.fromtimestamp(newest.stat().st_mtime, tz=UTC)
    words = f"The newest backup is {max(age.days, 0)} days old"
    if age > BACKUP_MAY_BE_OLD:
        return Finding(Mark.ADVICE, f"{words}. Run `closeknit backup`, best once a day.")
    return Finding(Mark.GOOD, f"{words}.")


def disk_finding(*, folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    words = f"The disk has {free / 1024**3:.1f} GB free"
    if free < DISK_MUST_HAVE:
        return Finding(Mark.TROUBLE, f"{words}. Make room: a full disk stops all writing.")
    return Finding(Mark.GOOD, f"{words}.")


def clock_finding(*, database: Path, now: datetime) -> Finding:
    """Compare the clock with the last write, and ask the system whether it keeps time."""
    wrong = "Set it right: days and sessions depend on it."
    if database.exists():
        written = datetime.fromtimestamp(database.stat().st_mtime, tz=UTC)
        if now < written - CLOCK_MAY_DIFFER:
            return Finding(Mark.TROUBLE, f"The clock is behind the last write. {wrong}")
    if _clock_is_kept() is False:
        return Finding(Mark.ADVICE, f"The system does not set its clock by the network. {wrong}")
    return Finding(Mark.GOOD, f"The clock says {now:%Y-%m-%d %H:%M} UTC.")


def reach_finding(*, public_url: str, is_local: bool, authority: Path) -> Finding:
    """Ask the server at its public address, as a phone would; `authority` is trusted if there."""
    if is_local:
        return Finding(
            Mark.ADVICE,
            "Only this machine can open Closeknit. For phones, start `closeknit serve --lan`.",
        )
    return answer_finding(url=public_url, name=None, authority=authority)


def answer_finding(*, url: str, name: str | None, authority: Path) -> Finding:
    """Ask whether a server lives at `url`; `name` where it answers to another than the url's."""
    try:
        status = _ask(url, authority, name)
    except (OSError, HTTPException) as error:
        return Finding(Mark.TROUBLE, f"Nothing answers at {url}: {error}.")
    if status != 200:  # noqa: PLR2004  HTTP's OK
        return Finding(Mark.TROUBLE, f"{url}/healthz answers {status} instead of 200.")
    return Finding(Mark.GOOD, f"{url} answers from this machine.")


def _ask(url: str, authority: Path, name: str | None) -> int:
    parts = urlsplit(url)
    host = parts.hostname or ""
    connection: HTTPConnection
    if parts.scheme == "https":
        trust = ssl.create_default_context()
        if authority.exists():
            trust.load_verify_locations(authority)
        connection = HTTPSConnection(host, parts.port, timeout=_PATIENCE, context=trust)
    else:
        connection = HTTPConnection(host, parts.port, timeout=_PATIENCE)
    with closing(connection):
        connection.request("GET", "/healthz", headers={"Host": name} if name else {})
        return connection.getresponse().status


def is_port_free(*, host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _clock_is_kept() -> bool | None:
    """Ask systemd whether the clock is synchronised; None where it cannot tell."""
    tool = shutil.which("timedatectl")
    if tool is None:
        return None
    asked = [tool, "show", "--property=NTPSynchronized", "--value"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603  a fixed tool
    return {"yes": True, "no": False}.get(done.stdout.strip())
