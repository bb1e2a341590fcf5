"""办理: what must happen next, and a button for each lawful action."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from disclosure.admin.common.panels import Panel
from disclosure.admin.common.personal import may_see
from disclosure.admin.common.time_limits import calendar_of
from disclosure.desk.accounts.access import may_act
from disclosure.desk.applications.situation import situation_of
from disclosure.errors import Refused
from disclosure.models import Application

from .buttons import ACTION_URL, BY_KEY, ApplicationButton
from .forms import FormContext
from .handling import Handling, ReturnedForm, quote_of

RETURNED = "_returned_form"  # on the request, from the action to the page that shows its form again


class HandlingPanel(Panel):
    """Shown on the page as it is stored, not beside a form that holds something else."""

    name = "handling"
    template = "admin/applications/_handling.html"
    is_shown_with_errors = False

    def build(self, request: HttpRequest, record: Application) -> Handling:
        return Handling(
            request,
            record,
            may_handle=self.model_admin.has_change_permission(request, record),
            returned=getattr(request, RETURNED, None),
        )

    def get_urls(self) -> list[URLPattern]:
        return [self.path("<int:pk>/act/<slug:key>/", self.action_view, ACTION_URL)]

    @method_decorator([csrf_protect, sensitive_post_parameters()])
    def action_view(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        """Perform the action and go back to the page; a form that is refused is shown there as it was filled in."""
        application, button = self.record(request, pk), BY_KEY.get(key)
        if button is None:
            raise Http404
        if request.method != "POST":
            return self.to_change_page(pk)
        if not (may_act(request.user, application) and any(map(request.user.has_perm, button.permissions))):
            messages.error(request, f"您没有办理「{button.name}」的权限，请与管理员联系。")
            return self.to_change_page(pk)
        returned = self._perform(request, application, button)
        return self._show_again(request, application, returned) if returned else self.to_change_page(pk)

    @staticmethod
    def _perform(request: HttpRequest, application: Application, button: ApplicationButton) -> ReturnedForm | None:
        """Return the form to show again; None where the action was performed."""
        situation = situation_of(application, localdate(), calendar_of(request))
        context = FormContext(application, situation, sees_names=may_see(request))
        asked = request.POST.get("asked", "")
        key = f"{button.key}_{asked}" if asked.isdecimal() else button.key
        form = button.form(request.POST, context=context, key=key)
        if not form.is_valid():
            messages.error(request, f"「{button.name}」还没有办理，请看标出的地方。")
            return ReturnedForm(key, form)
        try:
            if "_preview" in request.POST and button.key == "notice_fee":
                return ReturnedForm(key, form, quote_of(form))
            button.perform(application, request.user, form)
        except Refused as error:
            form.add_error(None, str(error))
            messages.error(request, str(error))  # what is no longer lawful has no form on the page any more
            return ReturnedForm(key, form)
        messages.success(request, f"申请「{application}」{button.done}")
        return None

    def _show_again(self, request: HttpRequest, application: Application, returned: ReturnedForm) -> HttpResponse:
        """Render the page as for reading, with the form unfolded in it."""
        setattr(request, RETURNED, returned)
        request.method = "GET"
        address = reverse("admin:disclosure_application_change", args=(application.pk,))
        return self.model_admin.changeform_view(request, str(application.pk), form_url=address)
