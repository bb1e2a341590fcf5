"""The set-up's pages: the code and the administrator's account first, then a step a page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from disclosure.desk.audit.mail import mail_is_configured
from disclosure.desk.office.mail_test import send_test_mail
from disclosure.desk.office.setting_up import (
    add_colleague,
    create_administrator,
    finish,
    own_authority,
    save_identity,
    save_part,
)
from disclosure.desk.office.setup_code import check_code, is_open, use_code
from disclosure.errors import Refused
from disclosure.models import Authority, User

from .forms import CodeForm, ColleagueForm, MailForm, StepForm
from .steps import BY_KEY, STEPS, Step, next_step, present_step

BACKEND = "jinling_portal.signing_in.backend.StaffBackend"
View = Callable[..., HttpResponse]


def administrator_only(view: View) -> View:
    """Let nobody in but who may do everything in the whole installation."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (isinstance(request.user, User) and request.user.is_superuser and request.user.authority_id is None):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return admin.site.admin_view(guarded)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Ask for the code and make the administrator's account; later, lead to where the set-up goes on."""
    if not is_open():
        return HttpResponseRedirect(reverse("setup_go_on"))
    form = CodeForm(request.POST or None, label_suffix="")
    if form.is_valid():
        try:
            user = _administrator(form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            login(request, user, backend=BACKEND)
            return HttpResponseRedirect(STEPS[0].url)
    return _page(request, "begin", "建立本单位的平台", {"form": form})


def _administrator(values: dict[str, Any]) -> User:
    """Use the code up and make the account, or neither. Raises Refused."""
    at = now()
    check_code(values["code"], at=at)
    with transaction.atomic():
        use_code(at=at)
        wanted = {name: values[name] for name in ("username", "name", "email", "password")}
        return create_administrator(**wanted)


@administrator_only
def go_on(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 as Django calls it
    """Lead to the step that is next."""
    step = present_step(own_authority())
    return HttpResponseRedirect(step.url if step else reverse("admin:index"))


@administrator_only
def step(request: HttpRequest, key: str) -> HttpResponse:
    """Show a step of the set-up, and store it."""
    if key not in BY_KEY:
        raise Http404
    authority = own_authority()
    if authority is None and key != STEPS[0].key:
        return HttpResponseRedirect(STEPS[0].url)
    if authority is not None and authority.is_demo:
        return HttpResponseRedirect(reverse("demo_clear"))
    asked = BY_KEY[key]
    if asked.form:
        return _form_step(request, asked, authority, asked.form)
    assert authority is not None  # noqa: S101 else the first step was asked
    return (_mail_step if key == "mail" else _people_step)(request, asked, authority)


def _form_step(request: HttpRequest, asked: Step, authority: Authority | None, kind: type[StepForm]) -> HttpResponse:
    form = kind(request.POST or None, instance=own_authority() or Authority(is_own=True))
    if form.is_valid():
        after = _after(authority, asked)
        try:
            if authority is None or asked.key == STEPS[0].key:
                save_identity(form.cleaned_data, by=request.user, next_step=after)
            else:
                save_part(authority, form.cleaned_data, list(form.fields), by=request.user, next_step=after)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            return _to(after)
    return _page(request, "step", asked.title, {"form": form, "step": asked})


def _after(authority: Authority | None, asked: Step) -> str:
    """Key of the step that follows; empty where somebody looks at a step again after the end."""
    return next_step(asked.key) if authority is None or authority.setup_step else ""


def _to(key: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(BY_KEY[key].url if key else reverse("admin:index"))


def _mail_step(request: HttpRequest, asked: Step, authority: Authority) -> HttpResponse:
    """Send a test mail, or go on."""
    if "later" in request.POST:
        after = _after(authority, asked)
        save_part(authority, {}, (), by=request.user, next_step=after)
        return _to(after)
    form = MailForm(request.POST or None, label_suffix="", initial={"address": getattr(request.user, "email", "")})
    sent = False
    if form.is_valid():
        try:
            send_test_mail(form.cleaned_data["address"])
            sent = True
        except Refused as error:
            form.add_error("address", str(error))
    context = {"form": form, "step": asked, "sent": sent, "configured": mail_is_configured()}
    return _page(request, "mail", asked.title, context)


def _people_step(request: HttpRequest, asked: Step, authority: Authority) -> HttpResponse:
    """Add a colleague after the other; each password is shown once."""
    if "finish" in request.POST:
        if authority.setup_step:
            finish(authority, by=request.user)
            messages.success(request, "平台已经建立。还要做的事列在「开办清单」里。")
        return HttpResponseRedirect(reverse("admin:index"))
    form = ColleagueForm(request.POST or None, label_suffix="")
    told: tuple[str, str] | None = None
    if form.is_valid():
        try:
            password = add_colleague(authority, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            told, form = (form.cleaned_data["username"], password), ColleagueForm(label_suffix="")
    people = User.objects.filter(authority=authority).prefetch_related("groups").order_by("pk")
    return _page(request, "people", asked.title, {"form": form, "step": asked, "told": told, "people": people})


def _page(request: HttpRequest, name: str, title: str, context: dict[str, Any]) -> HttpResponse:
    frame = {**admin.site.each_context(request), "title": title, "steps": STEPS}
    return TemplateResponse(request, f"admin/office/setup/{name}.html", {**frame, **context})
