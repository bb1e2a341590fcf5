"""Failed sign-ins: counted, signalled, and logged where they lock something."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from allauth.mfa.signals import authentication_failed
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from disclosure.desk.accounts import attempt_limits
from disclosure.desk.accounts.lockouts import address_limit, device_limit, log_lockouts, name_limit, second_step_limit
from disclosure.desk.audit.actor import client_address
from disclosure.models import KnownDevice, User

from .device_cookie import device_for, device_of

LOCKED = (
    "登录失败次数过多，已暂时锁定，请过 {}再试。"
    "急需登录的，请本机关的管理员在「登录锁定」中解除；没有管理员能登录的，请维护人员按部署说明在服务器上解除。"
)
RETRY_AFTER = "retry_after"  # of a request: seconds, for the answer


def tell(request: HttpRequest, user: AbstractBaseUser, **_: object) -> None:
    """Signal a wrong second step as a failed sign-in, as Django signals a wrong password."""
    user_login_failed.send(sender=__name__, credentials={"username": user.get_username()}, request=request)


authentication_failed.connect(tell, dispatch_uid="second step failed")


class Attempt:
    """A password or code being tried; counts as wrong unless marked right."""

    is_right = False


@contextmanager
def trying_password(request: HttpRequest, name: str) -> Iterator[Attempt]:
    """Context in which a password is tried for a name. Raises ValidationError where it is locked."""
    device = device_for(request, name)
    counts = [device_limit(device)] if device else [address_limit(client_address(request)), name_limit(name)]
    with _trying(request, name, device, counts) as attempt:
        yield attempt


@contextmanager
def trying_second_step(request: HttpRequest, person: User) -> Iterator[Attempt]:
    """Context in which a person's second step is tried. Raises ValidationError where it is locked."""
    device = device_of(request, person)
    counts = [device_limit(device)] if device else [address_limit(client_address(request)), second_step_limit(person)]
    with _trying(request, person.username, device, counts) as attempt:
        yield attempt


@contextmanager
def _trying(
    request: HttpRequest, name: str, device: KnownDevice | None, counts: Iterable[attempt_limits.Limit]
) -> Iterator[Attempt]:
    """Counted before the check, so that concurrent tries cannot exceed the limit."""
    attempt = Attempt()
    try:
        counted = attempt_limits.count(*counts)
    except attempt_limits.LimitReached as reached:
        setattr(request, RETRY_AFTER, attempt_limits.whole_seconds(reached.seconds))
        log_lockouts(reached.closing, name=name, address=client_address(request), device=device)
        message = LOCKED.format(attempt_limits.duration_in_words(reached.seconds))
        raise ValidationError(message, code="too_many_login_attempts") from reached
    try:
        yield attempt
    finally:
        if attempt.is_right:
            counted.give_back()
        else:
            log_lockouts(counted.closing, name=name, address=client_address(request), device=device)
