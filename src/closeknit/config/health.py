"""Two plain answers for whatever watches the server."""

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from closeknit.config.schema import unapplied_migrations, unknown_migrations


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    return _line("The server is running.")


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    try:
        missing, unknown = unapplied_migrations(), unknown_migrations()
    except (DatabaseError, InterfaceError):
        return _line("The database does not answer.", status=503)
    if missing:
        return _line(f"The database waits for {len(missing)} migrations.", status=503)
    if unknown:
        return _line("The database was changed by a newer version.", status=503)
    return _line("The server is ready.")


def _line(sentence: str, *, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{sentence}\n", content_type="text/plain; charset=utf-8", status=status)
