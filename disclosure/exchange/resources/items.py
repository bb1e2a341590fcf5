"""公开信息 as rows of a spreadsheet."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Model, Q, QuerySet

from disclosure.desk.common.numbering import IndexNumbers
from disclosure.exchange.cells import everyday_words as words
from disclosure.exchange.cells.catalogue import CatalogueNames
from disclosure.exchange.cells.readings import TakenFor
from disclosure.exchange.cells.widgets import ChoiceWidget, DateWidget, RichTextWidget, TextWidget
from disclosure.exchange.columns import BAD, Complaint, RecordColumn, RecordResource, RowRule, Values
from disclosure.exchange.folding import half_width
from disclosure.exchange.rules import not_before
from disclosure.law.choices.items import BEFORE_PUBLICATION, ENDED, ItemState, Method, Nature, Validity
from disclosure.models import Authority, Category, Item
from disclosure.search.index import optimise, reindex

TIDIED_FROM = 5000  # items


def _dated_end(nature: str, validity: str, repealed_on: date | None) -> Complaint | None:
    """The same promise as the model's constraint: what the report counts ends on a day."""
    if nature and validity in ENDED and repealed_on is None:
        return "repealed_on", "没有填；规章和规范性文件失效或废止的，须填写废止日期（年度报告按日期计数）"
    return None


def category_paths(authority: Authority | None = None) -> dict[int, str]:
    """The path of names of every category (of one authority), as the column 栏目 gives it; one query."""
    categories = Category.objects.filter(authority=authority) if authority else Category.objects.all()
    rows = {pk: (parent, name) for pk, parent, name in categories.values_list("pk", "parent_id", "name")}
    paths: dict[int, str] = {}

    def path(pk: int) -> str:
        if pk not in paths:
            parent, name = rows[pk]
            paths[pk] = f"{path(parent)}/{name}" if parent in rows else name
        return paths[pk]

    return {pk: path(pk) for pk in rows}


def _state(item: Item) -> ItemState:
    stored = ItemState(item.state)
    if item.published_on is None:
        is_free_again = stored == ItemState.WITHHELD and item.method == Method.PROACTIVE
        return ItemState.DRAFT if is_free_again else stored
    if item.method != Method.PROACTIVE:
        return ItemState.WITHHELD
    return stored if stored == ItemState.WITHDRAWN else ItemState.PUBLISHED


def _past_review(before: ItemState, after: ItemState, by: Any) -> str:
    """Why this person's file must not change an item of that state: the review is for the desk."""
    if before in BEFORE_PUBLICATION and before != ItemState.DRAFT:
        return f"信息现在是「{before.label}」，审核中的信息不能用导入修改，请先退回修改"
    is_public = ItemState.PUBLISHED in {before, after}
    if is_public and not by.has_perm("disclosure.publish_item"):
        return "填写了发布日期，导入后公众马上能看到；您没有发布权限，请清空这一格，作为草稿导入后提交审核"
    return ""


