"""Every setting a host may give, read once from the environment.

`NAME_FILE` may hold the path of a file with the value of `NAME`. Each one is described in
docs/hosting.md; a test fails when one is not.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from closeknit.config.database_url import database_settings, sqlite_settings
from closeknit.config.mail_url import NO_MAIL, mail_settings
from closeknit.config.parsed_settings import a_sender, listening_host, sender_at
from closeknit.config.setting_reader import (
    PREFIX,
    SettingReader,
    a_list,
    a_number,
    a_path,
    a_switch,
)
from closeknit.hosting.addresses import LocalNames, local_names
from closeknit.hosting.destinations import is_nameable
from closeknit.hosting.problems import HostError
from closeknit.hosting.web_address import HIGHEST_PORT, bracketed, canonical_url, host_of

__all__ = ["LOCAL_HOSTS", "MOST_WORKERS", "PREFIX", "Environment", "read_environment"]

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
THREADS, WORKERS, MOST_WORKERS = 3, 1, 32
_EVERY_ADDRESS = "0.0.0.0"  # noqa: S104  only `--lan` listens there, and only over https
_PORTS = a_number(at_least=1, at_most=HIGHEST_PORT - 1)  # `--lan` also takes the next one
_MAIL_IS_HELD = "Mail is held until that is corrected and Closeknit is started again."


@dataclass(frozen=True)
class Environment:
    data_dir: Path
    secrets_dir: Path
    backup_dir: Path
    host: str
    port: int
    public_url: str
    lan: bool
    local_names: tuple[str, ...]
    threads: int
    workers: int
    database: dict[str, Any]
    email: dict[str, Any]
    email_from: str
    notify_hosts: tuple[str, ...]
    trusted_proxies: int
    look_around: bool
    demo: bool
    warnings: Mapping[str, str] = field(default_factory=dict)
    """Why a setting was passed over, by its name; nothing is lost or shown by that."""

    @property
    def public_host(self) -> str:
        return host_of(self.public_url)

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def is_local(self) -> bool:
        return self.public_host in LOCAL_HOSTS

    @property
    def listens_locally(self) -> bool:
        return self.host in LOCAL_HOSTS

    @property
    def allowed_hosts(self) -> tuple[str, ...]:
        """Return every name a browser may call this server by."""
        own = LOCAL_HOSTS if self.is_local else frozenset[str]()
        lan = frozenset(self.local_names if self.lan else ())
        return tuple(sorted(map(bracketed, {self.public_host, *own, *lan})))

    @property
    def sqlite_file(self) -> Path | None:
        """Return where the SQLite database is, or None on PostgreSQL."""
        if not str(self.database["ENGINE"]).endswith("sqlite3"):
            return None
        return Path(self.database["NAME"]).absolute()


def read_environment() -> Environment:
    """Read and check the settings; raises HostError naming the one that is wrong.

    Refused is what decides where the data is, who may reach it, and at which address. Whatever
    else is wrong becomes a warning, since an update must not stop a home over it.
    """
    return _read(SettingReader(os.environ))


def _read(env: SettingReader) -> Environment:
    data_dir = env.needed("DATA_DIR", a_path, None) or user_data_path("closeknit").absolute()
    port = env.needed("PORT", _PORTS, 8321)
    lan = env.needed("LAN", a_switch, default=False)
    names = local_names() if lan else None
    public_url = env.needed("PUBLIC_URL", canonical_url, "") or _usual_url(names, port)
    sender = sender_at(host_of(public_url))
    beside_the_rest = sqlite_settings(data_dir / "closeknit.sqlite3")
    return Environment(
        data_dir=data_dir,
        secrets_dir=env.needed("SECRETS_DIR", a_path, data_dir / "secrets"),
        backup_dir=env.needed("BACKUP_DIR", a_path, data_dir / "backups"),
        host=env.needed("HOST", listening_host, _EVERY_ADDRESS if lan else "127.0.0.1"),
        port=port,
        public_url=public_url,
        lan=lan,
        local_names=names.all if names else (),
        threads=_threads(env),
        workers=_workers(env),
        database=env.needed("DATABASE_URL", database_settings, beside_the_rest),
        email=env.tolerated("EMAIL_URL", mail_settings, NO_MAIL, so=_MAIL_IS_HELD),
        email_from=env.tolerated("EMAIL_FROM", a_sender, sender, so=f"{sender} is written."),
        notify_hosts=_notify_hosts(env),
        trusted_proxies=env.needed("TRUSTED_PROXIES", a_number(at_least=0, at_most=99), 0),
        look_around=_look_around(env, is_local=host_of(public_url) in LOCAL_HOSTS),
        demo=env.needed("DEMO", a_switch, default=False),
        warnings=env.warnings,
    )


def _threads(env: SettingReader) -> int:
    kind = a_number(at_least=1, at_most=64)
    return env.tolerated("THREADS", kind, THREADS, so=f"{THREADS} are used.")


def _workers(env: SettingReader) -> int:
    kind = a_number(at_least=1, at_most=MOST_WORKERS)
    return env.tolerated("WORKERS", kind, WORKERS, so=f"{WORKERS} is used.")


def _notify_hosts(env: SettingReader) -> tuple[str, ...]:
    """Return the hosts among what is named; the others are left out, and counted."""
    names = env.tolerated("NOTIFY_HOSTS", a_list, (), so="Reminders go to public servers only.")
    hosts = tuple(name.lower() for name in names if is_nameable(name))
    if wrong := len(names) - len(hosts):
        env.warn(
            "NOTIFY_HOSTS",
            f"must name hosts with or without a port, such as ntfy.home,192.168.1.9:8080; "
            f"{wrong} of its {len(names)} are left out.",
        )
    return hosts


def _look_around(env: SettingReader, *, is_local: bool) -> bool:
    """A wrong word opens nothing: it counts as "false"."""
    given = env.tolerated("LOOK_AROUND", a_switch, None, so="The sample couple is not offered.")
    return is_local if given is None and f"{PREFIX}LOOK_AROUND" not in env.warnings else bool(given)


def _usual_url(names: LocalNames | None, port: int) -> str:
    return _lan_url(names.address, port) if names else canonical_url(f"http://localhost:{port}")


def _lan_url(address: IPv4Address | None, port: int) -> str:
    if address is None:
        raise HostError(
            "This machine has no address in a local network, so no phone can reach it. "
            "Join your home network and start again."
        )
    if address.is_global:
        raise HostError(
            f"{address} is an address of the public internet. `--lan` is for a home network; "
            "docs/hosting.md shows how to put Caddy in front instead."
        )
    return f"https://{address}:{port}"
