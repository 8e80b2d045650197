"""The Jinja2 environment of our own pages."""

from functools import cache, cached_property
from typing import Any

import jinja2
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation

from closeknit.ui import words

COMPONENTS = "ui/components.html"


class Components:
    """The macros of `ui/components.html`, open to every template and block as `ui`."""

    def __init__(self, environment: jinja2.Environment) -> None:
        self._environment = environment

    def __getattr__(self, name: str) -> Any:
        return getattr(self._macros, name)

    @cached_property
    def _macros(self) -> Any:
        return self._environment.get_template(COMPONENTS).module


_FILTERS = (
    words.date,
    words.day,
    words.month,
    words.month_name,
    words.time,
    words.initials,
    words.paragraphs,
    words.place,
)


def environment(**options: Any) -> jinja2.Environment:
    """Return the environment Django's Jinja2 backend asks for."""
    strict = {
        "autoescape": True,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "undefined": jinja2.StrictUndefined,
        "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"],
    }
    made = jinja2.Environment(**{**options, **strict})  # noqa: S701  autoescape stands in `strict`
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]  # added by the i18n extension
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
        newstyle=True,
    )
    made.globals.update(
        static=cache(static),
        url=url,
        language=translation.get_language,
        is_right_to_left=translation.get_language_bidi,
        ui=Components(made),
    )
    made.filters.update({each.__name__: each for each in _FILTERS})
    return made


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the path of a named page; raises `NoReverseMatch`."""
    return reverse(name, args=args, kwargs=kwargs) if args or kwargs else _place(name)


@cache
def _place(name: str) -> str:
    return reverse(name)
