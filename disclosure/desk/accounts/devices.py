"""Log changes of a person's own second steps and sessions. Only their names are logged, never their secrets."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save

from disclosure.desk.audit.log import note
from disclosure.desk.audit.messages import KEY
from disclosure.errors import Refused
from disclosure.models import User, Verb

from .delegation import may_manage
from .known_devices import forget, forget_session_device

BEFORE = "_told_before_the_save"
TRIFLES = {"last_used_at", "data"}  # also saved when a device is used or its codes are viewed


def connect_signals() -> None:
    """Connect at start-up: allauth saves and deletes devices in its own code."""
    pre_save.connect(_before_save, sender=Authenticator, dispatch_uid="acts")
    post_save.connect(_after_save, sender=Authenticator, dispatch_uid="acts")
    post_delete.connect(_after_delete, sender=Authenticator, dispatch_uid="acts")


def _codes(device: Authenticator) -> str:
    return f"{len(device.wrap().get_unused_codes())}个"


TOLD: dict[str, tuple[str, Callable[[Authenticator], str]]] = {
    Authenticator.Type.TOTP: ("验证器应用", lambda _: "启用"),
    Authenticator.Type.WEBAUTHN: (KEY, str),
    Authenticator.Type.RECOVERY_CODES: ("恢复代码", _codes),
}


def _description(device: Authenticator) -> str:
    return TOLD[device.type][1](device)


def _before_save(instance: Authenticator, *, raw: bool, update_fields: Any, **_: Any) -> None:
    if raw or (update_fields and set(update_fields) <= TRIFLES):
        return
    before = Authenticator.objects.filter(pk=instance.pk).first() if instance.pk else None
    setattr(instance, BEFORE, _description(before) if before else "")


def _after_save(instance: Authenticator, **_: Any) -> None:
    before = instance.__dict__.pop(BEFORE, None)
    if before is not None and before != _description(instance):
        _note(instance, before, _description(instance))


def _after_delete(instance: Authenticator, **_: Any) -> None:
    _note(instance, _description(instance), "")


def _note(device: Authenticator, before: str, after: str) -> None:
    note(Verb.DEVICE, device.user, {TOLD[device.type][0]: [before, after]})


@transaction.atomic
def remove_second_step(*, person: User, by: User | AnonymousUser) -> None:
    """Remove all second steps of a person who lost their telephone; raises Refused outside one's reach."""
    if not (by.has_perm("disclosure.change_user") and may_manage(by, person)):
        raise Refused("您只能清除本机关和已授权机关的账号的两步验证，请与管理员联系。")
    Authenticator.objects.filter(user=person).delete()
    forget(person)  # the lost telephone may be one of them


@transaction.atomic
def end_session(*, session: UserSession, description: str, by: User | AnonymousUser) -> None:
    forget_session_device(session.user, session.session_key)
    session.end()
    note(Verb.END_SESSION, session.user, {"登录": [description, ""]}, by=by)
