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
from closeknit.hosting.secret_copies import last_saved

BACKUP_MAY_BE_OLD = timedelta(days=7)
DISK_MUST_HAVE = 512 * 1024 * 1024  # bytes
CLOCK_MAY_DIFFER = timedelta(minutes=10)
_PATIENCE = 3  # seconds


class Severity(Enum):
    GOOD = "ok"
    ADVICE = "see to"
    TROUBLE = "trouble"


@dataclass(frozen=True)
class Finding:
    severity: Severity
    sentence: str


def secrets_finding(*, folder: Path, data_dir: Path) -> Finding:
    try:
        saved = last_saved(folder=folder, data_dir=data_dir)
    except HostError as error:
        return Finding(Severity.TROUBLE, str(error))
    remedy = "Run `closeknit backup --secrets FILE` and keep that file apart from this machine."
    if saved is None:
        return Finding(Severity.ADVICE, f"The secrets were never saved. {remedy}")
    if not saved.is_current:
        return Finding(Severity.ADVICE, f"The secrets have changed since {saved.on}. {remedy}")
    return Finding(Severity.GOOD, f"The secrets were saved on {saved.on}.")


def database_finding(*, database: Path, is_whole_wanted: bool = False) -> Finding:
    if not database.exists():
        return Finding(Severity.ADVICE, "There is no database yet. `closeknit serve` makes one.")
    try:
        check = check_integrity if is_whole_wanted else check_quickly
        check(database)
    except HostError as error:
        return Finding(Severity.TROUBLE, str(error))
    if is_whole_wanted:
        return Finding(Severity.GOOD, "The database is whole, and so is each of its indexes.")
    return Finding(Severity.GOOD, "The database is whole.")


def backup_finding(*, newest: Path | None, now: datetime) -> Finding:
    if newest is None:
        return Finding(Severity.ADVICE, "There is no backup yet. Run `closeknit backup`.")
    age = now - datetime.fromtimestamp(newest.stat().st_mtime, tz=UTC)
    days = max(age.days, 0)
    words = f"The newest backup is {days} {'day' if days == 1 else 'days'} old"
    if age > BACKUP_MAY_BE_OLD:
        return Finding(Severity.ADVICE, f"{words}. Run `closeknit backup`, best once a day.")
    return Finding(Severity.GOOD, f"{words}.")


def disk_finding(*, folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    words = f"The disk has {free / 1024**3:.1f} GB free"
    if free < DISK_MUST_HAVE:
        return Finding(Severity.TROUBLE, f"{words}. Make room: a full disk stops all writing.")
    return Finding(Severity.GOOD, f"{words}.")


def clock_finding(*, database: Path, now: datetime) -> Finding:
    """Compare the clock with the last write, and ask the system whether it keeps time."""
    wrong = "Set it right: days and sessions depend on it."
    if database.exists():
        written = datetime.fromtimestamp(database.stat().st_mtime, tz=UTC)
        if now < written - CLOCK_MAY_DIFFER:
            return Finding(Severity.TROUBLE, f"The clock is behind the last write. {wrong}")
    if _clock_is_kept() is False:
        return Finding(Severity.ADVICE, f"The system's clock is not set by the network. {wrong}")
    return Finding(Severity.GOOD, f"The clock says {now:%Y-%m-%d %H:%M} UTC.")


def reach_finding(*, public_url: str, is_local: bool, authority: Path) -> Finding:
    """Ask the server at its public address, as a phone would; `authority` is trusted if there."""
    if is_local:
        return Finding(
            Severity.ADVICE,
            "Only this machine can open Closeknit. For phones, start `closeknit serve --lan`.",
        )
    return answer_finding(url=public_url, name=None, authority=authority)


def answer_finding(*, url: str, name: str | None, authority: Path) -> Finding:
    """Ask whether a server lives at `url`; `name` where it answers to another than the url's."""
    try:
        status = _ask(url, authority, name)
    except (OSError, HTTPException) as error:
        return Finding(Severity.TROUBLE, f"Nothing answers at {url}: {error}.")
    if status != 200:  # noqa: PLR2004  HTTP's OK
        return Finding(Severity.TROUBLE, f"{url}/healthz answers {status} instead of 200.")
    return Finding(Severity.GOOD, f"{url} answers from this machine.")


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
    try:
        done = subprocess.run(  # noqa: S603  a fixed tool
            asked, capture_output=True, text=True, check=False, timeout=_PATIENCE
        )
    except subprocess.TimeoutExpired:
        return None
    return {"yes": True, "no": False}.get(done.stdout.strip())
