"""What was given out on request becomes proactively disclosed (条例 art. 44): a draft item without personal data."""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime

from django.db import transaction

from disclosure.desk.accounts.access import require_act
from disclosure.desk.audit.log import save_recorded
from disclosure.desk.items.blocks import SAID, HtmlFragment
from disclosure.desk.items.drafting import save_draft
from disclosure.documents.isolated import body_of
from disclosure.errors import Refused, Unreadable, WrongKey
from disclosure.law.applications.outcomes import ORGANISATIONS, RELEASED
from disclosure.law.choices.applications import PartyKind
from disclosure.law.choices.items import Method
from disclosure.law.choices.letters import PaperKind
from disclosure.law.privacy import FoundKind, FoundText, find, mask, mask_address, mask_email, mask_name, mask_number
from disclosure.models import Application, Category, Item, User

from .papers import SEE_APPLICANT, read_paper
from .similar import Alike
from .workflow import lock_application

# The name of an organisation is no personal data. 其他 may be anyone.
SHORTEST = 2  # characters: what is shorter is no name, and stands everywhere
LONGEST_NAME = 4  # of a person; what is longer is an organisation
LONGEST_SUGGESTED, LONGEST_BODY = 100, 100_000


def why_not(application: Application, found: Alike | None = None) -> str:
    """Say why nothing can be published of it now; empty where something can.

    What was given out in whole or in part, or what several have asked for (art. 44(2)).
    """
    if application.published_as_id:
        return "这件申请已经转为主动公开的信息。"
    asked_often = found is not None and found.is_often_asked
    if application.outcome in RELEASED or asked_often:
        return ""
    return "只有予以公开、部分公开的，或者多人申请同一内容的，才转为主动公开（条例第四十四条）。"


@transaction.atomic
def draft_from_reply(
    *, application: Application, by: User, title: str, body: str, category: Category, at: datetime
) -> Item:
    """Make a draft item of the reply, for the usual disclosure review. Raises Refused.

    `body` is plain text, a line a paragraph. What the privacy guard finds is masked, and so is what the record itself
    knows of the applicant and of those who were asked. The application says which item it became.
    """
    kept = _begun(application, by)
    lines = without_people(body, kept).splitlines()
    written = "".join(f"<p>{html.escape(line.strip())}</p>" for line in lines if line.strip())
    if not (title.strip() and written):
        raise Refused("请填写标题和正文：正文写明已经公开给申请人的信息。")
    item = Item(
        authority=kept.authority,
        category=category,
        title=without_people(" ".join(title.split()), kept),
        formed_on=_formed(kept, at),
        publisher=kept.authority.name,
        method=Method.PROACTIVE,
        body=written,
    )
    save_draft(item, by=by, at=at)
    kept.published_as = item
    save_recorded(kept, by=by)
    application.published_as = item
    return item


def _begun(application: Application, by: User) -> Application:
    if not by.has_perm("disclosure.change_application"):
        raise Refused("您没有办理信息公开申请的权限，请与管理员联系。")
    if not by.has_perm("disclosure.add_item"):
        raise Refused("您没有登记公开信息的权限，请交给编辑人员，或与管理员联系。")
    require_act(by, application)
    kept = lock_application(application)
    if kept.published_as_id:
        raise Refused(f"申请「{kept}」已经转为主动公开的信息，请在那条信息上修改。")
    return kept


def _formed(application: Application, at: datetime) -> date:
    """The day of the reply, else today: the limit of art. 26 runs from then."""
    return application.concluded_on or at.date()


# --- Without personal data ----------------------------------------------------------


def suggested_title(application: Application) -> str:
    """The name of what was asked for, as the online form has it, or the first line; masked."""
    first = next((line for line in application.content.splitlines() if line.strip()), "")
    return without_people(first.removeprefix("名称：").strip(), application)[:LONGEST_SUGGESTED]


def suggested_body(application: Application, *, by: User) -> str:
    """The text of the files sent with the reply, masked; empty for those who may not see applicants' papers.

    What is printed alone, no comments and nothing deleted. Every file that is read is a look at it, which is recorded.
    What cannot be read is left to whoever writes the draft.
    """
    if not by.has_perm(SEE_APPLICANT):
        return ""
    lines: list[str] = []
    for paper in application.papers.filter(kind=PaperKind.REPLY):
        with suppress(Unreadable, WrongKey, OSError):
            body = HtmlFragment.parsed(body_of(read_paper(paper, by=by), paper.name))
            lines += (" ".join(block.text.split()) for block in body.blocks if block.place not in SAID.values())
    return without_people("\n".join(lines), application)[:LONGEST_BODY]


def without_people(text: str, application: Application) -> str:
    """Mask what the privacy guard finds in `text`, and the personal data of the application wherever it occurs.

    The name of an organisation stays: it is no personal data, and a contract without it says nothing.
    """
    own = [
        FoundText(kind, one.start(), one.end(), one.group(), masked)
        for kind, value, masked in _known(application)
        for one in re.finditer(re.escape(value), text)
    ]
    return mask(text, [*find(text), *own])


def _known(application: Application) -> Iterator[tuple[FoundKind, str, str]]:
    """Yield kind, text and mask of the application's personal data; one query."""
    applicant = "" if application.applicant_kind in ORGANISATIONS else application.applicant
    asked = [one for one in application.parties.all() if one.kind == PartyKind.THIRD_PARTY]
    people = [applicant, *(one.name for one in asked if len(one.name) <= LONGEST_NAME)]
    contacts = [application.address, *(one.contact for one in asked)]
    yield from _values(FoundKind.NAME, people, mask_name)
    yield from _values(FoundKind.IDENTITY, [application.document, application.phone, application.fax], mask_number)
    yield from _values(FoundKind.EMAIL, [application.email], mask_email)
    yield from _values(FoundKind.ADDRESS, contacts, mask_address)


def _values(
    kind: FoundKind, texts: Iterable[str], masking: Callable[[str], str]
) -> Iterator[tuple[FoundKind, str, str]]:
    yield from ((kind, text.strip(), masking(text)) for text in texts if len(text.strip()) >= SHORTEST)
