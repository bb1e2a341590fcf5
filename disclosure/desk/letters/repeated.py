"""重复申请: the earlier reply that it repeats, in the record, the same applicant's, and sent (条例 art. 36(6))."""

from datetime import date

from disclosure.desk.applications.fees import same_applicant
from disclosure.errors import Refused
from disclosure.law.applications.outcomes import Outcome, OutcomeGroup
from disclosure.law.choices.letters import LetterKind
from disclosure.law.clock.words import day
from disclosure.law.letters.parts import Part
from disclosure.models import Application, Letter

MOST = 50  # earlier applications that are offered
# 其他处理 (withdrawn, given up) is no reply about the information.
_NO_REPLY = [one.value for one in Outcome if one.group == OutcomeGroup.OTHERWISE]
EARLIER, EARLIER_NUMBER = "earlier", "earlier_number"
_ARTICLE = "条例第三十六条第（六）项"


def earlier_parts(application: Application) -> tuple[Part, ...]:
    """Ask what the record leaves open of the earlier reply: which it was, and the 文号 of one that was not made here.

    At most three queries, none of which reads personal data. Raises Refused where the record holds no such reply.
    """
    if application.repeats is not None:
        letter = _require_answered(application, application.repeats)
        return () if letter else (_number_part(),)
    choices = _choices(application)
    if not choices:
        raise Refused(
            "本机关的记录里没有向同一申请人发出过的答复，不能按重复申请答复（条例第三十六条第（六）项）。"
            "请先「重新办理」这件申请。"
        )
    return (
        Part(EARLIER, "所重复的申请", "同一申请人先前已经答复的申请。", choices=choices, article=_ARTICLE),
        Part(
            EARLIER_NUMBER,
            "先前答复的文号",
            "本系统里有先前的答复书的不填。",
            required=False,
            article=_ARTICLE,
        ),
    )


def _number_part() -> Part:
    return Part(EARLIER_NUMBER, "先前答复的文号", "先前的答复书不在本系统里，照原件填写。", article=_ARTICLE)


def _choices(application: Application) -> tuple[tuple[str, str], ...]:
    until = application.concluded_on or date.max
    own = Application.objects.filter(same_applicant(application), authority=application.authority_id)
    earlier = own.exclude(pk=application.pk).exclude(outcome__in=["", *_NO_REPLY]).filter(settled_on__lte=until)
    found = earlier.order_by("-settled_on", "-pk").values_list("pk", "number", "settled_on")[:MOST]
    return tuple((str(pk), f"{number}（{settled_on} 发出答复）") for pk, number, settled_on in found)


def _require_answered(application: Application, earlier: Application) -> Letter | None:
    """The letter of the earlier reply, None where it was made elsewhere. Raises Refused."""
    if earlier.authority_id != application.authority_id or earlier.pk == application.pk:
        raise Refused("所重复的申请应是本机关的另一件申请（条例第三十六条第（六）项）。")
    if not Application.objects.filter(same_applicant(application), pk=earlier.pk).exists():
        raise Refused(f"申请「{earlier}」不是同一申请人提出的，不能作为重复申请的先前答复（{_ARTICLE}）。")
    until = application.concluded_on or date.max
    if earlier.outcome in ("", *_NO_REPLY):
        raise Refused(f"申请「{earlier}」没有作出过答复，不能按重复申请答复（{_ARTICLE}）。")
    if earlier.settled_on is None or earlier.settled_on > until:
        raise Refused(f"申请「{earlier}」的答复在这次决定以前还没有发出，不能按重复申请答复（{_ARTICLE}）。")
    replies = Letter.objects.valid().filter(application=earlier, kind=LetterKind.REPLY, sent_on__lte=until)
    return replies.order_by("-sent_on", "-pk").first()


def earlier_reply(application: Application, chosen: str, number: str) -> str:
    """「《政府信息公开申请答复书》（文号），2026年2月9日作出，2026年2月10日发出」. Raises Refused.

    `chosen`: the answer to `EARLIER`; `number`: the 文号 of a reply that was not made here.
    """
    earlier = application.repeats
    if earlier is None:
        earlier = Application.objects.filter(pk=int(chosen), authority=application.authority_id).first()
    if earlier is None:
        raise Refused("请选择所重复的申请。")
    letter = _require_answered(application, earlier)
    number = letter.number if letter else number.strip()
    if not number:
        raise Refused("请填写「先前答复的文号」：先前的答复书不在本系统里，照原件填写。")
    made_on = letter.dated_on if letter else earlier.concluded_on
    sent_on = (letter.sent_on if letter else None) or earlier.settled_on
    days = "，".join(f"{day(on)}{what}" for on, what in ((made_on, "作出"), (sent_on, "发出")) if on)
    return f"申请编号{earlier.number}，《{LetterKind.REPLY.label}》（{number}），{days}"