class ItemResource(RecordResource):
    """An item is known by its 索引号; a row without one by 发文字号 and title, else by title and 成文日期."""

    kind = "items"
    number_field = "index_number"
    natural_key = ("index_number",)
    rules = (
        not_before("repealed_on", "formed_on", "成文日期"),
        RowRule(("nature", "validity", "repealed_on"), _dated_end),
    )

    title_ = RecordColumn("标题", TextWidget(), attribute="title", filled=True, example="关于做好防汛工作的通知")
    category_path = RecordColumn("栏目", TextWidget(), filled=True, example="政府信息公开制度")
    formed_on = RecordColumn("成文日期", DateWidget(happened=True), filled=True, example="2026-03-01")
    published_on = RecordColumn("发布日期", DateWidget(happened=True), required=True, example="2026-03-03")
    index_number = RecordColumn("索引号", TextWidget(digits=True))
    document_number = RecordColumn("发文字号", TextWidget(half_width=True), example="某政发〔2026〕1号")
    publisher = RecordColumn("发布机构", TextWidget())
    method = RecordColumn("公开方式", ChoiceWidget(Method, words.METHODS), example="主动公开")
    validity = RecordColumn("有效性", ChoiceWidget(Validity, words.VALIDITIES), example="有效")
    repealed_on = RecordColumn("废止日期", DateWidget())
    nature = RecordColumn("文件性质", ChoiceWidget(Nature, words.NATURES), example="规范性文件")
    genre = RecordColumn("体裁", TextWidget(), example="通知")
    subject = RecordColumn("主题分类", TextWidget())
    keywords = RecordColumn("主题词", TextWidget())
    summary = RecordColumn("内容概述", TextWidget(lines=True))
    body = RecordColumn("正文", RichTextWidget())

    class Meta:
        model = Item
        fields = [
            "title_",
            "category_path",
            "formed_on",
            "published_on",
            "index_number",
            "document_number",
            "publisher",
            "method",
            "validity",
            "repealed_on",
            "nature",
            "genre",
            "subject",
            "keywords",
            "summary",
            "body",
        ]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["validity"].empty = ""  # decided in `complete`, by the date beside it

    # --- Bringing in --------------------------------------------------------

    def prepare(self, authority: Authority, rows: Iterable[Values]) -> None:
        """The authority's catalogue and its index numbers."""
        self.authority = authority
        self.paths = category_paths(authority)
        self.catalogue = CatalogueNames(self.paths)
        given = {values["index_number"] for values in rows if values.get("index_number")}
        self.numbers = IndexNumbers(authority, given)

    def complete(self, values: Values) -> Iterator[Complaint | TakenFor]:
        """A path becomes its category; an empty validity follows from the date of repeal."""
        path = values.pop("category_path")
        values["category_id"] = BAD
        if path is not BAD:
            column = self.catalogue.find(path)
            values["category_id"] = BAD if column.pk is None else column.pk
            if column.why:
                yield "category_path", column.why
            elif column.path:
                yield TakenFor("category_path", column.path)
        if values.get("validity") == "":
            values["validity"] = self._implied_validity(values)

    def _implied_validity(self, values: Values) -> str:
        return Validity.REPEALED if values.get("repealed_on") not in (None, BAD) else Validity.IN_FORCE

    def initial(self, values: Values) -> None:
        """A number of its own, and the validity that the dates imply."""
        if not values.get("index_number"):
            values["index_number"] = self.numbers.next(values["formed_on"].year)
        if "validity" not in values:
            values["validity"] = self._implied_validity(values)

    derived = ("state", "changed_at")

    def derive(self, record: Model, before: Values) -> Iterator[Complaint]:
        """An item with a date of publication is public already; one without has its review before it."""
        if not isinstance(record, Item):
            raise TypeError(record)
        if record.published_on is None and record.state in {ItemState.PUBLISHED, ItemState.WITHDRAWN}:
            yield "published_on", "没有填；信息已经发布，导入不能撤下，请在工作台办理撤回"
            return
        former, record.state = ItemState(record.state), _state(record)
        if self.by is not None and (why := _past_review(former, ItemState(record.state), self.by)):
            yield "published_on", why

    def written(self, records: Sequence[Model]) -> None:
        """Bulk writes are noticed by nobody, so the search index is told."""
        numbers = {record.index_number for record in records if isinstance(record, Item)}
        reindex(Item.objects.filter(authority=self.authority, index_number__in=numbers).values_list("pk", flat=True))

    def settled(self, total: int) -> list[str]:
        """A great many new texts slow searches down until the index is tidied."""
        if total >= TIDIED_FROM:
            optimise()
        return []

    def identity(self, values: Values) -> tuple[Any, ...]:
        """Never the title alone: two notices of different days may share it."""
        if values.get("index_number"):
            return (values["index_number"],)
        if values.get("document_number"):
            return values["document_number"], values["title"]
        return values["title"], values["formed_on"]

    def identity_column(self, values: Values) -> RecordColumn:
        if values.get("index_number"):
            return self.column("index_number")
        return self.column("document_number" if values.get("document_number") else "title")

    def stored(self, authority: Authority, rows: list[Values]) -> Callable[[Values], list[Model]]:
        """Stored items under each of the three identities."""
        numbers = {values.get("index_number") for values in rows} - {None, ""}
        unnumbered = {values["title"] for values in rows if not values.get("index_number")}
        condition = Q(title__in=unnumbered) | Q(index_number__in=numbers)
        found: dict[tuple[Any, ...], list[Model]] = {}
        for item in Item.objects.filter(condition, authority=authority):
            document = half_width(item.document_number)  # as rows give it, though older imports kept it as typed
            for key in ((item.index_number,), (document, item.title), (item.title, item.formed_on)):
                found.setdefault(key, []).append(item)
        return lambda values: found.get(self.identity(values), [])

    # --- Showing ------------------------------------------------------------

    def title(self, attribute: str) -> str:
        return {"category_id": "栏目"}.get(attribute) or super().title(attribute)

    def shown_reference(self, attribute: str, value: Any) -> str:
        return self.paths.get(value, "")

    def before_export(self, queryset: QuerySet, **kwargs: Any) -> None:
        """Paths of all categories, so that no row asks for its own."""
        self.paths = category_paths()

    def dehydrate_category_path(self, item: Item) -> str:
        return self.paths[item.category_id]
