"""Pages of a file that no paper holds: what the record says of the application, and what was done about it."""

from collections.abc import Iterator
from datetime import date

from django.utils.timezone import localtime

from disclosure.models import Application, Fee, Opinion, Step
from disclosure.rendering.archives.sheets import ArchiveSheet, Table, pdf

BY_RECORD = "根据信息公开申请登记系统的记录生成。"


def _page(application: Application, title: str, day: date, **more: object) -> bytes:
    erased = application.erased_on
    mark = f"个人信息已于 {erased} 按保存期限清除" if erased else ""
    notes = (BY_RECORD,)
    author = application.authority.name
    return pdf(ArchiveSheet(title=title, author=author, day=day, mark=mark, notes=notes, **more))  # type: ignore[arg-type]


def asked(application: Application) -> bytes:
    """The application as it was taken in (条例 art. 29)."""
    rows = (
        ("申请编号", application.number),
        ("收到日期", _day(application.received_on)),
        ("来件日期", _day(application.arrived_on)),
        ("收到渠道", application.get_channel_display()),
        ("申请人类型", application.get_applicant_kind_display()),
        ("申请人", application.applicant),
        ("证件", " ".join(part for part in (application.document_kind, application.document) if part)),
        ("联系电话", application.phone),
        ("电子邮箱", application.email),
        ("通讯地址", application.address),
        ("传真", application.fax),
        ("需要的帮助", application.help_wanted),
        ("获取方式", application.get_delivery_display()),
        ("提供形式", application.get_medium_display()),
    )
    told = tuple((label, value) for label, value in rows if value)
    day = application.received_on or application.arrived_on or date.min
    return _page(application, "政府信息公开申请", day, rows=told, texts=("申请内容：", application.content))


def consultations(application: Application, day: date) -> bytes:
    """Who was consulted, and what they said (条例 art. 32, 34)."""
    head = ("对象", "联系方式", "征求意见的内容", "征求日期", "意见", "答复日期", "理由")
    rows = tuple(
        (
            f"{party.get_kind_display()}：{party.name}",
            party.contact,
            party.matter,
            _day(party.asked_on),
            party.get_answer_display(),
            _day(party.answered_on),
            party.reasons,
        )
        for party in application.parties.all()
    )
    return _page(application, "征求意见情况", day, tables=(("", head, rows),))


def approvals(application: Application, day: date) -> bytes:
    """What was submitted, approved and remarked inside the office (条例 art. 33)."""
    head = ("时间", "事项", "内容", "科室", "填写人", "意见")
    rows = tuple(
        (
            f"{localtime(opinion.at):%Y-%m-%d %H:%M}",
            opinion.get_act_display(),
            "，".join(_subject(opinion)),
            opinion.section,
            opinion.name,
            opinion.text,
        )
        for opinion in application.opinions.all()
    )
    return _page(application, "办理意见和审批", day, tables=(("", head, rows),))


def _subject(opinion: Opinion) -> Iterator[str]:
    """What exactly was asked or approved."""
    days = f"{opinion.days} 个工作日" if opinion.days else ""
    amount = f"{opinion.amount} 元" if opinion.amount else ""
    entry = " ".join(part for part in (opinion.get_action_display(), _day(opinion.on)) if part)
    told = (opinion.get_subject_display(), opinion.get_outcome_display(), days, amount, entry, opinion.correction)
    return (part for part in told if part)


def course(application: Application, day: date) -> bytes:
    """Every step with its day, deliveries included; the fee; which letter went out how."""
    rows = (
        ("办理结果", application.get_outcome_display()),
        ("办结日期", _day(application.concluded_on)),
        ("了结日期", _day(application.settled_on)),
        ("答复期限", _day(application.due_on)),
        *_fee_rows(getattr(application, "fee", None)),
    )
    steps = tuple(
        (_day(step.on), step.get_kind_display(), str(step.days or ""), _step_note(step))
        for step in application.steps.all()
    )
    letters = tuple(
        (letter.get_kind_display(), letter.number, _day(letter.dated_on), _day(letter.sent_on), way)
        for letter in application.letters.all()
        if (way := letter.get_sent_by_display())
    )
    tables: list[Table] = [("办理步骤和送达", ("日期", "步骤", "天数", "说明"), steps)] if steps else []
    if letters:
        tables.append(("文书发出", ("文书", "文号", "落款日期", "发出日期", "发出方式"), letters))
    return _page(application, "办理过程、发出和送达记录", day, rows=rows, tables=tuple(tables))


def _step_note(step: Step) -> str:
    late = f"补录：{step.entered_on} 登记，{step.late_reason}" if step.is_late_entry else ""
    return "；".join(part for part in (step.note, late) if part)


def _fee_rows(fee: Fee | None) -> Iterator[tuple[str, str]]:
    if fee is not None:
        yield "信息处理费", f"{fee.amount} 元（{fee.get_tariff_display()}，{fee.units}）"
        yield "收费通知日期", _day(fee.noticed_on)
        yield "缴费日期", _day(fee.paid_on)


def _day(day: date | None) -> str:
    return str(day) if day else ""
