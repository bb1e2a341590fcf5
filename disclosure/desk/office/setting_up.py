"""Set up an office: one function for each step, called by the screens and by `setup --from` alike."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import get_random_string

from disclosure.desk.accounts.roles import NAMES
from disclosure.desk.audit.log import append, new_act, note, save_recorded
from disclosure.desk.common.records import require_valid
from disclosure.errors import Refused
from disclosure.law.choices.office import AuthorityKind
from disclosure.models import Authority, Category, User, Verb

from .authorities import create_authority
from .checklist import OPEN

IDENTITY = ("name", "code", "report_name", "kind", "superior")
CONTACT = ("office", "address", "hours", "phone", "fax", "post_code", "email")
REMEDIES = ("review_body", "court", "letter_word")
SITE = ("site_code", "icp_number", "police_number")
PASSWORD_LENGTH = 14
LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another
TOWN_ONLY = "条例第二十一条"
BODIES_WITH_TOWN_COLUMNS = {AuthorityKind.TOWN, ""}


def own_authority() -> Authority | None:
    return Authority.objects.filter(is_own=True).first()


@transaction.atomic
def create_administrator(*, username: str, name: str, password: str, email: str = "", temporary: bool = False) -> User:
    """Create a person who may do everything. `temporary`: the password has to be replaced at the first sign-in.

    Raises Refused with every rule of accounts or passwords that is broken.
    """
    person = _new_person(username=username, name=name, email=email, authority=None)
    person.is_superuser = True
    require_valid(person, exclude=("password",))
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    person.set_password(password)
    person.must_change_password = temporary
    person.save()
    return person


@transaction.atomic
def save_identity(values: Mapping[str, Any], *, by: Any = None, next_step: str = "") -> Authority:
    """Create the site's own authority with its catalogue, none of it chosen yet, or change what it is called.

    A superior that is an authority of this installation (by its name) is linked, not written. Raises Refused.
    """
    authority = own_authority()
    if authority is None:
        authority = create_authority(code=values["code"], name=values["name"])
        authority.is_own = True  # others may have been entered before
        authority.first_tasks = OPEN
        Category.objects.filter(authority=authority).update(is_chosen=False)
    superior = str(values.get("superior", ""))
    known = Authority.objects.filter(name=superior).exclude(pk=authority.pk).first() if superior else None
    given = {**values, "superior": "" if known else superior}
    authority.parent = known
    return _keep(authority, given, IDENTITY, by=by, next_step=next_step)


@transaction.atomic
def save_part(
    authority: Authority, values: Mapping[str, Any], fields: Sequence[str], *, by: Any = None, next_step: str = ""
) -> Authority:
    """Store what one step of the set-up asks. `next_step`: where it goes on. Raises Refused."""
    return _keep(Authority.objects.select_for_update(of=("self",)).get(pk=authority.pk), values, fields, by, next_step)


def _keep(authority: Authority, values: Mapping[str, Any], fields: Sequence[str], by: Any, next_step: str) -> Authority:
    for field in fields:
        if field in values:
            setattr(authority, field, values[field])
    authority.setup_step = next_step
    require_valid(authority)
    save_recorded(authority, by=by)
    return authority


@transaction.atomic
def add_colleague(authority: Authority, *, username: str, name: str, roles: Collection[str], email: str = "") -> str:
    """Create an account with roles; returns its password, which has to be replaced at the first sign-in.

    Accounts are logged whoever saves them. Raises Refused with a sentence.
    """
    if unknown := [role for role in roles if role not in NAMES]:
        raise Refused(f"没有「{'、'.join(unknown)}」这个角色。可用的角色：{'、'.join(sorted(NAMES))}。")
    if not roles:
        raise Refused(f"请给「{name or username}」至少选一个角色。")
    person = _new_person(username=username, name=name, email=email, authority=authority)
    require_valid(person, exclude=("password",))
    password = get_random_string(PASSWORD_LENGTH, LETTERS)
    person.set_password(password)
    person.must_change_password = True
    person.save()
    person.groups.set(Group.objects.filter(name__in=roles))
    return password


def _new_person(*, username: str, name: str, email: str, authority: Authority | None) -> User:
    if not username or not name:
        raise Refused("请填写用户名和姓名。")
    if User.objects.filter(username=username).exists():
        raise Refused(f"已有用户名「{username}」，请换一个。")
    return User(username=username, last_name=name, email=email, authority=authority, is_staff=True)


@transaction.atomic
def finish(authority: Authority, *, by: Any = None) -> None:
    """End the set-up; the rest is on the checklist of the first screen."""
    Authority.objects.filter(pk=authority.pk).update(setup_step="")
    note(Verb.SET_UP, authority, by=by)


def suggested(authority: Authority, columns: Collection[Category]) -> set[int]:
    """Keys of the columns that this kind of authority is bound to have: those that name an article of the 条例."""
    with_towns = authority.kind in BODIES_WITH_TOWN_COLUMNS
    return {
        column.pk
        for column in columns
        if column.basis.startswith("条例") and (with_towns or not column.basis.startswith(TOWN_ONLY))
    }


@transaction.atomic
def choose_columns(authority: Authority, keys: Collection[int], *, by: Any = None) -> None:
    """Let exactly these columns of an authority count as its own; each change is an audit entry."""
    columns = Category.objects.select_for_update(of=("self",)).filter(authority=authority)
    changed = [column for column in columns if column.is_chosen != (column.pk in set(keys))]
    for column in changed:
        column.is_chosen = not column.is_chosen
    Category.objects.bulk_update(changed, ["is_chosen"])
    append(
        (new_act("change", one, {"is_chosen": [_yes(not one.is_chosen), _yes(one.is_chosen)]}) for one in changed),
        by=by,
    )


def _yes(value: bool) -> str:  # noqa: FBT001 a word for it
    return "是" if value else "否"
