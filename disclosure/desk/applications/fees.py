"""信息处理费: the notice, the payment, and what the annual report says of both (条例 art. 42; 收费办法)."""

from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from disclosure.desk.common.records import Actor
from disclosure.errors import Refused
from disclosure.law.applications.fees import Charge, Tariff, by_items, by_pages
from disclosure.law.applications.handling import HEAD, Action
from disclosure.law.applications.late_entry import Entry
from disclosure.law.choices.applications import ApprovalSubject, StepKind
from disclosure.models import Application, Authority, Fee, FeeReceipt, Step
from disclosure.models.step import since_reopened

from .opinions import settle
from .situation import fee_of
from .workflow import action

RECEIPT = "政府信息公开信息处理费"  # as table 2 counts it
MOST = 10_000  # items or pages; whatever somebody typed


def items_before(application: Application) -> int:
    """Count the items of the same applicant earlier in the calendar month (收费办法 art. 6); two queries.

    The applicant is known by the document's number; by the name where one of the two has no number. An application
    counts as one item unless it was charged as more.
    """
    if application.received_on is None:
        return 0
    month = Q(received_on__year=application.received_on.year, received_on__month=application.received_on.month)
    earlier = Q(received_on__lt=application.received_on) | Q(received_on=application.received_on, pk__lt=application.pk)
    others = Application.objects.filter(same_applicant(application), month, earlier, authority=application.authority_id)
    split = Q(fee__tariff=Tariff.ITEMS)
    told = others.exclude(pk=application.pk).aggregate(
        single=Count("pk", filter=Q(fee__tariff=None) | Q(fee__tariff=Tariff.PAGES)),
        several=Sum("fee__units", filter=split),
    )
    return int(told["single"]) + int(told["several"] or 0)


def same_applicant(application: Application) -> Q:
    """That the applicant is the same: by the document's number, by the name where one of the two has none."""
    fields = Application._meta
    named: Q = fields.get_field("applicant_hash").matching(application.applicant)
    if not application.document:
        return named
    documented: Q = fields.get_field("document_hash").matching(application.document)
    return documented | (named & Q(document_hash=""))


def charge_of(tariff: Tariff | str, units: int, before: int) -> Charge:
    """Compute the amount with its brackets. Raises Refused for numbers out of range."""
    if not (1 <= units <= MOST and 0 <= before <= MOST):
        raise Refused(f"请填写件数或者页数，至少为 1，至多为 {MOST}。")
    return by_items(units, before=before) if tariff == Tariff.ITEMS else by_pages(units)


def charge_for(application: Application, tariff: Tariff | str, units: int, before: int | None) -> tuple[int, Charge]:
    """Compute what an application is charged, after how many items. Raises Refused, also where it is free.

    `before`: as of `notice_fee`.
    """
    if tariff not in Tariff:
        raise Refused("请选择计收方式。")
    if before is None:
        before = items_before(application)
    before = before if tariff == Tariff.ITEMS else 0
    charge = charge_of(tariff, units, before)
    if not charge.amount:
        raise Refused("没有超出免费的件数或者页数，不收取信息处理费，不用通知（收费办法）。")
    return before, charge


def table_of(fee: Fee) -> Charge:
    """Compute the amount of a notice that was sent, with its brackets."""
    return charge_of(fee.tariff, fee.units, fee.before)


def notice_fee(
    *,
    application: Application,
    by: Actor,
    on: date,
    tariff: Tariff | str,
    units: int,
    before: int | None = None,
    entry: Entry | None = None,
) -> Fee:
    """Notify the applicant of a fee, by one tariff; the period is suspended until it is paid. Raises Refused.

    `before`: items of the applicant earlier in the month, counted here unless the office knows better.
    """
    with action(application, Action.NOTICE_FEE, by=by, on=on, entry=entry) as frame:
        before, charge = charge_for(frame.application, tariff, units, before)
        amount = charge.amount
        held = frame.situation.facts.approvals_of(ApprovalSubject.FEE)[0]
        if (held.amount, held.tariff, held.units) != (amount, tariff, units):
            asked = f"{amount} 元（{Tariff(tariff).counted(units)}）"
            raise Refused(f"{HEAD}同意的是「{held.words}」，不能收取 {asked}；要改的，请重新呈批。")
        if on < held.on:
            raise Refused(f"{HEAD} {held.on} 才同意，通知日期不能早于这一天。")
        fee = fee_of(frame.application) or Fee(application=frame.application)
        fee.tariff, fee.units, fee.before, fee.amount, fee.noticed_on = tariff, units, before, Decimal(amount), on
        fee.paid_on = fee.receipt = None
        frame.save(fee)
        frame.add_step(StepKind.FEE_NOTICED, note=f"{amount} 元")
        settle(frame.application, by, f"已于 {on} 通知收费。", ApprovalSubject.FEE)
    return fee


def take_payment(*, application: Application, by: Actor, on: date, entry: Entry | None = None) -> Fee:
    """Record the payment: the period resumes, and the receipt counts in table 2 of the report. Raises Refused."""
    with action(application, Action.TAKE_PAYMENT, by=by, on=on, entry=entry) as frame:
        fee = frame.application.fee
        if on < fee.noticed_on:
            raise Refused(f"{fee.noticed_on} 才通知收费，缴费日期不能早于这一天。")
        authority = frame.application.authority_id
        receipt = FeeReceipt(authority_id=authority, name=RECEIPT, received_on=on, amount=fee.amount)
        frame.save(receipt)  # whoever takes the money writes it down, though not whoever compiles the report
        fee.paid_on, fee.receipt = on, receipt
        frame.save(fee)
        frame.add_step(StepKind.FEE_PAID, note=f"{fee.amount:.0f} 元")
        settle(frame.application, by, f"申请人 {on} 缴费，期限重新计算，请重新呈批。", ApprovalSubject.EXTENSION)
    return fee


def has_unpaid_fee(over: date) -> Q:
    """That a notice of fee was delivered on `over` or before, and nobody has paid since the last reopening."""
    fees = since_reopened(Fee.objects.filter(paid_on=None, amount__gt=0), "noticed_on")
    served = delivered(StepKind.FEE_DELIVERED, "noticed_on", over)
    return Q(Exists(fees.filter(Exists(served), application=OuterRef("pk"))))


def delivered(delivery: StepKind, since: str, over: date) -> QuerySet[Step]:
    """Deliveries of the outer record's letter, since its day and up to `over`."""
    deliveries = Step.objects.filter(application=OuterRef("application"), kind=delivery)
    return deliveries.filter(on__gte=OuterRef(since), on__lte=over)


def fees_in_words(authority: Authority, year: int) -> str:
    """Write the sentence of section 六 (国办公开办函〔2021〕30号): notices and their sum, and what was received."""
    fees = Fee.objects.filter(application__authority=authority)
    noticed, paid = Q(noticed_on__year=year), Q(paid_on__year=year)
    told = fees.aggregate(
        notices=Count("pk", filter=noticed), asked=Sum("amount", filter=noticed), paid=Sum("amount", filter=paid)
    )
    if not told["notices"] and not told["paid"]:
        return "本年度没有发出收费通知，未收取信息处理费。"
    amounts = [f"{int(told[name] or 0)}元" for name in ("asked", "paid")]
    return f"本年度发出收费通知{told['notices']}件，总金额{amounts[0]}，实际收取{amounts[1]}。"
