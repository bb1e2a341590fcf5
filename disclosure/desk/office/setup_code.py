"""The one-time code that opens the set-up to whoever reads the terminal of the server."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from disclosure.errors import Refused
from disclosure.models import Authority, SetupCode, User

LIFETIME = timedelta(hours=24)
MOST_FAILURES = 10
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another
GROUPS, GROUP = 3, 4  # 59 bits
ANOTHER = "请在服务器上运行 manage.py setup，取得新的建站码。"


def is_open() -> bool:
    """Whether nobody can sign in yet who could set the site up: only then does a code open anything."""
    return not User.objects.filter(is_superuser=True, is_active=True).exists()


def is_begun() -> bool:
    """Whether a code was ever made here: the office wants its own site, not the demonstration."""
    return SetupCode.objects.exists()


def holds_demonstration() -> bool:
    """Whether this installation shows the made-up town; one query."""
    return Authority.objects.filter(is_demo=True).exists()


def is_unfinished() -> bool:
    """Whether the site has no authority yet, or its set-up was begun and left."""
    own = Authority.objects.filter(is_own=True).first()
    return own is None or bool(own.setup_step)


@transaction.atomic
def new_code(*, at: datetime) -> str:
    """Make a code in place of any earlier one; only its hash is stored. Raises Refused where it opens nothing."""
    if not is_open():
        raise Refused("已经有管理员，不再需要建站码。请用管理员的账号登录工作后台，继续建站。")
    code = "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
    SetupCode.objects.all().delete()
    SetupCode.objects.create(digest=_digest(code), expires_at=at + LIFETIME)
    return code


def check_code(code: str, *, at: datetime) -> None:
    """Raise Refused unless the code is the present one. A wrong one is counted, so call this outside a transaction."""
    with transaction.atomic():
        stored = SetupCode.objects.select_for_update().first()
        refusal = _refusal(stored, code, at)
        if stored is not None and refusal and stored.failures < MOST_FAILURES:
            stored.failures += 1
            stored.save(update_fields=["failures"])
    if refusal:
        raise Refused(refusal)


def use_code(*, at: datetime) -> None:
    """Use the code up, in the transaction of what it allows. Raises Refused where another has used it meanwhile."""
    if not SetupCode.objects.filter(used_at=None).update(used_at=at):
        raise Refused(f"这个建站码已经用过。{ANOTHER}")


def _refusal(stored: SetupCode | None, code: str, at: datetime) -> str:
    """Why the code opens nothing; empty where it does."""
    if stored is None:
        return f"还没有建站码。{ANOTHER}"
    if stored.used_at is not None:
        return f"这个建站码已经用过。{ANOTHER}"
    if stored.failures >= MOST_FAILURES:
        return f"输错的次数太多，建站码已经作废。{ANOTHER}"
    if at >= stored.expires_at:
        return f"建站码已经过期。{ANOTHER}"
    if not constant_time_compare(stored.digest, _digest(code)):
        return "建站码不对。请核对终端里显示的字符，连字符和大小写不要紧。"
    return ""


def _digest(code: str) -> str:
    plain = "".join(character for character in code.upper() if character in LETTERS)
    return salted_hmac("disclosure.setup", plain, algorithm="sha256").hexdigest()
