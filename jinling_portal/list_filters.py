"""Filters in list addresses: only those `desk.common.lookups` allows; others are refused with a message."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG, SEARCH_VAR, ChangeList
from django.http import HttpRequest, HttpResponse

from disclosure.desk.common.lookups import is_fit, may_look_up

LONGEST_SEARCH = 200  # characters
NAME = 80
NOT_ALLOWED = "不能按网址中的“{name}”筛选，已显示全部记录。请使用列表的筛选和检索。"
NOT_UNDERSTOOD = "网址中的筛选条件无法识别，已显示全部记录。请使用列表的筛选和检索。"
TOO_LONG = f"检索的文字太长，已显示全部记录。请只输入其中一部分，不超过 {LONGEST_SEARCH} 个字。"


class FilteredAdmin(ModelAdmin):
    """Base of every admin of the desk (see `recorded`)."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Django takes a second mistake for a broken database, so only a bare page tells of one."""
        if ERROR_FLAG in request.GET and len(request.GET) > 1:
            request.GET = request.GET.copy()  # type: ignore[assignment]
            del request.GET[ERROR_FLAG]  # type: ignore[misc]
        return super().changelist_view(request, extra_context)

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Raises IncorrectLookupParameters, with a message to the person, for a bad filter."""
        if not request.GET:
            return super().get_changelist_instance(request)
        try:
            _require_fit(request)
            return super().get_changelist_instance(request)
        except DisallowedModelAdminLookup as error:
            name = next(name for name in request.GET if name in str(error))
            raise _refuse(request, NOT_ALLOWED.format(name=name[:NAME])) from error
        except IncorrectLookupParameters as error:
            raise _refuse(request, TOO_LONG if TOO_LONG in error.args else NOT_UNDERSTOOD) from error
        except (OverflowError, ValueError) as error:  # such as years that no calendar has, when the query is made
            raise _refuse(request, NOT_UNDERSTOOD) from error

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Allow the admin's own filters, and fields that all staff may see."""
        filters = self.get_list_filter(request) if request else self.list_filter
        if lookup in {getattr(list_filter, "parameter_name", None) for list_filter in filters}:
            return True
        return may_look_up(self.model, lookup) and bool(super().lookup_allowed(lookup, value, request))  # type: ignore[arg-type]


def _require_fit(request: HttpRequest) -> None:
    """Raise IncorrectLookupParameters for values that no database should be asked for."""
    if len(request.GET.get(SEARCH_VAR, "")) > LONGEST_SEARCH:
        raise IncorrectLookupParameters(TOO_LONG)
    if not all(is_fit(value) for _, values in request.GET.lists() for value in values):
        raise IncorrectLookupParameters(NOT_UNDERSTOOD)


def _refuse(request: HttpRequest, why: str) -> IncorrectLookupParameters:
    messages.error(request, why)
    return IncorrectLookupParameters(why)
