"""身份证明 as pictures or PDF on the application form: checked by content, held while other errors are corrected."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler, SkipFile
from django.http import HttpRequest

from disclosure.desk.applications.online.pending_uploads import held, hold, let_go, move
from disclosure.desk.applications.papers import NewPaper
from disclosure.documents.isolated import proof
from disclosure.documents.kinds import MOST_PROOF_BYTES, PROOFS, too_large
from disclosure.errors import Unreadable
from disclosure.models import Authority, PendingPaper
from disclosure.portal.common import rate_limits
from disclosure.portal.common.pages import is_same_origin

from .ticket import LONGEST_SECONDS, SHORTEST_SECONDS, Ticket

MOST_PAPERS = 4
MOST_READ = 8  # files of one form: enough to say that they are too many
LONGEST_NAME = 100
ACCEPTED = "image/jpeg,image/png,image/webp,application/pdf"
NOT_HELD = "这次选择的文件没有保留，改好其他内容后，请重新选择文件再提交。"


class LimitedUploads(MemoryFileUploadHandler):
    """Keep uploaded files in memory, each only up to one byte over its limit, so that the typed texts are not lost."""

    def handle_raw_input(self, *_: Any, **__: Any) -> None:
        """Reset the counts; `UPLOAD_LIMIT` has been checked before."""
        self.activated, self.number, self.read = True, 0, 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Skip files beyond the number that is read."""
        self.number, self.read = self.number + 1, 0
        if self.number > MOST_READ:
            raise SkipFile
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Drop what exceeds the limit by more than one byte."""
        left = MOST_PROOF_BYTES + 1 - self.read
        self.read += len(raw_data)
        return super().receive_data_chunk(raw_data[: max(left, 0)], start)

    def file_complete(self, file_size: int) -> Any:
        """Report the size that was read."""
        return super().file_complete(min(file_size, MOST_PROOF_BYTES + 1))


class PapersInput(forms.FileInput):
    allow_multiple_selected = True


class PapersField(forms.FileField):
    """`clean` gives the papers of the chosen files; what is wrong is said of each by its name.

    `good` are those that can be kept although others cannot; `held` those of an earlier sending of the same form.
    No file is touched before `may_read` is set: reading one costs far more than the texts beside it.
    """

    held: list[PendingPaper]
    good: list[NewPaper]
    may_read: bool

    def __init__(self, **kwargs: Any) -> None:
        """The field is optional: the office can ask for papers later."""
        self.held, self.good, self.may_read = [], [], False
        widget = PapersInput(attrs={"accept": ACCEPTED, "multiple": True})
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[NewPaper]:
        """Return the papers; raises ValidationError with a sentence for each file that cannot be kept."""
        self.good, problems = [], []
        files, room = list(data or []), MOST_PAPERS - len(self.held)
        if files and not self.may_read:
            raise forms.ValidationError(NOT_HELD)
        for file in files[:room]:
            try:
                self.good.append(_paper(file))
            except Unreadable as error:
                problems.append(str(error))
        if len(files) > room:
            problems.append(f"最多上传 {MOST_PAPERS} 个文件，请去掉多余的。")
        if problems:
            raise forms.ValidationError(problems)
        return self.good


def papers_field() -> PapersField:
    return PapersField(
        label="身份证明的图片（可不上传）",
        help_text=f"{PROOFS}，最多 {MOST_PAPERS} 个，每个不超过 {MOST_PROOF_BYTES // 2**20} MB；"
        "加密保存，拍摄位置等附带信息会去掉。",
    )


def may_read_papers(request: HttpRequest, ticket: Ticket | None, at: datetime) -> bool:
    """Whether the files of a form are looked at: sent by a person from a page of ours, and not too many of them.

    Counts them. What was not read has to be chosen again, which the form says.
    """
    files = request.FILES.getlist("papers")[:MOST_PAPERS]
    if not files:
        return True
    answer = request.POST.get("answer", "")
    is_good = (
        ticket is not None and SHORTEST_SECONDS <= ticket.age(at) <= LONGEST_SECONDS and ticket.is_answered_by(answer)
    )
    if not (is_good and is_same_origin(request)):
        return False
    try:
        for _ in files:
            rate_limits.count(request, "file")
    except rate_limits.LimitExceeded:
        return False
    return True


def _paper(file: UploadedFile) -> NewPaper:
    name = "".join(one for one in file.name or "" if one.isprintable())[-LONGEST_NAME:] or "身份证明"
    if (file.size or 0) > MOST_PROOF_BYTES:  # read no further than shows it
        raise Unreadable(too_large(name))
    made = proof(file.read(), name, from_stranger=True)
    return NewPaper(name, made.data, made.media_type)


class HeldPapers:
    """The files that earlier submissions of the same form left."""

    def __init__(self, authority: Authority, form: str, now: datetime) -> None:
        """`form` is the number of the form; an empty one has no files."""
        self.authority, self.form, self.now = authority, form, now
        self.papers = held(authority=authority, form=form, now=now) if form else []

    def drop(self, tokens: Iterable[str]) -> None:
        """Delete those that the applicant unticked."""
        unwanted = set(tokens)
        gone = [one for one in self.papers if one.token in unwanted]
        if gone:
            let_go(gone)
            self.papers = [one for one in self.papers if one not in gone]

    def move(self, form: str) -> None:
        """Attach the files to the form's new number."""
        if self.papers:
            move(self.papers, form)
        self.form = form

    def add(self, request: HttpRequest, papers: list[NewPaper]) -> Iterator[str]:
        """Hold more files; yields why they are not held where the limit is reached."""
        if not papers:
            return
        try:
            for _ in papers:
                rate_limits.count(request, "upload")
        except rate_limits.LimitExceeded:
            yield NOT_HELD
            return
        if hold(authority=self.authority, form=self.form, papers=papers, now=self.now):
            self.papers = held(authority=self.authority, form=self.form, now=self.now)
        else:
            yield NOT_HELD
