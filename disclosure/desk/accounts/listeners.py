"""Log changes of accounts, groups and permissions, and sign-ins, whatever code makes them.

Django's own forms and commands save these, so signals are used; only here, since the office's records are logged by the
functions that change them.
"""

from functools import partial
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import Signal

from disclosure.desk.audit.diffs import creation_changes, deletion_changes, differences
from disclosure.desk.audit.log import NewAct, append, authority_of, new_act, note
from disclosure.law.privacy import mask_name
from disclosure.models import Authority, User, Verb
from disclosure.models.encryption import hashes

from .roles import permission_in_words

PURPOSE = "disclosure.act.name"  # of the keyed hash of a name that failed
RIGHTS = {"is_active", "is_staff", "is_superuser", "authority"}
BEFORE = "_before_the_save"
new_password = Signal()  # `person`: whose; once it is stored


def connect_signals() -> None:
    for model in (User, Group):
        pre_save.connect(_before_save, sender=model, dispatch_uid="acts")
        post_save.connect(_after_save, sender=model, dispatch_uid="acts")
        post_delete.connect(_after_delete, sender=model, dispatch_uid="acts")
    for through in (User.groups.through, User.user_permissions.through, Group.permissions.through):
        m2m_changed.connect(_members_changed, sender=through, dispatch_uid="acts")
    user_logged_in.connect(_signed_in, dispatch_uid="acts")
    user_logged_out.connect(_signed_out, dispatch_uid="acts")
    user_login_failed.connect(_failed, dispatch_uid="acts")


# --- Accounts and groups ----------------------------------------------------


def _is_ignored(raw: bool, update_fields: Any) -> bool:  # noqa: FBT001 as the signal gives it
    """Fixtures, and the `last_login` update of a sign-in, which has an entry of its own."""
    return raw or (update_fields is not None and set(update_fields) <= {"last_login"})


def _before_save(instance: Any, *, raw: bool, update_fields: Any, **_: Any) -> None:
    if not _is_ignored(raw, update_fields):
        before = type(instance)._base_manager.filter(pk=instance.pk).first() if instance.pk else None
        setattr(instance, BEFORE, before)


def _after_save(instance: Any, *, raw: bool, update_fields: Any, **_: Any) -> None:
    if _is_ignored(raw, update_fields):
        return
    before = instance.__dict__.pop(BEFORE, None)
    if before is None:
        note(Verb.ADD, instance, creation_changes(instance))
    elif changes := differences(before, instance):
        if "password" in changes:
            changes.pop("password_set_at", None)  # repeats the time of the entry
            # On commit: receivers lock rows that others may hold while they wait for the end of the chain.
            transaction.on_commit(partial(new_password.send, sender=type(instance), person=instance))
        verb = Verb.PASSWORD if set(changes) == {"password"} else Verb.CHANGE
        note(Verb.PERMISSIONS if RIGHTS & set(changes) else verb, instance, changes)


def _after_delete(instance: Any, **_: Any) -> None:
    note(Verb.DELETE, instance, deletion_changes(instance))


# --- Permissions ------------------------------------------------------------


def _members_changed(
    sender: Any, *, instance: Any, action: str, reverse: bool, model: Any, pk_set: Any, **_: Any
) -> None:
    """Log groups and permissions given or taken, from either side of the relation."""
    if action not in {"post_add", "post_remove", "pre_clear"}:
        return
    field = _field_of(sender)
    others = model._base_manager.filter(pk__in=pk_set) if pk_set is not None else _all(instance, field, reverse=reverse)
    if model is Permission:
        others = others.select_related("content_type")
    pairs = [(other, [instance]) for other in others] if reverse else [(instance, list(others))]
    append(
        new_act(Verb.PERMISSIONS, record, {field: ["", _names(given)] if action == "post_add" else [_names(given), ""]})
        for record, given in pairs
        if given
    )


def _field_of(through: Any) -> str:
    return "groups" if through is User.groups.through else through._meta.model_name.rpartition("_")[2]


def _all(instance: Any, field: str, *, reverse: bool) -> Any:
    return instance.user_set.all() if reverse else getattr(instance, field).all()


def _names(records: list[models.Model]) -> str:
    return "、".join(
        permission_in_words(record) if isinstance(record, Permission) else str(record) for record in records
    )


# --- Signing in -------------------------------------------------------------


def _signed_in(user: Any, **_: Any) -> None:
    append([new_act(Verb.SIGN_IN, user)], by=user)


def _signed_out(user: Any, **_: Any) -> None:
    if user is not None:
        append([new_act(Verb.SIGN_OUT, user)], by=user)


def _failed(credentials: dict[str, Any], **_: Any) -> None:
    """Log the name masked and hashed: people type passwords and other people's names into that field."""
    name = str(next((credentials[key] for key in ("username", "login", "email") if credentials.get(key)), ""))
    known, elsewhere = User.objects.filter(username=name).first(), site_authority_id()
    append([unknown_person_act(Verb.SIGN_IN_FAILED, name, authority_of(known) if known else elsewhere)])


def unknown_person_act(verb: str, name: str, authority: int | None) -> NewAct:
    return NewAct(
        verb=verb,
        kind=User._meta.label_lower,
        key=next(iter(hashes(name, PURPOSE)), ""),
        label=mask_name(name)[:20],
        authority=authority,
    )


def site_authority_id() -> int | None:
    """The authority that runs the site: failed sign-ins of unknown names are its business."""
    return Authority.objects.filter(is_own=True).values_list("pk", flat=True).first()
