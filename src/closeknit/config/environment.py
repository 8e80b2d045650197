"""Every setting a host may give, read once from the environment.

`NAME_FILE` may hold the path of a file with the value of `NAME`. Each one is described in
docs/hosting.md; a test fails when one is not.
"""

from dataclasses import dataclass
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from environs import FileAwareEnv, validate
from environs.exceptions import EnvError
from platformdirs import user_data_path

from closeknit.hosting.addresses import local_names
from closeknit.hosting.problems import HostError

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
PREFIX = "CLOSEKNIT_"
_EVERY_ADDRESS = "0.0.0.0"  # noqa: S104  only `--lan` listens there, and only over https
_PORTS = validate.Range(min=1, max=65534)  # the step pages of `--lan` take the next one


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
    database: dict[str, Any]
    email: dict[str, Any]
    email_from: str
    notify_hosts: tuple[str, ...]
    trusted_proxies: int
    look_around: bool
    demo: bool

    @property
    def public_host(self) -> str:
        return urlsplit(self.public_url).hostname or "localhost"

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
        return tuple(sorted({self.public_host, *own, *lan}))

    @property
    def sqlite_file(self) -> Path | None:
        """Return where the SQLite database is, or None on PostgreSQL."""
        if not str(self.database["ENGINE"]).endswith("sqlite3"):
            return None
        return Path(self.database["NAME"]).absolute()


def read_environment() -> Environment:
    """Read and check the settings; raises HostError naming the one that is wrong."""
    try:
        return _read(FileAwareEnv(prefix=PREFIX))
    except (EnvError, ValueError) as error:
        raise HostError(f"A setting cannot be read. {error}") from error


def on_postgres(database: dict[str, Any]) -> dict[str, Any]:
    """Return how the server speaks to a PostgreSQL: it prepares what it is asked five times.

    Without, each page has the same few statements parsed and planned again. What the address says
    after its `?` has the last word, for a pooler that hands each statement to another connection.
    """
    prepared = {"server_side_binding": True, "prepare_threshold": 5}
    options = {**prepared, **database.get("OPTIONS", {})}
    return {**database, "OPTIONS": options, "CONN_HEALTH_CHECKS": True}


def _read(env: FileAwareEnv) -> Environment:
    data_dir = env.path("DATA_DIR", user_data_path("closeknit")).absolute()
    port = env.int("PORT", 8321, validate=_PORTS)
    lan = env.bool("LAN", default=False)
    names = local_names() if lan else None
    public_url = env.str(
        "PUBLIC_URL",
        _lan_url(names.address, port) if names else f"http://localhost:{port}",
        validate=validate.URL(require_tld=False, schemes={"http", "https"}),
    ).rstrip("/")
    public_host = urlsplit(public_url).hostname or ""
    return Environment(
        data_dir=data_dir,
        secrets_dir=env.path("SECRETS_DIR", data_dir / "secrets").absolute(),
        backup_dir=env.path("BACKUP_DIR", data_dir / "backups").absolute(),
        host=env.str("HOST", _EVERY_ADDRESS if lan else "127.0.0.1"),
        port=port,
        public_url=public_url,
        lan=lan,
        local_names=names.all if names else (),
        threads=env.int("THREADS", 3, validate=validate.Range(min=1, max=64)),
        database=_supported(
            env.dj_db_url("DATABASE_URL", f"sqlite:///{data_dir / 'closeknit.sqlite3'}")
        ),
        email=env.dj_email_url("EMAIL_URL", "dummy://"),
        email_from=env.str("EMAIL_FROM", f"closeknit@{public_host}"),
        notify_hosts=tuple(env.list("NOTIFY_HOSTS", [], subcast=str.lower)),
        trusted_proxies=env.int("TRUSTED_PROXIES", 0, validate=validate.Range(min=0)),
        look_around=env.bool("LOOK_AROUND", public_host in LOCAL_HOSTS),
        demo=env.bool("DEMO", default=False),
    )


def _supported(database: dict[str, Any]) -> dict[str, Any]:
    if not str(database["ENGINE"]).endswith(("sqlite3", "postgresql")):
        raise HostError("CLOSEKNIT_DATABASE_URL names neither an SQLite file nor a PostgreSQL.")
    return database


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
