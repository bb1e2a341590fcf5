"""凭证: the file that proves what the record could not know by itself.

A court asks first for the proof of delivery, of sending, and of the applicant's own will.
"""

from datetime import date

from disclosure.desk.audit.log import save_recorded
from disclosure.desk.common.records import Actor
from disclosure.errors import Refused
from disclosure.law.choices.applications import StepKind
from disclosure.law.clock import DELIVERIES
from disclosure.models import Application, Letter, Paper, Party, Step, Verb

from .telling import TOLD_BY
from .workflow import entry_of

# What each delivery delivers, as a letter that is made here.
DELIVERED_LETTERS = {delivery: TOLD_BY[step] for delivery, step in DELIVERIES.items()}


def require_evidence(application: Application, evidence: Paper | None, why: str) -> Paper:
    """Return the file. Raises Refused with `why` where there is none, or where it is of something else.

    A file of a case about the application, such as a judgment, is one of its files.
    """
    if evidence is None or not _is_of(application, evidence):
        raise Refused(f"{why}请先在「材料」里添加，再选为凭证。")
    return evidence


def _is_of(application: Application, evidence: Paper) -> bool:
    if evidence.application_id is not None:
        return evidence.application_id == application.pk
    return evidence.case is not None and evidence.case.application_id == application.pk


def has_sent_letter(
    application: Application, delivery: StepKind, *, on: date, since: date, party: Party | None
) -> bool:
    """Whether a letter of this handling that holds was sent between the two days, both included; one query."""
    sent = Letter.objects.valid().filter(application=application, kind=DELIVERED_LETTERS[delivery], party=party)
    return sent.filter(sent_on__gte=since, sent_on__lte=on).exists()


def add_evidence(*, step: Step, by: Actor, evidence: Paper | None) -> Step:
    """Store the file that proves a step which has none yet. Raises Refused; what is given once is not replaced."""
    with entry_of(step.application, by, "补充凭证", verb=Verb.HANDLE) as application:
        current = application.steps.get(pk=step.pk)
        if current.evidence_id is not None:
            raise Refused(f"「{current}」已有凭证，不能更换。")
        current.application = application
        current.evidence = require_evidence(application, evidence, "补充的凭证应是这件申请的材料。")
        save_recorded(current, by=by)
    return current
