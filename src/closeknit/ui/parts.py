"""Pages, and the named parts of pages that HTMX asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.template.backends import jinja2 as backend
from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy
from django.utils.cache import patch_vary_headers

if TYPE_CHECKING:
    import jinja2


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """One place in the navigation; `icon` is a name of the `icon` macro."""

    url: str
    label: str
    icon: str
    current: bool = False


class _HtmxDetails(Protocol):
    boosted: bool
    history_restore_request: bool

    def __bool__(self) -> bool: ...


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    part: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the whole page, or only the block `part` of it when HTMX asks for a piece.

    Raises `LookupError` when the template itself has no block of that name.
    """
    found = cast("backend.Template", loader.get_template(template))
    if part is not None and _wants_a_part(request):
        body = _render_block(found, part=part, context=_full_context(found, request, context))
    else:
        body = found.render(dict(context), request)
    response = HttpResponse(body, status=status)
    if part is not None:
        patch_vary_headers(response, ["HX-Request"])
    return response


def _wants_a_part(request: HttpRequest) -> bool:
    htmx = cast("_HtmxDetails | None", getattr(request, "htmx", None))
    if htmx is None or not htmx:
        return False
    return not htmx.boosted and not htmx.history_restore_request


def _render_block(found: backend.Template, *, part: str, context: dict[str, Any]) -> str:
    template = cast("jinja2.Template", found.template)
    if part not in template.blocks:
        raise LookupError(f"{template.name} has no block named {part!r}.")
    return "".join(template.blocks[part](template.new_context(context)))


def _full_context(
    found: backend.Template, request: HttpRequest, context: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the context as Django's Jinja2 backend would complete it."""
    full = {
        **context,
        "request": request,
        "csrf_input": csrf_input_lazy(request),
        "csrf_token": csrf_token_lazy(request),
    }
    for processor in found.backend.template_context_processors:
        full.update(processor(request))
    return full
