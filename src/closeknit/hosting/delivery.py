"""Handing one message over to a push service or a messenger.

Loaded by the sender alone, a process of its own that ends when it is done: pywebpush and apprise
bring more along than the server may hold.
"""

import json
import logging
from dataclasses import dataclass
from functools import cached_property

import requests
from apprise import Apprise, AppriseAsset, PersistentStoreMode
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid  # type: ignore[import-untyped]  # ships none
from pywebpush import WebPushException, webpush  # type: ignore[import-untyped]  # ships none

from closeknit.hosting.destinations import (
    AddressRefusedError,
    Destinations,
    check_push_address,
    check_service_address,
)
from closeknit.hosting.messages import Message, Outcome
from closeknit.hosting.outbound import WITHIN, OutboundSession, guard_every_request

logging.getLogger("apprise").setLevel(logging.CRITICAL)  # its warnings may hold tokens
_GONE = frozenset({404, 410})


@dataclass(frozen=True)
class Sender:
    """`contact` is whom a push service may write to: a mailto: or https: address."""

    push_key: ec.EllipticCurvePrivateKey
    contact: str
    push: Destinations
    services: Destinations

    def send_push(self, message: Message, *, endpoint: str, p256dh: str, auth: str) -> Outcome:
        try:
            check_push_address(endpoint, destinations=self.push)
            webpush(
                {"endpoint": endpoint, "keys": {"p256dh": p256dh, "auth": auth}},
                json.dumps({"title": message.title, "body": message.body, "url": message.url}),
                vapid_private_key=self._vapid,
                vapid_claims={"sub": self.contact},
                ttl=message.lasts,
                timeout=WITHIN,
                requests_session=OutboundSession(self.push),
            )
        except AddressRefusedError:
            return Outcome.REFUSED
        except WebPushException as error:
            return Outcome.GONE if error.status_code in _GONE else Outcome.FAILED
        except (requests.RequestException, ValueError):
            return Outcome.FAILED
        return Outcome.ARRIVED

    def send_by_service(self, message: Message, *, address: str) -> Outcome:
        try:
            check_service_address(address, destinations=self.services)
        except AddressRefusedError:
            return Outcome.REFUSED
        guard_every_request(self.services)
        service = Apprise.instantiate(address, asset=_asset(message.title))
        if service is None:
            return Outcome.REFUSED
        arrived = service.notify(title=message.title, body=f"{message.body}\n{message.url}")
        return Outcome.ARRIVED if arrived else Outcome.FAILED

    @cached_property
    def _vapid(self) -> Vapid:
        return Vapid(private_key=self.push_key)


def _asset(title: str) -> AppriseAsset:
    """Keep apprise to one request in memory: no plug-ins, files, redirects or names of its own."""
    return AppriseAsset(
        app_id=title,
        app_desc="",
        app_url="",
        image_url_mask="",
        image_url_logo="",
        async_mode=False,
        http_redirects=False,
        storage_mode=PersistentStoreMode.MEMORY,
        pgp_autogen=False,
        pem_autogen=False,
        plugin_paths=[],
    )
