"""The bar on every page of the sample couple's server, which says that they are made up."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from closeknit.rooms.sample.queries import bar_for


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Return what the bar shows; nothing on an ordinary server."""
    return {"sample_bar": bar_for(request)} if settings.ENVIRONMENT.demo else {}
