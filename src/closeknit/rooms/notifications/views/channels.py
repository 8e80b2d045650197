"""The channels that lead to a person: add, prove, try, take away."""

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from closeknit.hosting.messages import Message, Outcome
from closeknit.rooms.notifications.actions import channels
from closeknit.rooms.notifications.actions.sending import note_outcome
from closeknit.rooms.notifications.actions.test_message import send_beside, send_mail
from closeknit.rooms.notifications.forms import CodeForm, MailForm, PushForm, ServiceForm
from closeknit.rooms.notifications.models import Channel, ChannelKind
from closeknit.rooms.notifications.queries.own import address_of, own_channels
from closeknit.rooms.notifications.queries.words import words_of
from closeknit.rooms.people.decorators import VaultRequest, with_vault
from closeknit.rooms.people.queries import sends_mail
from closeknit.rooms.people.rules.limits import LimitedAct
from closeknit.rooms.people.signing_in import device_label
from closeknit.rooms.people.tries import TooOftenError, count_try
from closeknit.ui.parts import page
from closeknit.ui.words import wait

BACK = "notifications:reminders"
LASTS = 600  # seconds that a push service may keep a test


@require_POST
@with_vault
def add_push(request: VaultRequest) -> HttpResponse:
    """Add the browser in hand, which its script has subscribed; answers 204 to a script."""
    form = PushForm(_sent(request))
    if not form.is_valid():
        return _refused(request, form)
    made = channels.add_push(
        user=request.viewer.user,
        device=request.device,
        address=form.address(),
        label=device_label(request),
        today=request.viewer.today,
    )
    return _added(request, made)


@require_POST
@with_vault
def remove_push(request: VaultRequest) -> HttpResponse:
    """Take the browser in hand away, by the address it knows of itself."""
    endpoint = str(_sent(request).get("endpoint", ""))
    channels.remove_push(user=request.viewer.user, endpoint=endpoint)
    return HttpResponse(status=204) if _is_script(request) else redirect(BACK)


@with_vault
def add_mail(request: VaultRequest) -> HttpResponse:
    """Add an e-mail address; a code goes there first."""
    if not sends_mail():
        raise Http404
    form = MailForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _may_add(request, form):
        address, key = form.cleaned_data["address"], form.cleaned_data["key"]
        viewer = request.viewer
        made = channels.add_mail(user=viewer.user, address=address, today=viewer.today, key=key)
        if made is None:
            return _added(request, None)
        channel, code = made
        message = _message(request, "code", code=code)
        if not code or send_mail(message, address=address) is Outcome.ARRIVED:
            return redirect("notifications:confirm_mail", channel.pk)
        channels.remove(user=viewer.user, channel=channel.pk)
        form.add_error("address", _("The mail could not be sent. Nothing was kept."))
    return _form_page(request, "notifications/mail.html", {"form": form})


@with_vault
def confirm_mail(request: VaultRequest, channel: UUID) -> HttpResponse:
    """Prove an address by the code that went there."""
    row = get_object_or_404(
        own_channels(user=request.viewer.user), pk=channel, kind=ChannelKind.MAIL
    )
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        if channels.confirm_mail(user=request.viewer.user, channel=row.pk, code=code):
            return _added(request, row)
        form.add_error("code", _("That is not the code. After five tries, add the address anew."))
    return _form_page(request, "notifications/code.html", {"form": form})


@with_vault
def add_service(request: VaultRequest) -> HttpResponse:
    """Add a messenger or push service by its address."""
    form = ServiceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _may_add(request, form):
        viewer, url, key = request.viewer, form.cleaned_data["url"], form.cleaned_data["key"]
        made = channels.add_service(user=viewer.user, url=url, today=viewer.today, key=key)
        return _added(request, made)
    context = {"form": form, "named": settings.ENVIRONMENT.notify_hosts}
    return _form_page(request, "notifications/service.html", context)


@require_POST
@with_vault
def try_out(request: VaultRequest, channel: UUID) -> HttpResponse:
    """Send a test on one channel and say what became of it."""
    row = get_object_or_404(own_channels(user=request.viewer.user), pk=channel)
    address = address_of(row)
    if address is None or (row.kind == ChannelKind.MAIL and not row.is_on):
        raise Http404
    try:
        count_try(request, LimitedAct.TRY_CHANNEL, account=request.user)
    except TooOftenError as error:
        messages.warning(request, _often(error))
        return redirect(BACK)
    outcome = send_beside(_message(request, "test"), address=address)
    note_outcome(channel=row.pk, outcome=outcome)
    _tell(request, outcome)
    return redirect(BACK)


@require_POST
@with_vault
def remove(request: VaultRequest, channel: UUID) -> HttpResponse:
    if not channels.remove(user=request.viewer.user, channel=channel):
        raise Http404
    messages.success(request, _("Nothing goes there any more."))
    return redirect(BACK)


def _message(request: VaultRequest, name: str, *, code: str = "") -> Message:
    words = words_of(name, language=get_language() or request.user.language, code=code)
    return Message(title=words.title, body=words.body, url=f"{settings.PUBLIC_URL}/", lasts=LASTS)


def _tell(request: VaultRequest, outcome: Outcome) -> None:
    sentences = {
        Outcome.ARRIVED: _("The test is on its way. It may take a moment to show."),
        Outcome.GONE: _("That browser no longer takes reminders, so it was removed here."),
        Outcome.REFUSED: _("This server does not send there. Remove it and add it again."),
        Outcome.FAILED: _("The test did not get through. Look at the address, or try later."),
    }
    tell = messages.success if outcome is Outcome.ARRIVED else messages.warning
    tell(request, sentences[outcome])


def _sent(request: HttpRequest) -> dict[str, Any]:
    """Return a form's fields, or those of a script's JSON object."""
    if not _is_script(request):
        return {name: request.POST[name] for name in request.POST}
    try:
        sent = json.loads(request.body)
    except ValueError:
        return {}
    return sent if isinstance(sent, dict) else {}


def _is_script(request: HttpRequest) -> bool:
    return request.content_type == "application/json"


def _refused(request: HttpRequest, form: PushForm) -> HttpResponse:
    sentence = " ".join(str(each) for errors in form.errors.values() for each in errors)
    if _is_script(request):
        return HttpResponse(sentence, status=422, content_type="text/plain; charset=utf-8")
    messages.warning(request, sentence)
    return redirect(BACK)


def _added(request: HttpRequest, made: Channel | None) -> HttpResponse:
    if made is None:
        messages.warning(
            request, _("That is as many ways as one person may have. Remove one first.")
        )
    elif not _is_script(request):
        messages.success(request, _("Reminders can reach you there now."))
    if _is_script(request):
        return HttpResponse(status=204 if made else 409)
    return redirect(BACK)


def _may_add(request: VaultRequest, form: MailForm | ServiceForm) -> bool:
    try:
        count_try(request, LimitedAct.ADD_CHANNEL, account=request.user)
    except TooOftenError as error:
        form.add_error(None, _often(error))
        return False
    return True


def _often(error: TooOftenError) -> str:
    return _("That was often. Try again in %(wait)s.") % {"wait": wait(error.seconds)}


def _form_page(request: VaultRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    status = 422 if context["form"].errors else 200
    return page(request, template, context, status=status)
