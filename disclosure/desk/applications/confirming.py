"""确认收到: from then on what came online, by fax or ordinary mail has a date of receipt and a clock (条例 art. 31)."""

from datetime import date

from django.utils.timezone import localdate

from disclosure.desk.common.records import Actor
from disclosure.errors import Refused
from disclosure.law.applications.actions import Action
from disclosure.models import Application

from .workflow import action


def confirm_receipt(*, application: Application, by: Actor, on: date) -> Application:
    """Give it the day on which both sides confirmed as its date of receipt; raises Refused with the reason."""
    with action(application, Action.CONFIRM, by=by, on=on) as frame:
        found = frame.application
        if found.submitted_at and on < localdate(found.submitted_at):
            raise Refused(f"申请「{found}」是 {localdate(found.submitted_at)} 提交的，收到日期不能早于这一天。")
        if found.arrived_on and on < found.arrived_on:
            raise Refused(f"申请「{found}」是 {found.arrived_on} 送到的，收到日期不能早于这一天。")
        found.received_on = on
        frame.save_application()
    return found
