"""Every setting a host may give, read once from the environment.

`NAME_FILE` may hold the path of a file with the value of `NAME`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from environs import FileAwareEnv, validate
from platformdirs import user_data_path

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class Environment:
    data_dir: Path
    secrets_dir: Path
    host: str
    port: int
    public_url: str
    database: dict[str, Any]
    email: dict[str, Any]
    email_from: str
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


def read_environment() -> Environment:
    env = FileAwareEnv(prefix="CLOSEKNIT_")
    data_dir = env.path("DATA_DIR", user_data_path("closeknit")).absolute()
    host = env.str("HOST", "127.0.0.1")
    port = env.int("PORT", 8321)
    public_url = env.str(
        "PUBLIC_URL", f"http://localhost:{port}", validate=validate.URL(require_tld=False)
    ).rstrip("/")
    is_local = (urlsplit(public_url).hostname or "") in LOCAL_HOSTS
    return Environment(
        data_dir=data_dir,
        secrets_dir=env.path("SECRETS_DIR", data_dir / "secrets").absolute(),
        host=host,
        port=port,
        public_url=public_url,
        database=env.dj_db_url("DATABASE_URL", f"sqlite:///{data_dir / 'closeknit.sqlite3'}"),
        email=env.dj_email_url("EMAIL_URL", "dummymail://"),
        email_from=env.str("EMAIL_FROM", f"closeknit@{urlsplit(public_url).hostname}"),
        trusted_proxies=env.int("TRUSTED_PROXIES", 0),
        look_around=env.bool("LOOK_AROUND", is_local),
        demo=env.bool("DEMO", False),
    )
