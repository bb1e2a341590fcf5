"""材料 of applications and cases: files that lie encrypted, and every look at them recorded (个保法)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from disclosure.desk.accounts.access import may_read, require_act
from disclosure.desk.audit.log import note
from disclosure.desk.common.records import Actor
from disclosure.documents.isolated import cleaned, kind_of, proof
from disclosure.errors import Refused
from disclosure.law.choices.applications import OpinionAct
from disclosure.law.choices.letters import PaperKind
from disclosure.models import Application, Case, Paper, Verb

from .guards import require_not_erased

SEE_APPLICANT = "disclosure.see_applicant"
LONGEST_NAME = 100
SUPPLEMENT = "补充答复"  # how the note of one begins
# What staff add by hand; letters come about by themselves.
KINDS: dict[type, tuple[PaperKind, ...]] = {
    Application: (PaperKind.IDENTITY, PaperKind.GIVEN, PaperKind.PARTY, PaperKind.REPLY, PaperKind.EVIDENCE),
    Case: (PaperKind.CASE,),
}


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A file that was checked and may be kept."""

    name: str
    data: bytes
    media_type: str

    @property
    def arguments(self) -> dict[str, Any]:
        return {"name": self.name, "data": self.data, "media_type": self.media_type}


@contextmanager
def with_papers() -> Iterator[list[Paper]]:
    """Open a transaction; where it fails, the files of the papers on the list are deleted too."""
    kept: list[Paper] = []
    try:
        with transaction.atomic():
            yield kept
    except BaseException:
        for paper in kept:
            default_storage.delete(str(paper.file.name))
        raise


@transaction.atomic
def keep_paper(
    *, of: Application | Case, kind: PaperKind | str, name: str, data: bytes, media_type: str, by: object = None
) -> Paper:
    """Store a file encrypted, with its audit entry; the caller checks the right. Raises Refused."""
    if isinstance(of, Application):
        require_not_erased(of)
    whose = {"application": of} if isinstance(of, Application) else {"case": of}
    paper = Paper(authority_id=of.authority_id, kind=kind, name=name, media_type=media_type, size=len(data), **whose)
    paper.added_by_id = getattr(by, "pk", None)
    paper.file.save("", ContentFile(paper.sealed(data)), save=False)
    try:
        with transaction.atomic():
            paper.save()
            note("change", of, {f"材料「{PaperKind(kind).label}」": ["", "已添加"]}, by=by)
    except BaseException:
        paper.file.delete(save=False)
        raise
    return paper


@transaction.atomic
def add_paper(*, of: Application | Case, kind: PaperKind | str, name: str, data: bytes, by: Actor) -> Paper:
    """Add a file from paper or disk to a record. Raises Refused, and Unreadable for a broken file.

    Proof of identity is a picture or PDF. What goes out to the applicant loses authors, comments and hidden parts; what
    others handed in is evidence and stays byte for byte.
    """
    meta = of._meta
    if not by.has_perm(f"disclosure.change_{meta.model_name}"):
        raise Refused(f"您没有给{meta.verbose_name}添加材料的权限，请与管理员联系。")
    require_act(by, of)
    if kind not in KINDS[type(of)]:
        raise Refused("请选择材料类型。")
    if kind == PaperKind.REPLY and isinstance(of, Application):
        _require_unsent(of)
    name = "".join(one for one in name if one.isprintable())[-LONGEST_NAME:] or str(PaperKind(kind).label)
    return keep_paper(of=of, kind=kind, by=by, **_judged(PaperKind(kind), name, data).arguments)


def _require_unsent(application: Application) -> None:
    """Refuse a file for the applicant after the reply went out, unless a 补充答复 of that day or later is recorded."""
    sent_on = application.settled_on
    if not application.outcome or sent_on is None:
        return
    supplements = application.opinions.filter(act=OpinionAct.NOTE, text__startswith=SUPPLEMENT, at__date__gte=sent_on)
    if not supplements.exists():
        raise Refused(
            f"答复已于 {sent_on} 发出，再提供给申请人的文件请先登记「补充答复」；只留存不提供的，材料类型选「凭证」。"
        )


def _judged(kind: PaperKind, name: str, data: bytes) -> NewPaper:
    """Check a file by its content, never by its name."""
    if kind == PaperKind.IDENTITY:
        made = proof(data, name)
        return NewPaper(name, made.data, made.media_type)
    media_type = kind_of(data, name).content_type
    return NewPaper(name, cleaned(data, name).data if kind == PaperKind.REPLY else data, media_type)


def read_paper(paper: Paper, *, by: Actor) -> bytes:
    """Decrypt the file for those who may see applicants, and log the look. Raises Refused, WrongKey."""
    if not (by.has_perm(SEE_APPLICANT) and may_read(by, paper)):
        raise Refused("您没有查看申请材料的权限，请与管理员联系。")
    if not paper.file:
        raise Refused("这份材料已按保存期限清除，不能再查看。")
    data = paper.read()
    owner: Application | Case = paper.application or paper.case  # type: ignore[assignment]  # one of the two, by constraint
    note(Verb.LOOK, owner, {f"材料「{PaperKind(paper.kind).label}」": ["", "已查看"]}, by=by)
    return data
