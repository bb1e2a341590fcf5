"""Personal data in the admin: masked in lists, in full only on the form and with a permission of its own."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from disclosure.desk.audit.log import note
from disclosure.models import Verb

SEE_APPLICANT = "disclosure.see_applicant"


def may_see(request: HttpRequest) -> bool:
    """Return whether this user may see applicants' data."""
    return request.user.has_perm(SEE_APPLICANT)


def masked(title: str, mask: Callable[[Any], str]) -> Callable[[Any, Any], str]:
    """Make a column of what `mask` leaves of a record's personal data."""

    @admin.display(description=title)
    def column(_admin: Any, obj: Any) -> str:
        return mask(obj)

    return column


class PersonalDataMixin(admin.ModelAdmin):
    """Put before ModelAdmin: shows `masked_name` in place of every personal field `name`."""

    def _stand_ins(self, request: HttpRequest, obj: Any) -> dict[str, str]:
        """Return the columns by the fields that they replace; none on a new record, whose data the user types in."""
        if obj is None or may_see(request):
            return {}
        return {name: f"masked_{name}" for name in self.model.PERSONAL}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        stand_ins = self._stand_ins(request, obj)
        return [
            (title, {**options, "fields": [stand_ins.get(str(name), name) for name in options["fields"]]})
            for title, options in super().get_fieldsets(request, obj)
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), *self._stand_ins(request, obj).values()]

    def render_change_form(  # noqa: PLR0917 Django's signature
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,  # noqa: FBT001, FBT002
        change: bool = False,  # noqa: FBT001, FBT002
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """Log the look at a page with the data in full, before it is shown."""
        if obj is not None and may_see(request):
            note(Verb.LOOK, obj, by=request.user)
        return super().render_change_form(request, context, add, change, form_url, obj)
