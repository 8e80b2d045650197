"""What stands behind each channel to a person, as plain text that is sealed."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, repr=False)
class PushAddress:
    endpoint: str
    p256dh: str
    auth: str

    @property
    def plain(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @property
    def same(self) -> str:
        """Return what makes it the same channel as another."""
        return self.endpoint


@dataclass(frozen=True, repr=False)
class MailAddress:
    """`code` is what the person types back; empty once they did."""

    address: str
    code: str = ""
    tries: int = 0

    @property
    def plain(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @property
    def same(self) -> str:
        return self.address


@dataclass(frozen=True, repr=False)
class ServiceAddress:
    url: str

    @property
    def plain(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @property
    def same(self) -> str:
        return self.url


Address = PushAddress | MailAddress | ServiceAddress
KINDS: dict[str, type[PushAddress] | type[MailAddress] | type[ServiceAddress]] = {
    "push": PushAddress,
    "mail": MailAddress,
    "service": ServiceAddress,
}


def read_address(kind: str, plain: bytes) -> Address:
    return KINDS[kind](**json.loads(plain))
