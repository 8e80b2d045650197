"""The page of a request that was refused: our words, whole, or in place where a part was asked for.

It asks no database and no session, so that it stands when both are away.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.template.backends import jinja2 as backend

if TYPE_CHECKING:
    import jinja2

WITH_A_PAGE = frozenset({400, 403, 404, 405, 413, 422, 429, 500, 503})


def refusal(
    request: HttpRequest, status: int, *, context: Mapping[str, Any] | None = None, wait: int = 0
) -> HttpResponse:
    """Say what was refused; `wait` are the seconds after which it may be asked again.

    For a part of a page the sentence goes to the page's messages, and the form stays as it is.
    """
    told = {"request": request, **(context or {})}
    found = cast("backend.Template", loader.get_template(f"{status}.html"))
    is_part = request.headers.get("HX-Request") == "true"
    body = _in_place(found, told) if is_part else found.render(told)
    response = HttpResponse(body, status=status, headers={"Cache-Control": "no-store"})
    if is_part:
        response["HX-Retarget"] = "#messages"
        response["HX-Reswap"] = "innerHTML show:#messages:top"
    if wait:
        response["Retry-After"] = str(wait)
    return response


def _in_place(found: backend.Template, context: dict[str, Any]) -> str:
    template = cast("jinja2.Template", found.template)
    sentence = "".join(template.blocks["sentence"](template.new_context(context)))
    return loader.render_to_string("ui/refused_part.html", {"sentence": sentence.strip()})
