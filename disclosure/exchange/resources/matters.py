"""权力事项, 处理决定, 收费 and 采购 as rows of a spreadsheet."""

from collections.abc import Iterable, Iterator
from typing import Any

from disclosure.exchange.cells import everyday_words as words
from disclosure.exchange.cells.amounts import IntegerWidget, MoneyWidget
from disclosure.exchange.cells.widgets import ChoiceWidget, DateWidget, TextWidget
from disclosure.exchange.columns import BAD, Complaint, RecordColumn, RecordResource, Values
from disclosure.exchange.folding import nearest
from disclosure.exchange.rules import not_before
from disclosure.law.choices.matters import MatterKind
from disclosure.models import Authority, Decision, FeeReceipt, Matter, Procurement


class MatterResource(RecordResource):
    """A matter is known by its kind and name."""

    kind = "matters"
    natural_key = ("kind", "name")
    rules = (not_before("cancelled_on", "established_on", "设立日期"),)

    name = RecordColumn("事项名称", TextWidget(), filled=True, example="食品经营许可")
    kind_ = RecordColumn(
        "事项类型",
        ChoiceWidget(MatterKind, words.MATTER_KINDS),
        attribute="kind",
        filled=True,
        example="行政许可",
    )
    established_on = RecordColumn("设立日期", DateWidget(), filled=True, example="2019-01-01")
    cancelled_on = RecordColumn("取消日期", DateWidget())

    class Meta:
        model = Matter
        fields = ["name", "kind_", "established_on", "cancelled_on"]


class DecisionResource(RecordResource):
    """Decisions have no number: equal ones may stand side by side."""

    kind = "decisions"
    related = ("matter",)

    matter_name = RecordColumn("事项名称", TextWidget(), filled=True, example="食品经营许可")
    matter_kind = RecordColumn(
        "事项类型",
        ChoiceWidget(MatterKind, words.MATTER_KINDS),
        filled=True,
        example="行政许可",
    )
    decided_on = RecordColumn("决定日期", DateWidget(happened=True, month_end=True), filled=True, example="2026-03-31")
    quantity = RecordColumn("数量", IntegerWidget(), example=1)

    class Meta:
        model = Decision
        fields = ["matter_name", "matter_kind", "decided_on", "quantity"]

    def prepare(self, authority: Authority, rows: Iterable[Values]) -> None:
        """The authority's matters."""
        matters = Matter.objects.filter(authority=authority).values_list("kind", "name", "pk")
        self.matters = {(kind, name): pk for kind, name, pk in matters}
        self.names = {pk: f"{name}（{MatterKind(kind).label}）" for kind, name, pk in matters}

    def complete(self, values: Values) -> Iterator[Complaint]:
        """Kind and name become the matter."""
        kind, name = values.pop("matter_kind"), values.pop("matter_name")
        values["matter_id"] = self.matters.get((kind, name), BAD)
        if values["matter_id"] is BAD and BAD not in (kind, name):
            near = nearest(name, [known for one, known in self.matters if one == kind])
            hint = f"是否指「{near}」？" if near else ""
            yield "matter_name", f"不是本机关已有的{MatterKind(kind).label}事项；{hint}请先导入权力事项（matters）"

    def initial(self, values: Values) -> None:
        """One decision, unless the file says more."""
        values.setdefault("quantity", 1)

    def title(self, attribute: str) -> str:
        return {"matter_id": "权力事项"}.get(attribute) or super().title(attribute)

    def shown_reference(self, attribute: str, value: Any) -> str:
        return self.names.get(value, "")

    def dehydrate_matter_name(self, decision: Decision) -> str:
        return decision.matter.name

    def dehydrate_matter_kind(self, decision: Decision) -> str:
        return MatterKind(decision.matter.kind).label


class FeeResource(RecordResource):
    """Receipts have no number: equal ones may stand side by side."""

    kind = "fees"

    name = RecordColumn("收费项目", TextWidget(), filled=True, example="城镇垃圾处理费")
    received_on = RecordColumn("收费日期", DateWidget(happened=True), filled=True, example="2026-03-31")
    amount = RecordColumn("金额（元）", MoneyWidget(), filled=True, example=1200.5)

    class Meta:
        model = FeeReceipt
        fields = ["name", "received_on", "amount"]


class ProcurementResource(RecordResource):
    """Procurements have no number: equal ones may stand side by side."""

    kind = "procurements"

    name = RecordColumn("项目名称", TextWidget(), filled=True, example="办公设备采购")
    procured_on = RecordColumn("采购日期", DateWidget(happened=True), filled=True, example="2026-03-31")
    amount = RecordColumn("金额（元）", MoneyWidget(), filled=True, example=35000)

    class Meta:
        model = Procurement
        fields = ["name", "procured_on", "amount"]
