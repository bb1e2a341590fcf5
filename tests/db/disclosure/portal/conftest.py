"""A town whose office shows everything that a page can show, and a neighbour of the same installation."""

from datetime import date

import pytest
from django.core.files.base import ContentFile

from disclosure.models import Authority, Category, Item, ItemLink, ItemRevision, Picture
from tests import factories

TABLE = "<table><tbody><tr><th>村</th><th>次数</th></tr><tr><td>一村</td><td>每日</td></tr></tbody></table>"


@pytest.fixture
def neighbour(db):
    return Authority.objects.create(code="neighbour", name="邻镇人民政府")


@pytest.fixture
def columns(town):
    """`columns["policy"]`: the fixed sections, and two levels below 法定主动公开内容."""

    def made(name, code, parent=None, **values):
        return Category.objects.create(authority=town, name=name, code=code, parent=parent, **values)

    catalogue = made("法定主动公开内容", "root", position=3)
    documents = made("规章和规范性文件", "documents", catalogue, basis="条例第二十条第（一）项")
    rules = made("政府信息公开制度", "system", position=2)
    return {
        "guide": made("政府信息公开指南", "directions", position=1),
        "rules": rules,
        "national": made("国家和省市规定", "national", rules),
        "catalogue": catalogue,
        "documents": documents,
        "policy": made("规范性文件", "policy", documents, kind="policy", description="本机关制发的规范性文件。"),
        "finance": made("财政信息", "finance", catalogue),
    }


@pytest.fixture
def item(town, columns):
    """`item(index_number="甲1")`: published in 规范性文件 unless told otherwise."""

    def made(**values):
        return factories.ItemFactory(**{"authority": town, "category": columns["policy"], **values})

    return made


@pytest.fixture
def attach():
    """`attach(item, "附表.xlsx")`: an attachment whose cleaned copy may go out."""

    def made(item, name="附表.xlsx", *, public="公开的", **values):
        file = ContentFile("原件".encode(), name=name)
        copy = ContentFile(public.encode(), name=name) if public else ""
        return factories.AttachmentFactory(item=item, file=file, name=name, public_file=copy, **values)

    return made


@pytest.fixture
def repealed(item, attach):
    """An item with everything around it: repealed, replaced, interpreted, amended twice, with files and a picture."""
    shown = item(
        index_number="SL-2020-0001",
        title="关于印发《示例镇生活垃圾分类管理办法》的通知",
        document_number="示政发〔2020〕3号",
        publisher="示例镇人民政府",
        formed_on=date(2020, 3, 1),
        published_on=date(2020, 3, 9),
        validity="repealed",
        repealed_on=date(2022, 1, 26),
        nature="normative",
        genre="通知",
        subject="城乡建设、环境保护",
        keywords="垃圾分类 管理办法",
        summary="规定分类的标准。",
        body=f"<h3>总则</h3><p>第一条 为规范分类，制定本办法。</p>{TABLE}",
    )
    attach(shown, "收运点位表.xlsx", pages=12)
    newer = item(index_number="SL-2022-0001", title="新的办法", published_on=date(2022, 1, 20))
    reading = item(index_number="SL-2020-0002", title="办法解读", published_on=date(2020, 3, 10))
    ItemLink.objects.create(item=newer, relation="replaces", target=shown)
    ItemLink.objects.create(item=reading, relation="interprets", target=shown)
    for number, day in ((1, date(2020, 3, 9)), (2, date(2021, 2, 1))):
        ItemRevision.objects.create(
            item=shown,
            number=number,
            content={"title": f"第{number}版的标题", "body": f"<p>第{number}版的正文</p>", "formed_on": "2020-03-01"},
            published_on=day,
            superseded_on=date(2020 + number, 2, 1),
            reason=f"第{number}次修订",
        )
    return shown


@pytest.fixture
def picture():
    """`picture(item)`: a picture that its body shows; with `is_used=False` one that was only uploaded."""

    def made(item, *, is_used=True):
        shown = Picture.objects.create(item=item, file=ContentFile(b"\x89PNG", name="图.png"), alternative="图")
        if is_used:
            body = f'{item.body}<p><img src="/pictures/{shown.token}/" alt="图"></p>'
            Item.with_amendments.filter(pk=item.pk).update(body=body)
        return shown

    return made
