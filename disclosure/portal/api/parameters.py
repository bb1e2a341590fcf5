"""Query parameters of the API. Each description says which values are allowed: error messages quote it."""

from collections.abc import Iterable
from typing import Annotated, Any

from django.db.models import TextChoices
from pydantic import BaseModel, Field, WithJsonSchema

from disclosure.law.choices.items import Nature, Validity
from disclosure.portal.common.listing import NEWEST_FIRST, SORTABLE

LONGEST_TEXT = 200
USUAL_ON_A_PAGE, MOST_ON_A_PAGE = 20, 100
_LAST_PAGE = 1_000_000
SORTS = {
    "-published_on": "新发布的在前",
    "published_on": "早发布的在前",
    "-formed_on": "新成文的在前",
    "formed_on": "早成文的在前",
    "title": "标题顺序",
    "-title": "标题倒序",
    "document_number": "发文字号顺序",
    "-document_number": "发文字号倒序",
}


def _options(values: Iterable[tuple[Any, Any]]) -> str:
    return "可选 " + "、".join(f"{value}（{label}）" for value, label in values) + "。"


def _enum_schema(choices: type[TextChoices]) -> WithJsonSchema:
    """List the values in the OpenAPI document, without name and docstring of our class."""
    return WithJsonSchema({"type": "string", "enum": list(choices.values)})


_TEXT = WithJsonSchema({"type": "string"})
_YEAR = WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 9999})

ColumnParameter = Annotated[
    str | None, _TEXT, Field(max_length=40, title="栏目", description="栏目的代号，见“栏目”接口；包括下级栏目。")
]
YearParameter = Annotated[int | None, _YEAR, Field(ge=1, le=9999, title="发布年份", description="四位数字，如 2020。")]
ValidityParameter = Annotated[
    Validity | None, _enum_schema(Validity), Field(title="有效性", description=_options(Validity.choices))
]
NatureParameter = Annotated[
    Nature | None, _enum_schema(Nature), Field(title="文件性质", description=_options(Nature.choices))
]
PageParameter = Annotated[int, Field(ge=1, le=_LAST_PAGE, title="页码", description="从1起的整数，不填为1。")]


class ItemsParameters(BaseModel):
    """The filters of a column's list, and the page size."""

    column: ColumnParameter = None
    year: YearParameter = None
    validity: ValidityParameter = None
    nature: NatureParameter = None
    sort: Annotated[
        str,
        WithJsonSchema({"type": "string", "enum": list(SORTS)}),
        Field(pattern=f"^-?({'|'.join(SORTABLE)})$", title="排序", description=_options(SORTS.items())),
    ] = NEWEST_FIRST
    page: PageParameter = 1
    page_size: int = Field(
        USUAL_ON_A_PAGE,
        ge=1,
        le=MOST_ON_A_PAGE,
        title="每页条数",
        description=f"1到{MOST_ON_A_PAGE}的整数，不填为{USUAL_ON_A_PAGE}。",
    )


class SearchParameters(BaseModel):
    """The filters of the search page."""

    q: str = Field(
        min_length=1,
        max_length=LONGEST_TEXT,
        title="检索词",
        description=f"标题、文号、正文或附件中的文字，几个词之间用空格隔开，不超过{LONGEST_TEXT}字。",
    )
    authority: Annotated[
        str | None,
        _TEXT,
        Field(
            max_length=40,
            title="行政机关",
            description="本机关或下级机关的代码；all 表示本机关和所有下级机关；不填为本机关。",
        ),
    ] = None
    column: ColumnParameter = None
    year: YearParameter = None
    validity: ValidityParameter = None
    nature: NatureParameter = None
    genre: Annotated[str | None, _TEXT, Field(max_length=40, title="体裁", description="如 通知、公告。")] = None
    page: PageParameter = 1
