"""「清除演示数据」: what would go and what stays, then the act."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from disclosure.errors import Refused
from jinling_portal.demo.clearing import clear_demo, contents, demo_authority

from .views import administrator_only


@administrator_only
def clearing(request: HttpRequest) -> HttpResponse:
    """List everything first; with the box ticked, clear it and go on to the set-up."""
    authority = demo_authority()
    if authority is None:
        return HttpResponseRedirect(reverse("setup_go_on"))
    error = ""
    if request.method == "POST":
        if "sure" not in request.POST:
            error = "请先勾选「我已看过上面的清单」，再清除。"
        else:
            try:
                clear_demo(by=request.user, keep=request.POST.getlist("keep"))
            except Refused as refusal:
                error = str(refusal)
            else:
                messages.success(request, "演示数据已经清除。现在填写本机关的资料。")
                return HttpResponseRedirect(reverse("setup_go_on"))
    frame = {**admin.site.each_context(request), "title": "建立本单位的平台", "error": error, "steps": ()}
    context = {**frame, "authority": authority, "contents": contents(authority)}
    return TemplateResponse(request, "admin/office/setup/clear.html", context)
