"""A day and what one does on it: look, write, keep, pass, skip, write back."""

from collections.abc import Callable
from datetime import date as Date  # noqa: N812 - `date` is what the address calls its day
from datetime import timedelta

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from closeknit.rooms.people.decorators import DRAFT_HEADER, VaultRequest, with_vault
from closeknit.rooms.questions import actions
from closeknit.rooms.questions.forms import AnswerForm, DraftForm, GuessForm, ReplyForm
from closeknit.rooms.questions.queries.days import DayPage, day_page
from closeknit.rooms.questions.rules import DayState
from closeknit.ui.parts import page

LOOKS_BY_ITSELF = timedelta(minutes=15)  # then a page left open lets its vault fall asleep
STOP_LOOKING = 286  # htmx's own status for the end of polling
OPEN_STATES = (DayState.REVEALED, DayState.RECEIVED, DayState.HANDED)


@require_GET
@with_vault
def tonight(request: VaultRequest) -> HttpResponse:
    return _show(request, on=request.viewer.today)


@require_GET
@with_vault
def day(request: VaultRequest, date: Date) -> HttpResponse:
    if date == request.viewer.today:
        return redirect("questions:tonight")
    return _show(request, on=date)


@require_POST
@with_vault
def answer(request: VaultRequest, date: Date) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, on=date, form=form, status=422)
    words = form.cleaned_data
    try:
        actions.seal_answer(
            viewer=request.viewer,
            on=date,
            question=words["question"],
            text=words["text"],
            guess=words["guess"] if "guess" in request.POST else None,
        )
    except actions.QuestionChangedError:
        form.add_error(None, _("The question changed while you wrote. Your words are still here."))
    except actions.DayIsClosedError:
        form.add_error(
            None, _("This day is closed. Your words are still here; copy what you like.")
        )
    except actions.AlreadyOpenError:
        messages.info(request, _("You had both answered by then. Your new words wait below."))
        return _show(request, on=date, reply=ReplyForm(initial={"text": words["text"]}), status=409)
    else:
        return back_to(request, date)
    return _show(request, on=date, form=form, status=409)


@require_POST
@with_vault
def guess(request: VaultRequest, date: Date) -> HttpResponse:
    """Seal what the other may say, under one's own sealed answer."""
    form = GuessForm(request.POST)
    if not form.is_valid():
        return _show(request, on=date, guess=form, status=422)
    words = form.cleaned_data["guess"]
    try:
        or_404(lambda: actions.seal_guess(viewer=request.viewer, on=date, guess=words))
        messages.success(request, _("Sealed with your answer.") if words else _("It is gone."))
    except actions.AlreadyOpenError:
        messages.info(request, _("You have both answered by now, so it is open."))
    return back_to(request, date)


@require_POST
@with_vault
def draft(request: VaultRequest, date: Date) -> HttpResponse:
    """Keep words as they are written: by the page's script, or by a plain button."""
    form = DraftForm(request.POST)
    if not form.is_valid():
        return _show(request, on=date, form=AnswerForm(request.POST), status=422)
    or_404(lambda: _keep(request, date, form))
    if DRAFT_HEADER in request.headers:
        return HttpResponse(status=204)
    messages.success(request, _("Kept as a draft. Only you can read it."))
    return back_to(request, date)


@require_POST
@with_vault
def pass_on(request: VaultRequest, date: Date) -> HttpResponse:
    form = DraftForm(request.POST)
    if form.is_valid() and form.cleaned_data["text"]:
        or_404(lambda: _keep(request, date, form))
    or_404(lambda: actions.pass_on(viewer=request.viewer, on=date))
    return back_to(request, date)


@require_POST
@with_vault
def skip(request: VaultRequest, date: Date) -> HttpResponse:
    try:
        if date == request.viewer.today:
            actions.skip_for_good(viewer=request.viewer, question=request.POST.get("question", ""))
        messages.success(request, _("You will not be asked that one again."))
    except actions.LastQuestionError:
        messages.info(request, _("This is the last question that is open to you. It stays."))
    except (actions.QuestionChangedError, actions.DayIsClosedError):
        messages.info(request, _("Tonight's question has changed since."))
    return redirect("questions:tonight")


@require_POST
@with_vault
def reply(request: VaultRequest, date: Date) -> HttpResponse:
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _show(request, on=date, reply=form, status=422)
    words = form.cleaned_data
    or_404(
        lambda: actions.reply(viewer=request.viewer, on=date, text=words["text"], key=words["key"])
    )
    return back_to(request, date)


def _show(  # noqa: PLR0913  each form that may come back, by its name
    request: VaultRequest,
    *,
    on: Date,
    form: Form | None = None,
    reply: Form | None = None,
    guess: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    viewer = request.viewer
    found = day_page(viewer=viewer, on=on)
    if found is None:
        raise Http404
    if getattr(request, "htmx", False) and found.state is DayState.SEALED_WAITING:
        return _nothing_new(request)
    context = {
        "day": found,
        "form": form or _answer_form(found),
        "reply_form": reply or ReplyForm(auto_id="reply_%s"),
        "guess_form": guess or GuessForm(initial={"guess": _guess(found)}),
        "is_guessing": guess is not None or "guess" in request.GET,
        "may_guess": on > viewer.membership.joined_on or "guess" in request.GET,
        "partner": viewer.partner,
        "is_tonight": on == viewer.today,
        "is_writing": found.state not in OPEN_STATES
        and (form is not None or (found.may_write and _wants_to_write(request, found))),
        "since": int(viewer.now.timestamp()),
    }
    return page(request, "questions/day.html", context, part="state", status=status)


def _answer_form(found: DayPage) -> AnswerForm:
    mine = found.answers.mine
    text = found.draft or (mine.text if mine else None) or ""
    key = found.question and found.question.key
    return AnswerForm(initial={"text": text, "guess": _guess(found), "question": key})


def _guess(found: DayPage) -> str:
    mine = found.answers.mine
    return found.draft_guess or (mine.guess if mine else "")


def _wants_to_write(request: HttpRequest, found: DayPage) -> bool:
    return found.state in (DayState.UNWRITTEN, DayState.DRAFT) or "write" in request.GET


def _nothing_new(request: VaultRequest) -> HttpResponse:
    """Tell a page that looks by itself to change nothing, and after a while to stop."""
    since = request.GET.get("since", "")
    began = (
        int(since) if since.isascii() and since.isdigit() and len(since) < len("99999999999") else 0
    )
    if request.now.timestamp() - began < LOOKS_BY_ITSELF.total_seconds():
        return HttpResponse(status=204)
    return HttpResponse(status=STOP_LOOKING, headers={"HX-Reswap": "none"})


def _keep(request: VaultRequest, on: Date, form: DraftForm) -> None:
    actions.keep_draft(viewer=request.viewer, on=on, **form.cleaned_data)


def or_404(act: Callable[[], None]) -> None:
    try:
        act()
    except actions.DayIsClosedError:
        raise Http404 from None


def back_to(request: VaultRequest, on: Date) -> HttpResponse:
    if on == request.viewer.today:
        return redirect("questions:tonight")
    return redirect("questions:day", on)
