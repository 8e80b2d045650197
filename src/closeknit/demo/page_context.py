"""What the sample couple adds to pages: the bar that says they are made up, and the way to them."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from closeknit.demo.queries import bar_for


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Return the bar on their own server; on an ordinary one the way in, where its host allows."""
    if settings.ENVIRONMENT.demo:
        return {"banner": bar_for(request)}
    return {"other_way_in": "demo/way_in.html"} if settings.ENVIRONMENT.look_around else {}
