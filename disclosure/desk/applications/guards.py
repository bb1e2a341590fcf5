"""What may no longer be written: what was erased stays erased, and what is handled here changes by actions alone."""

from datetime import date

from disclosure.errors import Refused
from disclosure.law.choices.applications import StepKind
from disclosure.models import Application


def require_not_erased(application: Application) -> None:
    """Refuse to write into an application whose personal data is erased; call it in the transaction.

    Locks the application until the transaction ends, so that nothing is written while it is being erased.
    """
    if application.pk is None:
        return
    kept = Application.objects.select_for_update(of=("self",)).filter(pk=application.pk)
    require_kept(application, kept.values_list("erased_on", flat=True).first())


def require_kept(application: Application, erased_on: date | None) -> None:
    """As `require_not_erased`, for an application that is loaded and locked already."""
    if erased_on is not None:
        raise Refused(f"申请「{application}」的个人信息已于 {erased_on} 按保存期限清除，只供统计，不能再改动。")


BY_ACTION = "在本系统办理，办理步骤和办理结果由「办理」里的按钮登记；登记有误的，请呈批「更正登记」。"
# What decides how it ended and whether that was in time.
DECIDED = ("outcome", "concluded_on", "withheld_as", "is_public_already", "repeats_id")
DATED = ("received_on", "arrived_on", "channel")
ASKED = ("number", "content", "applicant")  # what was decided about, and for whom


def require_by_hand(application: Application, kind: StepKind | str) -> None:
    """Refuse a step that is typed in, or taken out, where only an action may write it; the application is locked.

    What was imported or entered after it had ended is a record of what others did. While it runs, an extension needs
    the approval that its action asks for (条例 art. 33).
    """
    kept = Application.objects.filter(pk=application.pk).values_list("is_handled_here", "concluded_on").first()
    is_handled_here, concluded_on = kept or (False, None)
    if is_handled_here:
        raise Refused(f"申请「{application}」{BY_ACTION}")
    if kind == StepKind.EXTENDED and concluded_on is None:
        raise Refused(
            f"申请「{application}」还在办理，延长答复期限请先呈批，再用「办理」里的「延长告知」登记（条例第三十三条）。"
        )


def changed_by_hand(before: Application, after: Application) -> bool:
    """Whether a form or an import changes what only actions may write: how it ended, or its dates once it has."""
    if not before.is_handled_here:
        return False
    fields = (*DECIDED, *DATED, *ASKED) if before.outcome else DECIDED
    return any(getattr(before, name) != getattr(after, name) for name in fields)
