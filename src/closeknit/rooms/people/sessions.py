"""Django's own sessions, read by a query whose SQL is written once."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.utils import timezone

from closeknit.rooms.people.compiled_query import CompiledQuery, Param

_STORED = CompiledQuery(
    Session.objects.filter(session_key=Param("key"), expire_date__gt=Param("now")).values_list(
        "session_data", flat=True
    )
)


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        data = _STORED.first(key=self.session_key, now=timezone.now())
        if data is None:
            self._session_key = None
            return {}
        return self.decode(data)

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002  Django's signature
        """Save as Django does; but a database that is away does not count as an ended session."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError):
                raise error.__context__ from None
            raise
