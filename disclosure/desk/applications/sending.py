"""The post of an application: a reply that goes out, and letters that arrive (条例 art. 30 to 34; 收费办法 art. 7)."""

from datetime import date

from disclosure.desk.common.records import Actor
from disclosure.errors import Refused
from disclosure.law.applications.handling import Action
from disclosure.law.applications.late_entry import Entry
from disclosure.law.choices.applications import StepKind
from disclosure.models import Application

from .workflow import action


def send_reply(
    *, application: Application, by: Actor, on: date, how: str = "", entry: Entry | None = None
) -> Application:
    """Record the day on which the reply was posted, mailed or handed over: it came in time by that day (条例 art. 33).

    `how`: the way and its proof, such as the number of the parcel. Raises Refused before there is a decision, and
    where the reply has gone out already.
    """
    with action(application, Action.SEND, by=by, on=on, entry=entry) as frame:
        closed_on = frame.situation.timeline.closed_on
        if closed_on and on < closed_on:
            raise Refused(f"申请「{application}」{closed_on} 才作出答复，发出的日期不能早于这一天。")
        frame.add_step(StepKind.REPLY_SENT, note=how.strip())
    return frame.application


def record_delivery(
    *, application: Application, by: Actor, on: date, letter: StepKind | str, how: str = "", entry: Entry | None = None
) -> Application:
    """Record the day on which a letter reached whom it was sent to, from which their period runs.

    `letter`: one of the deliveries of `DELIVERIES`. Raises Refused where no such letter is on its way.
    """
    with action(application, Action.DELIVER, by=by, on=on, entry=entry) as frame:
        if letter not in frame.situation.undelivered:
            raise Refused(f"申请「{application}」没有等待登记送达的这种文书，请刷新后再看。")
        frame.add_step(StepKind(letter), note=how.strip())
    return frame.application
