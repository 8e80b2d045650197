"""How other devices in the same home can name this machine."""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address

_NOBODY = ("192.0.2.1", 9)  # RFC 5737 documentation address; connecting UDP sends no packet


@dataclass(frozen=True)
class LocalNames:
    """The machine's address in its network, if it has one, and its multicast DNS name."""

    address: IPv4Address | None
    mdns: str

    @property
    def all(self) -> tuple[str, ...]:
        own = ("localhost", "127.0.0.1", self.mdns)
        return own if self.address is None else (*own, str(self.address))


def local_names() -> LocalNames:
    name = socket.gethostname().split(".")[0].lower() or "closeknit"
    return LocalNames(address=_outward_address(), mdns=f"{name}.local")


def _outward_address() -> IPv4Address | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_NOBODY)
        except OSError:
            return None
        address = IPv4Address(probe.getsockname()[0])
    return None if address.is_loopback or address.is_unspecified else address
