"""What was erased stays erased: asked by every act that writes into an application."""

from datetime import date

from disclosure.errors import Refused
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
