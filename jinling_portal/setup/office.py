"""Pages of the checklist: which columns the office keeps, and its ticks."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from disclosure.desk.accounts.access import may_act
from disclosure.desk.office.checklist import put_away, tick
from disclosure.desk.office.setting_up import choose_columns, suggested
from disclosure.errors import Refused
from disclosure.law.inspection.freshness import OWN_PAGES
from disclosure.models import Authority, Category
from jinling_portal.dashboard.first_screen import authority_of


def columns(request: HttpRequest) -> HttpResponse:
    """Choose the columns in which the office publishes; those that its kind is bound to have are ticked first."""
    authority = _own(request, "disclosure.change_category")
    tree = list(Category.objects.filter(authority=authority).with_tree_fields())
    leaves = _leaves(tree)
    if request.method == "POST":
        picked = {int(key) for key in request.POST.getlist("column") if key.isdecimal()} & leaves
        choose_columns(authority, picked | _above(tree, picked), by=request.user)
        messages.success(request, f"已选定 {len(picked)} 个栏目；只有这些栏目没有内容时才算空白栏目。")
        return HttpResponseRedirect(reverse("admin:index"))
    chosen = {column.pk for column in tree if column.is_chosen} or suggested(authority, tree)
    rows = [
        {
            "column": column,
            "depth": column.tree_depth,
            "is_leaf": column.pk in leaves,
            "is_chosen": column.pk in chosen,
        }
        for column in tree
    ]
    frame = {**admin.site.each_context(request), "title": "选定栏目", "steps": ()}
    return TemplateResponse(request, "admin/office/columns.html", {**frame, "rows": rows})


@require_POST
def mark(request: HttpRequest) -> HttpResponse:
    """Tick a step of the checklist, or put the list away."""
    authority = _own(request, "disclosure.change_authority")
    try:
        if "away" in request.POST:
            put_away(authority, by=request.user)
        else:
            tick(authority, request.POST.get("task", ""), by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("admin:index"))


def _own(request: HttpRequest, permission: str) -> Authority:
    """The authority whose first screen this person sees. Raises PermissionDenied."""
    user: Any = request.user
    authority = authority_of(user) if user.has_perm(permission) else None
    if authority is None or not may_act(user, authority):
        raise PermissionDenied
    return authority


def _leaves(tree: list[Category]) -> set[int]:
    parents = {column.parent_id for column in tree}
    return {
        column.pk
        for column in tree
        if column.pk not in parents and not (column.parent_id is None and column.name in OWN_PAGES)
    }


def _above(tree: list[Category], picked: set[int]) -> set[int]:
    """Keys of the columns in which the picked ones stand."""
    parents, above = {column.pk: column.parent_id for column in tree}, set()
    for key in picked:
        while (parent := parents[key]) is not None:
            above.add(parent)
            key = parent  # noqa: PLW2901 one level up
    return above
