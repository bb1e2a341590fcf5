"""文书模板 of an office's own: taken in only where every letter of the kind can be filled and read."""

from django.db import transaction

from disclosure.desk.audit.log import note
from disclosure.desk.common.records import Actor, require_permission, require_valid
from disclosure.documents.isolated import cleaned, kind_of
from disclosure.documents.kinds import FileKind
from disclosure.errors import Refused
from disclosure.law.choices.letters import LetterKind
from disclosure.models import LetterTemplate
from disclosure.rendering.letters import Unfit, judged

MOST_BYTES = 5 * 1024 * 1024


@transaction.atomic
def keep_template(*, template: LetterTemplate, data: bytes, name: str, by: Actor) -> list[str]:
    """Store an uploaded .docx for an authority and a kind, without authors and comments, with its audit entry.

    Returns what the printed letters will lack (see `judged`). Raises Refused as `checked`.
    """
    act = "change" if template.pk else "add"
    require_permission(act, template, by)
    template.content, lacking = checked(data, name, LetterKind(template.kind))
    template.name = name[:200]
    require_valid(template)
    template.save()
    note(act, template, {"content": ["", f"{name}（{len(data)} 字节）"]}, by=by)
    return lacking


@transaction.atomic
def take_back_template(*, template: LetterTemplate, by: Actor) -> None:
    """Delete it, so that the default is used again. Raises Refused."""
    require_permission("delete", template, by)
    note("delete", template, {"content": [template.name, ""]}, by=by)
    template.delete()


def checked(data: bytes, name: str, kind: LetterKind) -> tuple[bytes, list[str]]:
    """The content to store of an upload, and what its printed letters will lack.

    Raises Refused with what is wrong: the file, or the fields that it names.
    """
    if len(data) > MOST_BYTES:
        raise Refused(f"模板「{name}」超过 {MOST_BYTES // 1024 // 1024} MB，请去掉大图片后再上传。")
    if kind_of(data, name) is not FileKind.WORD:
        raise Refused(f"模板「{name}」不是 DOCX 文件，请用办公软件另存为 DOCX 后再上传。")
    content = cleaned(data, name).data
    try:
        unknown, lacking = judged(content, name, kind)
    except Unfit as error:
        raise Refused(f"模板「{name}」不能用：{error}") from error
    if unknown:
        raise Refused(f"模板「{name}」里有《{kind.label}》没有的字段：{'、'.join(unknown)}。请对照字段表改正。")
    return content, lacking
