"""The Guide's pages; each opens for a stranger, and none leaves a copy on the device."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from closeknit.rooms.guide import queries
from closeknit.rooms.guide.countries import countries_by_name, country_name
from closeknit.rooms.guide.forms import CountryForm, SafetyForm, SearchForm
from closeknit.rooms.guide.rules import advice
from closeknit.rooms.guide.search import search as found_pages
from closeknit.ui.language import library, reader_language
from closeknit.ui.parts import page

SAFETY_BYTES = 16 * 1024
View = Callable[..., HttpResponse]


def open_to_all(view: View) -> View:
    """Let anyone read, and ask the browser to keep nothing."""
    return require_safe(cache_control(no_store=True)(view))


@open_to_all
def guide(request: HttpRequest) -> HttpResponse:
    contents = queries.contents(language=reader_language())
    return page(request, "guide/guide.html", {"contents": contents, "form": SearchForm()})


@open_to_all
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    return _read(request, queries.answers(language=reader_language()).get(slug))


@open_to_all
def article(request: HttpRequest, slug: str) -> HttpResponse:
    return _read(request, queries.articles(language=reader_language()).get(slug))


@open_to_all
def sources(request: HttpRequest) -> HttpResponse:
    found = queries.sources(language=reader_language())
    return page(request, "guide/sources.html", {"sources": found})


@open_to_all
def source(request: HttpRequest, source_id: str) -> HttpResponse:
    language = reader_language()
    found = library().references.get(source_id)
    if found is None:
        raise Http404
    context = {"source": found, "citing": queries.citing(language=language)[source_id]}
    return page(request, "guide/source.html", context)


@open_to_all
def search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    hits = found_pages(words=words, language=reader_language())
    return page(request, "guide/search.html", {"form": form, "words": words, "hits": hits})


@open_to_all
def host_sees(request: HttpRequest) -> HttpResponse:
    return page(request, "guide/host_sees.html", {})


@open_to_all
def help_lines(request: HttpRequest) -> HttpResponse:
    language = reader_language()
    form = CountryForm(request.GET or None, countries=queries.countries(language=language))
    country = form.cleaned_data["country"] if form.is_valid() else ""
    emergency = queries.emergency_calls(language=language)
    context = {
        "form": form,
        "country": country_name(country) if country else "",
        "kinds": queries.help_lines(language=language).get(country, ()),
        "directories": queries.directories(language=language),
        "emergency": [(name, emergency[code]) for code, name in countries_by_name(emergency)],
    }
    return page(request, "guide/help.html", context)


# Nothing is written, so a forged sending changes nothing; a token would leave a cookie behind.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True, no_transform=True)
def safety(request: HttpRequest) -> HttpResponse:
    """Weigh what was said within this request, and answer with as many bytes whatever it was."""
    asked = request.method == "POST"
    said = SafetyForm(request.POST).named() if asked else frozenset()
    context = {"form": SafetyForm(), "advice": advice(said) if asked else ()}
    return padded(page(request, "guide/safety.html", context), to=SAFETY_BYTES)


def padded(response: HttpResponse, *, to: int) -> HttpResponse:
    """Fill a page up with an empty comment to the next multiple of `to` bytes."""
    opening, closing = b"\n<!--", b"-->\n"
    length = len(response.content) + len(opening) + len(closing)
    response.content += opening + b" " * (-length % to) + closing
    return response


def _read(request: HttpRequest, reading: queries.GuideArticle | None) -> HttpResponse:
    if reading is None:
        raise Http404
    return page(request, "guide/reading.html", {"reading": reading})
