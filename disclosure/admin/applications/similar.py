"""On the page of an application: others like it, and the step that makes a draft item of what was given out."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect

from disclosure.desk.applications.republishing import (
    draft_from_reply,
    suggested_body,
    suggested_title,
    why_not,
)
from disclosure.desk.applications.similar import alike
from disclosure.errors import Refused
from disclosure.models import Application, Category, User

REPUBLISH = "disclosure_application_republish"


class DraftForm(forms.Form):
    """What the draft says, and where it will stand."""

    use_required_attribute = False
    title = forms.CharField(label="标题", max_length=300, error_messages={"required": "请填写标题。"})
    category = forms.ModelChoiceField(
        label="栏目",
        queryset=Category.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择栏目。", "invalid_choice": "请在本机关的栏目中选择。"},
    )
    body = forms.CharField(
        label="正文",
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="已经提供给申请人的信息，一行一段；答复附件里的文字已经填入。个人信息自动遮盖，表格和附件在草稿里补充。",
        error_messages={"required": "请填写正文。"},
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        """Offers the columns of the application's authority that hold items themselves."""
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        columns = Category.objects.filter(authority=application.authority_id, children=None)
        self.fields["category"].queryset = columns.select_related("parent")  # type: ignore[attr-defined]


class SimilarMixin(admin.ModelAdmin):
    """Put before the screen of applications: the panel and its address."""

    def get_urls(self) -> list[URLPattern]:
        screen = path("<int:pk>/republish/", self.admin_site.admin_view(self.republish_view), name=REPUBLISH)
        return [screen, *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        application = context.get("original")
        told = self._similar_panel(request, application) if application else {}
        return super().render_change_form(request, {**context, **told}, *args, **kwargs)

    def _similar_panel(self, request: HttpRequest, application: Application) -> dict[str, Any]:
        """For the template; three queries at most, and one for the item that it became."""
        found = alike(application)
        may = self.has_change_permission(request, application) and request.user.has_perm("disclosure.add_item")
        offers = may and not why_not(application, found)
        return {
            "alike": found,
            "republish_address": reverse(f"admin:{REPUBLISH}", args=(application.pk,)) if offers else "",
        }

    @method_decorator(csrf_protect)
    def republish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form of the draft; sent, the draft and its page."""
        application = self._to_republish(request, pk)
        why = why_not(application, alike(application))
        if why:
            messages.error(request, why)
            return HttpResponseRedirect(reverse("admin:disclosure_application_change", args=(pk,)))
        if request.method == "POST":
            form = DraftForm(request.POST, application=application)
        else:
            body = suggested_body(application, by=cast("User", request.user))
            form = DraftForm(application=application, initial={"title": suggested_title(application), "body": body})
        if form.is_valid():
            done = self._drafted(request, application, form)
            if done:
                return done
        return self._republish_form(request, application, form)

    def _to_republish(self, request: HttpRequest, pk: int) -> Application:
        application: Application | None = self.get_object(request, str(pk))
        if application is None:
            raise Http404
        if not self.has_change_permission(request, application) or not request.user.has_perm("disclosure.add_item"):
            raise PermissionDenied
        return application

    @staticmethod
    def _drafted(request: HttpRequest, application: Application, form: DraftForm) -> HttpResponse | None:
        try:
            item = draft_from_reply(
                application=application,
                by=cast("User", request.user),
                at=timezone.now(),
                **form.cleaned_data,
            )
        except Refused as error:
            messages.error(request, str(error))
            return None
        messages.success(request, f"已建立草稿《{item}》，个人信息已遮盖。请核对后提交审核。")
        return HttpResponseRedirect(reverse("admin:disclosure_item_change", args=(item.pk,)))

    def _republish_form(self, request: HttpRequest, application: Application, form: DraftForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "转为主动公开",
            "application": application,
            "form": form,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/disclosure/application/republish.html", context)
