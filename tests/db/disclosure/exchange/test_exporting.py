import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from disclosure.errors import Refused
from disclosure.exchange.exporting import export
from disclosure.exchange.importing import load_rows, preview
from disclosure.exchange.resources import RESOURCES, resource_of
from disclosure.law.applications.outcomes import Outcome
from disclosure.law.choices.applications import Channel
from disclosure.law.choices.cases import Route
from disclosure.law.choices.items import Nature, Validity
from disclosure.models import OldAddress
from tests.factories import (
    ApplicationFactory,
    CaseFactory,
    CategoryFactory,
    DecisionFactory,
    FeeReceiptFactory,
    ItemFactory,
    MatterFactory,
    ProcurementFactory,
    StepFactory,
)

FORMATS = ["xlsx", "csv"]


@pytest.fixture
def records(authority):
    """Some of each kind, with what is hard to carry."""
    application = ApplicationFactory(
        authority=authority, number="0012", applicant="=cmd|'/c calc'!A1", content="一\n二 <&>\"，'=1", phone="+86 13800001234",
        document="000000190001011234", channel=Channel.FAX, outcome=Outcome.SAFETY, concluded_on=date(2023, 6, 1),
    )  # fmt: skip
    ApplicationFactory(authority=authority, content="-1", email="@a.example.com", address="'=x")
    StepFactory(application=application)
    StepFactory(application=application, kind="extended", days=5, note="=1")
    CaseFactory(authority=authority, application=application, parties="李某某")
    CaseFactory(authority=authority, route=Route.AFTER_REVIEW)
    parent = CategoryFactory(authority=authority, name="政策")
    category = CategoryFactory(authority=authority, name="规划", parent=parent)
    ItemFactory(
        authority=authority, category=category, body="<h3>一</h3><p>二<br>三</p><table><tbody><tr><td><p>四</p></td></tr></tbody></table>",
        nature=Nature.NORMATIVE, validity=Validity.REPEALED, repealed_on=date(2023, 7, 1), summary="一\n\n二",
    )  # fmt: skip
    item = ItemFactory(authority=authority, category=parent, published_on=None, validity=Validity.AMENDED)
    OldAddress.objects.create(authority=authority, path="/art/1.html", item=item)
    OldAddress.objects.create(authority=authority, path="/col/7/", category=category)
    DecisionFactory.create_batch(2, authority=authority, matter=MatterFactory(authority=authority), quantity=3)
    MatterFactory(authority=authority, cancelled_on=date(2023, 1, 1))
    FeeReceiptFactory.create_batch(2, authority=authority, amount=Decimal("0.10"))
    ProcurementFactory(authority=authority, amount=Decimal("9999999999999.99"))


def exported(kind, file_format, *, personal=True):
    resource = resource_of(kind)
    return b"".join(export(resource, resource.model.objects.all(), file_format, personal=personal))


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize("kind", RESOURCES)
def test_an_export_comes_back_unchanged(records, authority, kind, file_format):
    outcome = preview(load_rows(kind, exported(kind, file_format), f"表.{file_format}"), authority)
    stored = resource_of(kind).model.objects.count()
    assert (list(outcome.problems), outcome.summary) == ([], f"新增 0，变更 0，未变 {stored}，拒绝 0")


@pytest.mark.parametrize("kind", RESOURCES)
def test_other_programs_read_the_workbook(records, kind):
    sheet = openpyxl.load_workbook(io.BytesIO(exported(kind, "xlsx"))).active
    resource = resource_of(kind)
    assert [cell.value for cell in sheet[1]] == [column.column_name for column in resource.columns]
    assert sheet.max_row == resource.model.objects.count() + 1
    assert sheet.freeze_panes == "A2"


def test_cells_have_their_kind(records):
    sheet = openpyxl.load_workbook(io.BytesIO(exported("procurements", "xlsx"))).active
    assert [cell.value for cell in sheet[2]][1:] == [datetime(2023, 6, 1), 9999999999999.99]  # noqa: DTZ001 as openpyxl reads a date
    assert sheet["B2"].number_format == "yyyy\\-mm\\-dd"


@pytest.mark.parametrize("file_format", FORMATS)
def test_nothing_in_an_export_runs(records, file_format):
    data = exported("applications", file_format)
    if file_format == "xlsx":
        cells = [cell for row in openpyxl.load_workbook(io.BytesIO(data)).active for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"]
        texts = [str(cell.value) for cell in cells if cell.value is not None]
    else:
        texts = [cell.strip('"') for cell in data.decode("utf-8-sig").replace("\r\n", ",").split(",")]
    assert "'=cmd|'/c calc'!A1" in texts
    assert not [text for text in texts if text.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("file_format", FORMATS)
@pytest.mark.parametrize(
    "kind,names", [("applications", "申请人,证件类型,证件号码,联系电话,电子邮箱,通讯地址"), ("cases", "当事人")]
)
def test_personal_columns_stay_behind(records, kind, names, file_format):
    rows = cells_of(exported(kind, file_format, personal=False), file_format)
    hidden = set(names.split(","))
    assert {column.column_name for column in resource_of(kind).columns} - set(rows[0]) == hidden
    assert "13800001234" not in str(rows)
    assert "李某某" not in str(rows)


def cells_of(data, file_format):
    from tests.unit.disclosure.exchange.files import read_table

    table = read_table(data, f"表.{file_format}")
    return [table.heading, *(cells for _, cells in table.rows)]


@pytest.mark.parametrize("kind", RESOURCES)
def test_personal_columns_are_those_of_the_model(kind):
    resource = resource_of(kind)
    masked = {column.attribute for column in resource.columns if column.mask}
    online_alone = {"fax", "help_wanted"}  # the headings are fixed (interfaces.md) and have none for them
    assert masked == set(getattr(resource.model, "PERSONAL", ())) - online_alone


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("kind,factory,queries", [("applications", ApplicationFactory, 1), ("cases", CaseFactory, 1), ("items", ItemFactory, 2), ("decisions", DecisionFactory, 1)])  # fmt: skip
@pytest.mark.usefixtures("db")
def test_queries_do_not_grow(kind, factory, queries, count, django_assert_num_queries):
    factory.create_batch(count)
    with django_assert_num_queries(queries):
        exported(kind, "csv")


def test_a_text_too_long_for_a_cell_is_told_before_anything_is_sent(authority):
    ApplicationFactory(authority=authority, content="长" * 32768)
    with pytest.raises(Refused, match="超过 32767 字"):
        exported("applications", "xlsx")
    assert len(exported("applications", "csv")) > 32768
