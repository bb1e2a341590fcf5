"""行政机关."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localdate

from disclosure.admin.common.records import yes_or_no
from disclosure.admin.common.trees import TreeRecordAdmin
from disclosure.desk.accounts.access import is_bound
from disclosure.desk.letters.numbering import next_number
from disclosure.desk.office.authorities import create_catalogue, is_known_to_the_public
from disclosure.law.letters.numbers import doubts_about
from disclosure.models import Authority


@admin.register(Authority)
class AuthorityAdmin(TreeRecordAdmin):
    list_display = ("in_tree", "code", "office", "phone", yes_or_no("is_own", "本站机关"))
    search_fields = ("name", "code", "report_name")
    list_filter = ("is_own",)
    autocomplete_fields = ("parent",)
    fieldsets = (
        (None, {"fields": ("name", "code", "report_name", "kind", "parent", "superior", "is_own")}),
        (
            "公开工作机构",
            {
                "fields": ("office", "address", "hours", "phone", "fax", "post_code", "email"),
                "description": "条例第十二条：公开指南须写明的内容，对外公布。",
            },
        ),
        (
            "公开指南",
            {"fields": ("guide_classes", "guide_obtaining", "guide_applying", "guide_remedies")},
        ),
        (
            "依申请公开的文书",
            {
                "fields": ("letter_word", "next_letter_number", "review_body", "court", "payment_way", "download_days"),
                "description": "答复书须写明申请行政复议、提起行政诉讼的机关和期限。",
            },
        ),
        (
            "归档",
            {
                "fields": ("fonds_number", "retention"),
                "description": "条例第四十五条；《归档文件整理规则》（DA/T 22-2015）：编制归档包的档号和目录所用。",
            },
        ),
        (
            "网站",
            {
                "fields": ("site_code", "icp_number", "police_number", "error_report_url"),
                "description": "《政府网站发展指引》：每个网页底部和网页标签须有的内容。",
            },
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Leave code and parent to people of the whole installation.

        Nor does the code change once it is part of published addresses.
        """
        bound = ["code", "parent", "is_own"] if is_bound(request.user) else []
        published = ["code"] if obj and not bound and is_known_to_the_public(obj) else []
        return [*super().get_readonly_fields(request, obj), *bound, *published, "next_letter_number"]

    @admin.display(description="下一个文号")
    def next_letter_number(self, obj: Authority) -> str:
        """Show what the word makes of the next number, with what looks wrong about it."""
        if obj.pk is None:
            return "保存以后显示。"
        doubts = format_html_join("", "<br><strong>{}</strong>", ((one,) for one in doubts_about(obj.letter_word)))
        return format_html("{}{}", next_number(obj, localdate().year), doubts)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        """Say at once what the numbers of letters will look like from now on."""
        super().save_model(request, obj, form, change)
        if "letter_word" in form.changed_data:
            messages.info(request, f"文书的下一个文号是「{next_number(obj, localdate().year)}」。")
            for doubt in doubts_about(obj.letter_word):
                messages.warning(request, doubt)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let people of the whole installation alone add authorities."""
        return super().has_add_permission(request) and not is_bound(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not is_bound(request.user)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        """Give a new authority the standard catalogue."""
        super().save_related(request, form, formsets, change)
        if not change:
            create_catalogue(form.instance)
