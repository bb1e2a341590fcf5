"""确认收到: from then on what came online, by fax or ordinary mail has a date of receipt and a clock (条例 art. 31)."""

from datetime import date

from django.utils.timezone import localdate

from disclosure.desk.common.records import Actor
from disclosure.errors import Refused
from disclosure.law.applications.actions import Action
from disclosure.law.applications.late_entry import Entry
from disclosure.models import Application

from .workflow import action


def confirm_receipt(*, application: Application, by: Actor, on: date, entry: Entry | None = None) -> Application:
    """Give it the day on which both sides confirmed as its date of receipt; raises Refused with the reason."""
    with action(application, Action.CONFIRM, by=by, on=on, entry=entry) as frame:
        current = frame.application
        if current.submitted_at and on < localdate(current.submitted_at):
            raise Refused(f"申请「{current}」是 {localdate(current.submitted_at)} 提交的，收到日期不能早于这一天。")
        if current.arrived_on and on < current.arrived_on:
            raise Refused(f"申请「{current}」是 {current.arrived_on} 送到的，收到日期不能早于这一天。")
        current.received_on = on
        frame.save_application()
    return current
