"""旧地址 as rows of a spreadsheet: how a former site moves here without its links dying."""

from collections.abc import Iterable, Iterator
from typing import Any

from disclosure.exchange.cells.catalogue import CatalogueNames, FoundColumn
from disclosure.exchange.cells.readings import TakenFor
from disclosure.exchange.cells.widgets import TextWidget
from disclosure.exchange.columns import BAD, Complaint, RecordColumn, RecordResource, Values
from disclosure.exchange.resources.items import category_paths
from disclosure.models import Authority, Item, OldAddress

CHUNK = 500  # numbers in one query


class OldAddressResource(RecordResource):
    """An old address is known by itself, and leads to an item (by its 索引号) or to a column (by its path of names)."""

    kind = "addresses"
    natural_key = ("path",)
    related = ("item",)

    path = RecordColumn("旧地址", TextWidget(), filled=True, example="/art/2019/1/2/art_1_2.html")
    item_number = RecordColumn("索引号", TextWidget(digits=True), required=True, example="JINLING-2019-00001")
    category_path = RecordColumn("栏目", TextWidget(), example="")

    class Meta:
        model = OldAddress
        fields = ["path", "item_number", "category_path"]

    def prepare(self, authority: Authority, rows: Iterable[Values]) -> None:
        """The items and the columns that the rows name."""
        numbers = sorted({values.get("item_number") or "" for values in rows} - {"", BAD})
        self.items: dict[str, int] = {}
        for start in range(0, len(numbers), CHUNK):
            known = Item.objects.filter(authority=authority, index_number__in=numbers[start : start + CHUNK])
            self.items |= dict(known.values_list("index_number", "pk"))
        self.paths = category_paths(authority)
        self.catalogue = CatalogueNames(self.paths)

    def complete(self, values: Values) -> Iterator[Complaint | TakenFor]:
        """A path begins with a stroke and has no host; a number becomes its item, a path of names its column."""
        if values["path"] is not BAD and not str(values["path"]).startswith("/"):
            yield "path", "应以「/」开头，只写网站名称之后的部分"
        number, column = values.pop("item_number"), values.pop("category_path", "")
        values["item_id"] = self.items.get(number) if number else None
        named = self.catalogue.find(column) if column and column is not BAD else FoundColumn(None)
        values["category_id"] = named.pk
        if number and number is not BAD and values["item_id"] is None:
            yield "item_number", "不是本机关已有的索引号；请先导入这条信息，或更正索引号"
        if named.why:
            yield "category_path", named.why
        elif named.path:
            yield TakenFor("category_path", named.path)
        if bool(number) == bool(column):
            yield "item_number", "「索引号」和「栏目」须填一个，也只能填一个"

    def title(self, attribute: str) -> str:
        return {"item_id": "索引号", "category_id": "栏目"}.get(attribute) or super().title(attribute)

    def shown_reference(self, attribute: str, value: Any) -> str:
        if attribute == "category_id":
            return self.paths.get(value, "")
        return next((number for number, pk in self.items.items() if pk == value), str(value))

    def before_export(self, queryset: Any, **kwargs: Any) -> None:
        """Paths of all categories, so that no row asks for its own."""
        self.paths = category_paths()

    def dehydrate_item_number(self, address: OldAddress) -> str:
        return address.item.index_number if address.item else ""

    def dehydrate_category_path(self, address: OldAddress) -> str:
        return self.paths.get(address.category_id or 0, "")
