"""The host's own secrets, as the settings hold them."""

from collections.abc import Mapping
from pathlib import Path

from closeknit.domain.vault import HostSecrets
from closeknit.hosting.secret_folder import drawn, make_missing, read_secrets


def secrets_for(*, folder: Path, sqlite_file: Path | None) -> Mapping[str, bytes]:
    """Return the secrets, making those that are missing only where nothing can be sealed yet.

    Beside a database they belong to it, and a new one in the place of a lost one would sign nobody
    in. So a process that finds one missing there works with drawn ones that nobody keeps, and
    `closeknit serve` refuses to start. Of a PostgreSQL only `serve` and `migrate` can tell.
    """
    if sqlite_file is not None and not sqlite_file.exists():
        return make_missing(folder)
    return drawn(read_secrets(folder))


def host_secrets(secrets: Mapping[str, bytes]) -> HostSecrets:
    """Return the pepper, escrow key and TOTP key, 32 bytes each."""
    return HostSecrets(pepper=secrets["pepper"], escrow=secrets["escrow"], totp=secrets["totp"])
