"""What making, sending and voiding letters share: the right, the lock, the state, and the encrypted file."""

from disclosure.desk.accounts.access import require_act
from disclosure.desk.applications.deadlines import progress_of, timeline_of
from disclosure.desk.applications.papers import SEE_APPLICANT, keep_paper
from disclosure.desk.common.calendar import load_calendar
from disclosure.desk.common.locking import lock
from disclosure.desk.common.records import Actor
from disclosure.documents.kinds import FileKind
from disclosure.errors import Refused
from disclosure.law.choices.letters import PaperKind
from disclosure.models import Application, Letter, Paper


def require_right(act: str, application: Application, by: Actor) -> None:
    """Raise Refused for who does not handle applications, does not see applicants, or acts for another authority."""
    if not (by.has_perm("disclosure.change_application") and by.has_perm(SEE_APPLICANT)):
        raise Refused(f"您没有{act}的权限，请与管理员联系。")
    require_act(by, application)


def locked_letter(letter: Letter) -> Letter:
    """Reload the letter under a lock. Raises Refused where it is gone."""
    return lock(Letter.objects.all(), letter, "这份文书已不存在，请刷新页面。")


def is_unsent(application: Application) -> bool:
    """Whether it was decided and its reply has not gone out, by its steps and its record; two queries."""
    return progress_of(application, timeline_of(application, load_calendar())).is_unsent


def keep_file(application: Application, name: str, data: bytes, kind: FileKind, by: object) -> Paper:
    """Store a file of a letter encrypted."""
    return keep_paper(of=application, kind=PaperKind.LETTER, name=name, data=data, media_type=kind.content_type, by=by)
