"""The schemas of the answers. Titles and descriptions are Chinese: people read them in the OpenAPI document."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field


class Model(BaseModel):
    """Part of an answer; an empty text says that the office gave nothing."""

    model_config = ConfigDict(frozen=True)


class Refusal(Model, title="不能答复的原因"):
    """What every answer but 200 says."""

    message: str = Field(title="说明", description="一句话：什么不对，怎样改。")


class Choice(Model, title="选项"):
    """A value of a closed list."""

    value: str = Field(title="取值", description="程序用，不会改变。")
    label: str = Field(title="名称", description="页面上显示的名称。")


class Named(Model, title="行政机关名称"):
    """An authority as others name it."""

    code: str = Field(title="代码")
    name: str = Field(title="名称")
    url: str = Field(title="专栏网址")
    api_url: str = Field(title="数据接口网址")


class AuthorityAnswer(Model, title="行政机关"):
    """Who discloses here, and the others of the installation."""

    code: str = Field(title="代码")
    name: str = Field(title="名称")
    parent: str = Field(title="上级机关", description="上级机关的代码；没有上级机关的为空。")
    url: str = Field(title="专栏网址")
    office: str = Field(title="公开工作机构")
    address: str = Field(title="办公地址")
    hours: str = Field(title="办公时间")
    phone: str = Field(title="联系电话")
    fax: str = Field(title="传真")
    post_code: str = Field(title="邮政编码")
    email: str = Field(title="电子邮箱")
    site_code: str = Field(title="网站标识码")
    others: list[Named] = Field(title="本站的其他行政机关")


class ColumnAnswer(Model, title="目录栏目"):
    """A column with all below it."""

    code: str = Field(title="代号", description="栏目改名后不变。")
    name: str = Field(title="名称")
    basis: str = Field(title="依据")
    kind: Choice = Field(title="类型")
    description: str = Field(title="栏目简介")
    count: int = Field(title="信息条数", description="包括下级栏目。")
    updated_on: date | None = Field(title="最近更新", description="包括下级栏目；还没有信息的为空值。")
    url: str = Field(title="网页")
    items_url: str = Field(title="本栏目信息的接口网址")
    children: list["ColumnAnswer"] = Field(title="下级栏目")


class ColumnsAnswer(Model, title="栏目树"):
    """The tree."""

    total: int = Field(title="信息总数")
    columns: list[ColumnAnswer] = Field(title="一级栏目", description="按页面上的次序。")


class ColumnName(Model, title="所在栏目"):
    """The column that an item stands in."""

    code: str = Field(title="代号")
    name: str = Field(title="名称")


class ItemHead(Model, title="公开信息的元数据"):
    """An item as search and lists know it."""

    index_number: str = Field(title="索引号")
    title: str = Field(title="标题")
    document_number: str = Field(title="发文字号")
    column: ColumnName = Field(title="栏目")
    publisher: str = Field(title="发布机构")
    formed_on: date = Field(title="成文日期")
    published_on: date = Field(title="发布日期")
    validity: Choice = Field(title="有效性", description="答复当日的有效性。")
    repealed_on: date | None = Field(title="废止日期", description="废止或失效之日；没有的为空值。")
    nature: Choice | None = Field(title="文件性质", description="规章和规范性文件才有。")
    genre: str = Field(title="体裁")
    subject: str = Field(title="主题分类")
    keywords: str = Field(title="主题词")
    changed_at: datetime = Field(title="更新时间")
    url: str = Field(title="网页")
    api_url: str = Field(title="本条信息的接口网址")


class ItemRow(ItemHead, title="公开信息目录的一条"):
    """An item in the catalogue (条例 art. 12)."""

    summary: str = Field(title="内容概述")


class ItemsAnswer(Model, title="公开信息目录的一页"):
    """A page of a list; one beyond the last is empty."""

    total: int = Field(title="总条数")
    page: int = Field(title="页码", description="从1起。")
    pages: int = Field(title="总页数")
    items: list[ItemRow] = Field(title="信息")


class FileAnswer(Model, title="附件"):
    """A file that goes out with an item."""

    name: str = Field(title="文件名")
    url: str = Field(title="下载网址")
    kind: str = Field(title="文件类型", description="扩展名的大写字母。")
    size: int = Field(title="大小", description="字节数。")
    pages: int | None = Field(title="页数", description="无法得知的为空值。")
    sha256: str = Field(title="校验值")


class RelatedAnswer(Model, title="相关信息"):
    """Another item that stands in a relation to this one."""

    relation: Choice = Field(title="关系")
    title: str = Field(title="标题")
    document_number: str = Field(title="发文字号")
    published_on: date = Field(title="发布日期")
    url: str = Field(title="网页")


class VersionAnswer(Model, title="版本"):
    """A version in the history of an item that was amended."""

    number: int = Field(title="第几版")
    published_on: date = Field(title="发布日期")
    superseded_on: date | None = Field(title="被替代的日期", description="现行版本为空值。")
    reason: str = Field(title="修订原因")
    url: str = Field(title="网页")


class ItemAnswer(ItemRow, title="公开信息"):
    """An item whole."""

    method: Choice = Field(title="公开方式")
    body_html: str = Field(title="正文", description="网页格式，已去除脚本和样式。")
    body_text: str = Field(title="正文文字", description="纯文字，每段一行，表格每行一行。")
    attachments: list[FileAnswer] = Field(title="附件")
    related: list[RelatedAnswer] = Field(title="相关信息")
    versions: list[VersionAnswer] = Field(title="历次版本", description="从新到旧；没有修订过的为空。")
    downloads: list[str] = Field(title="整条信息的下载网址")


class SnippetAnswer(Model, title="检索词所在的片段"):
    """Where the words stand."""

    place: str = Field(title="所在位置", description="附件名称；在正文中的为空。")
    html: str = Field(title="片段", description="网页格式，检索词加有标记。")


class HitAnswer(ItemHead, title="检索结果的一条"):
    """A found item."""

    authority: str = Field(title="行政机关", description="所属行政机关的代码。")
    snippets: list[SnippetAnswer] = Field(title="片段")


class HitsAnswer(Model, title="检索结果的一页"):
    """A page of hits, best first; one beyond the last is empty."""

    total: int = Field(title="总条数")
    page: int = Field(title="页码", description="从1起。")
    pages: int = Field(title="总页数")
    items: list[HitAnswer] = Field(title="结果", description="标题或文号相符的在前，其余从新到旧。")
    suggestions: list[str] = Field(title="可以改用的检索词", description="没有结果时才有。")


class MonthAnswer(Model, title="一个栏目一个月的信息条数"):
    """How many items came out in a column itself in a month."""

    month: str = Field(title="月份", description="如 2020-01，按发布日期。")
    column: ColumnName = Field(title="栏目", description="不包括下级栏目。")
    count: int = Field(title="条数")


class RepliesAnswer(Model, title="一年的依申请公开情况"):
    """As the page of statistics tells it: of all applications together."""

    year: int = Field(title="年份")
    received: int = Field(title="收到件数", description="当年收到的。")
    concluded: int = Field(title="办结件数", description="当年办结的，不论何时收到。")
    median_working_days: float | None = Field(title="办结时间中位数（工作日）", description="件数太少的为空值。")
    median_days: float | None = Field(title="办结时间中位数（天）", description="件数太少的为空值。")
    in_time: int | None = Field(title="二十个工作日内办结的百分比", description="件数太少的为空值。")


class StatisticsAnswer(Model, title="信息公开统计"):
    """What has come out, and how applications were answered."""

    months: list[MonthAnswer] = Field(title="各月各栏目的信息条数", description="从新到旧，没有信息的不列。")
    replies: list[RepliesAnswer] = Field(title="各年依申请公开情况", description="从早到晚。")
