"""「从文件新建」: documents become drafts, whose guessed fields are marked until somebody has saved them."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from disclosure.admin.common.pages import AdminViews
from disclosure.desk.accounts.access import writable
from disclosure.desk.items.intake import ACCEPTED, IntakeResult, drafts_from
from disclosure.errors import Refused
from disclosure.models import Authority, Category, Item

from .waiting_files import keep_waiting, place, waiting_files

INTAKE_URL, PLACE_URL = "disclosure_item_receive", "disclosure_item_place"
AUTOMATIC = "根据文件判断"
MOST_WARNINGS = 20  # on one page
GUESS = "根据文件猜测，请核对。"
GUESSED = {"category": "根据以前同类信息所在的栏目猜测，请核对。"}


class _Files(forms.FileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """One file or several."""

    widget = _Files(attrs={"multiple": True, "accept": ACCEPTED})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) else [data]
        return [cast("UploadedFile", super(_FilesField, self).clean(one, initial)) for one in given or [None]]


class IntakeForm(forms.Form):
    """The column, or none where it is to be guessed, and the files."""

    category = forms.ModelChoiceField(Category.objects.none(), label="栏目", required=False)
    file = _FilesField(
        label="文件",
        help_text="DOCX、PDF、OFD、HTML、TXT（服务器装有 LibreOffice 时还有 DOC、WPS、RTF、ODT），可选多个，"
        "或把它们放在一个 ZIP 里；一个文件不超过 50 MB。",
        error_messages={"required": "请选择文件。"},
        allow_empty_file=True,  # told with its name among the others, so that it stops none of them
    )

    def __init__(self, *args: Any, columns: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        """`columns`: primary keys and paths of what may be chosen."""
        super().__init__(*args, **kwargs)
        self.columns = dict(columns)
        field = cast("forms.ModelChoiceField", self.fields["category"])
        field.queryset = Category.objects.filter(pk__in=self.columns).select_related("authority")
        field.choices = [("", AUTOMATIC), *columns]


class IntakeViews(AdminViews):
    """The form, and where files wait whose column nobody could guess."""

    def get_urls(self) -> list[URLPattern]:
        return [
            self.path("receive/", self.intake_view, INTAKE_URL),
            self.path("receive/place/", self.place_view, PLACE_URL),
        ]

    def intake_view(self, request: HttpRequest) -> HttpResponse:
        """Show the form; with files, go to the draft, or say what became of each."""
        columns = self._columns(request)
        form = IntakeForm(request.POST or None, request.FILES or None, columns=columns)
        if request.method != "POST" or not form.is_valid():
            return self._intake_page(request, form, [])
        category = form.cleaned_data["category"]
        authority = category.authority if category else _default_authority(request)
        received = drafts_from(
            authority=authority,
            category=category,
            files=((file.name or "文件", file.read()) for file in form.cleaned_data["file"]),
            by=request.user,
            today=localdate(),
        )
        if len(received) == 1 and received[0].draft:
            return self._to_draft(request, received[0])
        rest = keep_waiting(request, authority, received)
        return self._intake_page(request, IntakeForm(columns=columns, initial={"category": category}), rest)

    @method_decorator([require_POST, csrf_protect])
    def place_view(self, request: HttpRequest) -> HttpResponse:
        """Place a waiting file in a column, or drop it; then go to its draft, or show the next such file."""
        columns = self._columns(request)
        given = request.POST
        chosen = given.get("likely") or given.get("category", "")
        column = next((key for key, _ in columns if str(key) == chosen), None)
        if column is None and "drop" not in given:
            messages.error(request, "请选择栏目。")
            return self._intake_page(request, IntakeForm(columns=columns), [])
        category = None if "drop" in given else Category.objects.select_related("authority").get(pk=column)
        try:
            received = place(request, given.get("token", ""), given.get("kind", ""), category)
        except Refused as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse(f"admin:{INTAKE_URL}"))
        if received and received.draft and not waiting_files(request, dict(columns)):
            return self._to_draft(request, received)
        return self._intake_page(request, IntakeForm(columns=columns), [received] if received else [])

    def _columns(self, request: HttpRequest) -> list[tuple[int, str]]:
        """Return the columns that this person may choose. Raises PermissionDenied."""
        if not self.model_admin.has_add_permission(request):
            raise PermissionDenied
        return columns_of(writable(request.user))

    def _to_draft(self, request: HttpRequest, received: IntakeResult) -> HttpResponse:
        if received.draft is None:
            raise TypeError(received)
        messages.success(
            request, f"已根据「{received.name}」新建草稿。标有「请核对」的内容是猜测的，保存即表示已核对。"
        )
        for warning in received.draft.warnings[:MOST_WARNINGS]:
            messages.warning(request, warning)
        return self.to_change_page(received.draft.item.pk)

    def _intake_page(self, request: HttpRequest, form: IntakeForm, received: Sequence[IntakeResult]) -> HttpResponse:
        context = {
            "form": form,
            "received": received,
            "waiting": waiting_files(request, form.columns),
            "columns": form.columns.items(),
            "made": sum(1 for one in received if one.draft),
        }
        return self.page(request, "admin/items/intake.html", "从文件新建", context)


def mark_guesses(form: type[forms.ModelForm], item: Item | None) -> None:
    """Say of guessed fields that they are, for screen readers as well."""
    guessed = set(item.guessed.split()) if item else set()
    for name in guessed & set(form.base_fields):
        field = form.base_fields[name]
        field.help_text = " ".join(filter(None, (GUESSED.get(name, GUESS), str(field.help_text))))
        field.widget.attrs["class"] = f"{field.widget.attrs.get('class', '')} guess".strip()


def _default_authority(request: HttpRequest) -> Authority:
    """Return the person's authority, else the site's own, if they may act for it. Raises PermissionDenied."""
    mine = writable(request.user)
    own = getattr(request.user, "authority_id", None)
    authority = mine.filter(pk=own).first() if own else mine.filter(is_own=True).first()
    if authority is None:
        raise PermissionDenied
    return authority


def columns_of(authorities: QuerySet[Authority]) -> list[tuple[int, str]]:
    """Return keys and paths of these authorities' columns in the order of the tree; two queries."""
    names = dict(authorities.values_list("pk", "name"))
    rows = Category.objects.filter(authority__in=names).with_tree_fields().tree_fields(path_names="name")
    return [
        (row.pk, "/".join(row.path_names) + (f"（{names[row.authority_id]}）" if len(names) > 1 else ""))
        for row in rows
    ]
