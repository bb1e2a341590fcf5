"""Searching where people might type a name or a telephone number.

What is typed never stands in an address, so in no access log and no browser history: the search form posts it, the
session keeps it encrypted, and the list's `?q=` carries a token that means something to this session alone.
"""

import secrets
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from disclosure.desk.audit.log import NewAct, append
from disclosure.errors import WrongKey
from disclosure.models import Verb
from disclosure.models.encryption import decrypt, encrypt, hashes

from .pages import admin_path
from .personal import may_see
from .records import RecordList

SESSION_KEY, PURPOSE = "searches", "desk.search"
MARK = "~"  # tells a token from a text
LONGEST = 200  # characters of a search
KEPT = 20  # searches a session remembers


def remember(request: HttpRequest, text: str) -> str:
    """Return a token for `text` that is valid in this session."""
    token = f"{MARK}{secrets.token_urlsafe(9)}"
    searches = {**request.session.get(SESSION_KEY, {}), token: encrypt(text, PURPOSE)}
    request.session[SESSION_KEY] = dict(list(searches.items())[-KEPT:])
    return token


def recall(request: HttpRequest, token: str) -> str | None:
    """Return the text behind a token; None where this session has none."""
    stored = request.session.get(SESSION_KEY, {}).get(token)
    try:
        return decrypt(stored, PURPOSE) if stored else None
    except WrongKey:  # the key changed since; staff search again
        return None


def _is_private(request: HttpRequest, term: str) -> bool:
    """Return whether the term came by the form: one from an address is not matched against personal data."""
    token = request.GET.get(SEARCH_VAR, "")
    return token.startswith(MARK) and recall(request, token) == term


class PrivateSearchList(RecordList):
    """A list whose search form posts to `search_url`; `query` is the text, `?q=` the token."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        if self.query.startswith(MARK):
            text = recall(request, self.query)
            if text is None:
                messages.info(request, "这次检索已过期，请重新输入。")
            self.query = text or ""
        return super().get_queryset(request, exclude_parameters)

    @property
    def search_url(self) -> str:
        """Return where the form posts to, with the filters that are on."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_search"
        return reverse(name) + self.get_query_string(remove=[SEARCH_VAR])


class PrivateSearchMixin(admin.ModelAdmin):
    """`exact_search_fields` are keyed hashes: they find whole texts, for those who may see."""

    exact_search_fields: tuple[str, ...] = ()

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PrivateSearchList

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_search"
        return [admin_path(self, "search/", self.search_view, name), *super().get_urls()]

    @method_decorator([require_POST, csrf_protect, sensitive_post_parameters(SEARCH_VAR)])
    def search_view(self, request: HttpRequest) -> HttpResponse:
        """Keep the search term, and go to the list that it narrows."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        parameters = request.GET.copy()
        parameters.pop("p", None)
        if text := request.POST.get(SEARCH_VAR, "").replace("\0", "").strip()[:LONGEST]:
            parameters[SEARCH_VAR] = remember(request, text)
            self._note(request, text)
        changelist = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        return HttpResponseRedirect(f"{changelist}?{parameters.urlencode()}" if parameters else changelist)

    def _note(self, request: HttpRequest, text: str) -> None:
        """Log a search that may find a person, by the keyed hash of the term."""
        if self.exact_search_fields and may_see(request):
            changes: dict[str, list[str | None]] = {"检索词摘要": ["", next(iter(hashes(text, PURPOSE)), "")]}
            append([NewAct(Verb.SEARCH, self.opts.label_lower, label="", changes=changes)], by=request.user)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Match part of the text fields, or the whole of a name, document number or telephone number."""
        records, may_repeat = super().get_search_results(request, queryset, search_term)
        exact = self._exact(search_term) if _is_private(request, search_term) and may_see(request) else Q()
        return (records | queryset.filter(exact) if exact else records), may_repeat

    def _exact(self, text: str) -> Q:
        condition = Q()
        for name in self.exact_search_fields:
            condition |= self.model._meta.get_field(name).matching(text)
        return condition
