"""确认收到: from then on what came online, by fax or ordinary mail has a date of receipt and a clock (条例 art. 31)."""

from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from disclosure.desk.accounts.access import require_act
from disclosure.desk.common.records import Actor
from disclosure.errors import Refused
from disclosure.models import Application

from .deadlines import keep_application


@transaction.atomic
def confirm_receipt(*, application: Application, by: Actor, on: date) -> Application:
    """Give it the day on which both sides confirmed as its date of receipt; raises Refused with the reason."""
    if not by.has_perm("disclosure.change_application"):
        raise Refused("您没有确认收到申请的权限，请与管理员联系。")
    require_act(by, application)
    found = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if found.received_on is not None:
        raise Refused(f"申请「{found}」已于 {found.received_on} 确认收到，不必再确认。")
    if found.submitted_at and on < localdate(found.submitted_at):
        raise Refused(f"申请「{found}」是 {localdate(found.submitted_at)} 提交的，收到日期不能早于这一天。")
    if found.arrived_on and on < found.arrived_on:
        raise Refused(f"申请「{found}」是 {found.arrived_on} 送到的，收到日期不能早于这一天。")
    found.received_on = on
    return keep_application(found, by=by)
