"""What comes by post, fax, over the counter or by word of mouth, as staff enter it (条例 art. 29, 31)."""

from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from disclosure.desk.common.locking import lock_authority
from disclosure.desk.common.numbering import ApplicationNumbers
from disclosure.desk.common.records import Actor
from disclosure.errors import Refused
from disclosure.law.applications.receipt import confirmed_late, mistakes
from disclosure.models import Application

from .deadlines import keep_application

FIRST_DAY = date(2008, 5, 1)  # 条例 of 2007 came into force; before it nobody could apply


def date_mistakes(application: Application) -> dict[str, str]:
    """Say what is wrong with the dates of arrival and receipt: field → sentence (`law.applications.receipt`)."""
    sent_on = localdate(application.submitted_at) if application.submitted_at else None
    found = mistakes(application.channel, application.arrived_on, application.received_on, sent_on=sent_on)
    for name in ("received_on", "arrived_on", "concluded_on"):
        day = getattr(application, name)
        if day and not FIRST_DAY <= day <= localdate():
            found[name] = f"日期 {day} 不对：应在 {FIRST_DAY} 以后，今天（{localdate()}）或者以前。"
    if not found and application.received_on is None and application.concluded_on:
        return {"received_on": "还没有确认收到的申请不能办结，请先填写收到日期。"}
    return found


def late_confirmation(application: Application, today: date) -> str:
    """Say that an ordinary letter was, or will be, confirmed late; empty where it was not."""
    return confirmed_late(application.channel, application.arrived_on, application.received_on or today)


@transaction.atomic
def take_in(*, application: Application, by: Actor) -> Application:
    """Store an application as staff enter or correct it; raises Refused with the reason.

    Without a number it gets the next of the year in which it came. What both sides have to confirm first may wait
    without a date of receipt; what was received once stays so.
    """
    if found := date_mistakes(application):
        raise Refused(" ".join(found.values()))
    if application.received_on is None and application.pk and _was_received(application):
        raise Refused(f"申请「{application}」已经确认收到，收到日期不能清空。")
    if not application.number:
        came_on = application.received_on or application.arrived_on
        if came_on is None:  # sent online: numbered when it was sent
            raise Refused("请填写申请编号。")
        application.number = ApplicationNumbers(lock_authority(application.authority)).next(came_on.year)
    return keep_application(application, by=by)


def _was_received(application: Application) -> bool:
    return Application.objects.filter(pk=application.pk, received_on__isnull=False).exists()
