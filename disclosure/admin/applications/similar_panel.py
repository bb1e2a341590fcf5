"""相似的申请, and the step that makes a draft item of what was given out."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect

from disclosure.admin.common.panels import Panel
from disclosure.desk.applications.republishing import (
    draft_from_reply,
    suggested_body,
    suggested_title,
    why_not,
)
from disclosure.desk.applications.similar import alike
from disclosure.errors import Refused
from disclosure.models import Application, Category, User

REPUBLISH_URL = "disclosure_application_republish"


class DraftForm(forms.Form):
    """The draft item, and its column among those of the application's authority that hold items."""

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
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        columns = Category.objects.filter(authority=application.authority_id, children=None)
        self.fields["category"].queryset = columns.select_related("parent")  # type: ignore[attr-defined]


class SimilarPanel(Panel):
    """Other applications of the same person, or for the same content."""

    name = "similar"
    template = "admin/applications/_similar.html"

    def build(self, request: HttpRequest, record: Application) -> dict[str, Any]:
        """Three queries at most, and one for the item that it became."""
        similar = alike(record)
        is_offered = self._may_republish(request, record) and not why_not(record, similar)
        return {
            "application": record,
            "alike": similar,
            "republish_address": reverse(f"admin:{REPUBLISH_URL}", args=(record.pk,)) if is_offered else "",
        }

    def get_urls(self) -> list[URLPattern]:
        return [self.path("<int:pk>/republish/", self.republish_view, REPUBLISH_URL)]

    def _may_republish(self, request: HttpRequest, application: Application) -> bool:
        may_change = self.model_admin.has_change_permission(request, application)
        return may_change and request.user.has_perm("disclosure.add_item")

    @method_decorator(csrf_protect)
    def republish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the form of the draft; sent, make the draft and go to its page."""
        application = self.record(request, pk)
        if not self._may_republish(request, application):
            raise PermissionDenied
        why = why_not(application, alike(application))
        if why:
            messages.error(request, why)
            return self.to_change_page(pk)
        if request.method == "POST":
            form = DraftForm(request.POST, application=application)
        else:
            body = suggested_body(application, by=cast("User", request.user))
            form = DraftForm(application=application, initial={"title": suggested_title(application), "body": body})
        drafted = self._make_draft(request, application, form) if form.is_valid() else None
        context = {"application": application, "form": form}
        return drafted or self.page(request, "admin/applications/republish.html", "转为主动公开", context)

    @staticmethod
    def _make_draft(request: HttpRequest, application: Application, form: DraftForm) -> HttpResponse | None:
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
