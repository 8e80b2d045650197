"""Django's own sessions, read by a query whose SQL is written once."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from closeknit.rooms.people.prepared import Given, Prepared

_STORED = Prepared(
    Session.objects.filter(session_key=Given("key"), expire_date__gt=Given("now")).values_list(
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
