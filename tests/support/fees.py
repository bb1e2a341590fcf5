"""A notice of fee with all that has to go before it."""

import datetime as dt

from disclosure.desk.applications import approvals, fees
from disclosure.models import Fee, User
from tests.support.people import person

HEAD = "政府信息公开工作机构负责人"
BEIJING = dt.timezone(dt.timedelta(hours=8))


def fee_agreed(application, by, on, head=None, **asked):
    """The head agrees to the fee that the handler asks for, on that day."""
    morning = dt.datetime.combine(on, dt.time(9), tzinfo=BEIJING)
    question = approvals.ask_fee(application=application, by=by, at=morning, **asked)
    head = head or User.objects.filter(groups__name=HEAD).first() or person(application.authority, HEAD)
    approvals.approve(application=application, by=head, at=morning + dt.timedelta(hours=1), asked=question)


def noticed_fee(application, by, on, head=None, **asked) -> Fee:
    """The notice, which the head agreed to on the same day."""
    asked = {"tariff": "pages", "units": 40, **asked}
    fee_agreed(application, by, on, head, **asked)
    return fees.notice_fee(application=application, by=by, on=on, **asked)
