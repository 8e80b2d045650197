"""Tonight's question and the days before it, one view per act of a visitor."""

from collections.abc import Callable
from datetime import date as Date  # noqa: N812 - `date` is what the address calls its day
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from closeknit.rooms.people.actions.choices import choose_deeper
from closeknit.rooms.people.gates import VaultRequest, with_vault
from closeknit.rooms.people.viewer import Viewer
from closeknit.rooms.questions import actions
from closeknit.rooms.questions.forms import (
    AlbumForm,
    AnswerForm,
    ChoicesForm,
    DraftForm,
    OwnQuestionForm,
    ReplyForm,
)
from closeknit.rooms.questions.queries import album
from closeknit.rooms.questions.queries.days import DayPage, day_page
from closeknit.rooms.questions.rules import State
from closeknit.ui.parts import page

LOOKS_BY_ITSELF = timedelta(minutes=15)  # then a page left open lets its vault fall asleep
STOP_LOOKING = 286  # htmx's own status for the end of polling
OPEN_STATES = (State.REVEALED, State.RECEIVED, State.HANDED)


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
            viewer=request.viewer, on=date, question=words["question"], text=words["text"]
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
        return _back_to(request.viewer, date)
    return _show(request, on=date, form=form, status=409)


@require_POST
@with_vault
def draft(request: VaultRequest, date: Date) -> HttpResponse:
    """Keep words as they are written: by the page's script, or by a plain button."""
    form = DraftForm(request.POST)
    if not form.is_valid():
        return _show(request, on=date, form=AnswerForm(request.POST), status=422)
    _or_404(lambda: _keep(request.viewer, date, form))
    if "X-Draft" in request.headers:
        return HttpResponse(status=204)
    messages.success(request, _("Kept as a draft. Only you can read it."))
    return _back_to(request.viewer, date)


@require_POST
@with_vault
def pass_on(request: VaultRequest, date: Date) -> HttpResponse:
    form = DraftForm(request.POST)
    if form.is_valid() and form.cleaned_data["text"]:
        _or_404(lambda: _keep(request.viewer, date, form))
    _or_404(lambda: actions.pass_on(viewer=request.viewer, on=date))
    return _back_to(request.viewer, date)


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
    _or_404(
        lambda: actions.reply(viewer=request.viewer, on=date, text=words["text"], key=words["key"])
    )
    return _back_to(request.viewer, date)


@require_POST
@with_vault
def hand_over(request: VaultRequest, date: Date) -> HttpResponse:
    _or_404(lambda: actions.hand_over(viewer=request.viewer, on=date))
    messages.success(request, _("Handed over. You can both read it now."))
    return _back_to(request.viewer, date)


@require_POST
@with_vault
def keep_private(request: VaultRequest, date: Date) -> HttpResponse:
    try:
        _or_404(lambda: actions.keep_private(viewer=request.viewer, on=date))
        messages.success(request, _("Kept for you alone."))
    except actions.AlreadyOpenError:
        messages.info(request, _("You have both answered by now, so it is open."))
    return _back_to(request.viewer, date)


@with_vault
def let_go(request: VaultRequest, date: Date) -> HttpResponse:
    """Ask once more on a page of its own, then delete the answer."""
    found = day_page(viewer=request.viewer, on=date)
    if request.method == "POST":
        return _let_go(request, date, is_there=bool(found and found.answers.mine))
    if found is None or found.answers.mine is None or found.state in OPEN_STATES:
        raise Http404
    return page(request, "questions/let_go.html", {"day": found, "partner": request.viewer.partner})


@require_GET
@with_vault
def answers(request: VaultRequest) -> HttpResponse:
    form = AlbumForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    strand = chosen.get("strand")
    month = album.month_of_answers(viewer=request.viewer, month=chosen.get("month"), strand=strand)
    context = {"month": month, "strand": strand, "partner": request.viewer.partner}
    return page(request, "questions/answers.html", context)


@with_vault
def ask(request: VaultRequest) -> HttpResponse:
    """The viewer's own questions that wait, and a place for one more."""
    form = OwnQuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        actions.ask(viewer=request.viewer, text=words["text"], key=words["key"])
        messages.success(request, _("Kept. It comes up on a later evening."))
        return redirect("questions:ask")
    context = {
        "form": form,
        "waiting": album.own_questions_in_waiting(viewer=request.viewer),
        "partner": request.viewer.partner,
    }
    return page(request, "questions/ask.html", context, status=422 if form.errors else 200)


@require_POST
@with_vault
def take_back(request: VaultRequest, question: UUID) -> HttpResponse:
    if not actions.take_back_question(viewer=request.viewer, question=question):
        raise Http404
    messages.success(request, _("Taken back."))
    return redirect("questions:ask")


@with_vault
def choices(request: VaultRequest) -> HttpResponse:
    """Which packs may come, and whether the viewer is open to the bravest questions."""
    viewer = request.viewer
    is_deeper = viewer.membership.deep_since is not None
    initial = {"packs": album.chosen_packs(viewer=viewer), "deeper": is_deeper}
    form = ChoicesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.choose_packs(viewer=viewer, wanted=set(form.cleaned_data["packs"]))
        if form.cleaned_data["deeper"] != is_deeper:
            choose_deeper(viewer=viewer, wanted=form.cleaned_data["deeper"])
        messages.success(request, _("Kept. It counts from tomorrow's question on."))
        return redirect("questions:choices")
    return page(request, "questions/choices.html", {"form": form, "partner": viewer.partner})


def _show(
    request: VaultRequest,
    *,
    on: Date,
    form: Form | None = None,
    reply: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    viewer = request.viewer
    found = day_page(viewer=viewer, on=on)
    if found is None:
        raise Http404
    if getattr(request, "htmx", False) and found.state is State.SEALED_WAITING:
        return _nothing_new(request)
    context = {
        "day": found,
        "form": form or _answer_form(found),
        "reply_form": reply or ReplyForm(auto_id="reply_%s"),
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
    return AnswerForm(initial={"text": text, "question": found.question and found.question.key})


def _wants_to_write(request: HttpRequest, found: DayPage) -> bool:
    return found.state in (State.UNWRITTEN, State.DRAFT) or "write" in request.GET


def _nothing_new(request: VaultRequest) -> HttpResponse:
    """Tell a page that looks by itself to change nothing, and after a while to stop."""
    since = request.GET.get("since", "")
    began = (
        int(since) if since.isascii() and since.isdigit() and len(since) < len("99999999999") else 0
    )
    if request.now.timestamp() - began < LOOKS_BY_ITSELF.total_seconds():
        return HttpResponse(status=204)
    return HttpResponse(status=STOP_LOOKING, headers={"HX-Reswap": "none"})


def _keep(viewer: Viewer, on: Date, form: DraftForm) -> None:
    actions.keep_draft(viewer=viewer, on=on, text=form.cleaned_data["text"])


def _let_go(request: VaultRequest, on: Date, *, is_there: bool) -> HttpResponse:
    if is_there:
        try:
            actions.let_go(viewer=request.viewer, on=on)
        except actions.AlreadyOpenError:
            messages.info(request, _("You have both answered by now, so it is open."))
            return _back_to(request.viewer, on)
    messages.success(request, _("It is gone."))
    return redirect("questions:answers")


def _or_404(act: Callable[[], None]) -> None:
    try:
        act()
    except actions.DayIsClosedError:
        raise Http404 from None


def _back_to(viewer: Viewer, on: Date) -> HttpResponse:
    if on == viewer.today:
        return redirect("questions:tonight")
    return redirect("questions:day", on)
