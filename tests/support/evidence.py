"""What proves an act, and what the head agrees to before a reply is taken up again."""

import datetime as dt

from django.core.files.base import ContentFile

from disclosure.desk.applications import actions, approvals
from disclosure.models import Case, Paper, User
from tests.support.people import person

HEAD = "政府信息公开工作机构负责人"


def evidence(of, kind="evidence"):
    """A file among the papers of an application or a case."""
    whose = {"case": of} if isinstance(of, Case) else {"application": of}
    paper = Paper(authority_id=of.authority_id, kind=kind, name="凭证.png", media_type="image/png", size=6, **whose)
    paper.file.save("", ContentFile(paper.sealed(b"scan")), save=False)
    paper.save()
    return paper


def sent(application, by, on, **given):
    """Send a reply that was made elsewhere."""
    return actions.send_reply(application=application, by=by, on=on, evidence=evidence(application, "reply"), **given)


def reopened(application, by, on, *, days=None, why="复议决定撤销", head=None, **given):
    """Take a reply up again with the head's approval of that day."""
    agreed_to_reopen(application, by, on, days=days, why=why, head=head)
    return actions.reopen(application=application, by=by, on=on, days=days, why=why, **given)


def agreed_to_reopen(application, by, on, *, days=None, why="复议决定撤销", head=None):
    head = head or User.objects.filter(groups__name=HEAD).first() or person(application.authority, HEAD)
    at = dt.datetime.combine(on, dt.time(9), tzinfo=dt.timezone(dt.timedelta(hours=8)))
    proof = evidence(application) if days is not None else None
    question = approvals.ask_reopening(application=application, by=by, at=at, days=days, text=why, evidence=proof)
    approvals.approve(application=application, by=head, at=at, asked=question)
