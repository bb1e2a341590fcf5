"""Made-up documents of a town, the same every time: enough alike to be mistaken for each other, none of them real."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

VILLAGES = ["东岭村", "西岭村", "南河村", "北坡村", "上庄村", "下庄村", "石桥村", "柳林村", "金水社区", "银杏社区"]
SUBJECTS = [
    "森林防火", "防汛抗旱", "秸秆禁烧", "农村人居环境整治", "安全生产", "食品安全", "城乡居民基本医疗保险", "最低生活保障",
    "义务教育招生", "农业机械购置补贴", "耕地地力保护补贴", "高标准农田建设", "饮用水水源保护", "殡葬改革", "宅基地审批",
    "土地征收补偿安置", "危房改造", "残疾人两项补贴", "退役军人优待", "民族团结进步", "扫黑除恶", "道路交通安全", "环境保护税",
    "“放管服”改革", "政务公开", "财政预算", "财政决算", "“三公”经费", "招商引资", "疫苗接种", "老旧小区改造", "河长制",
]  # fmt: skip
GENRES = ["通知", "公告", "意见", "方案", "报告", "决定", "函", "公示"]
OFFICES = ["党政办公室", "应急管理办公室", "农业农村办公室", "民政办公室", "财政所", "综合执法中队", "规划建设办公室"]
SENTENCES = [
    "各村民委员会、各有关单位要高度重视{subject}工作，主要负责人亲自抓，分管负责人具体抓。",
    "现将《{village}{subject}实施{genre}》印发给你们，请结合实际认真贯彻执行。",
    "全镇共排查隐患{number}处，已整改{part}处，整改率{rate}%。",
    "补贴标准为每亩{number}.5元，由{office}于{month}月{day}日前通过“一卡通”发放到户。",
    "联系人：示例甲，电话：0533-0000{part:03d}；电子邮箱：office{part}@example.invalid。",
    "{village}应当于{year}年{month}月{day}日前将自查报告报送镇{office}。",
    "按照GB/T {number}-{year}的要求，PM2.5年均浓度控制在{part}微克／立方米以内。",
    "项目总投资{number}万元，其中Ａ标段{part}万元，占地面积约{rate}㎡。",
    "一、总体要求。坚持以人民为中心，统筹发展和安全；二、工作任务。（一）加强宣传——做到家喻户晓。",
    "本{genre}自{year}年{month}月{day}日起施行，有效期5年。",
    "联合Open Data平台（v{part}.0）同步发布数据集。",
    "对{subject}中弄虚作假、玩忽职守的，依法依规追究责任。",
]


@dataclass(frozen=True, slots=True)
class Text:
    """One document, as an item holds it."""

    index_number: str
    title: str
    document_number: str
    publisher: str
    keywords: str
    summary: str
    paragraphs: tuple[str, ...]
    genre: str
    nature: str
    formed_on: dt.date
    attachment: str

    @property
    def body(self) -> str:
        return "".join(f"<p>{paragraph}</p>" for paragraph in self.paragraphs)


def texts(total: int, *, length: int = 400, seed: int = 2020) -> Iterator[Text]:
    """`total` documents with bodies of about `length` characters."""
    random = Random(seed)  # noqa: S311 the same texts every time
    for number in range(1, total + 1):
        yield _text(random, number, length)


def _text(random: Random, number: int, length: int) -> Text:
    day = dt.date(2016, 1, 1) + dt.timedelta(random.randrange(3650))
    chosen = {
        "subject": random.choice(SUBJECTS),
        "village": random.choice(VILLAGES),
        "genre": random.choice(GENRES),
        "office": random.choice(OFFICES),
    }
    paragraphs, size = [], 0
    while size < length:
        paragraph = "".join(_sentence(random, chosen, day) for _ in range(random.randint(1, 4)))
        paragraphs.append(paragraph)
        size += len(paragraph)
    opening = random.choice(["关于做好{year}年{village}{subject}工作的{genre}", "{subject}{genre}（{village}）"])
    return Text(
        index_number=f"11370000X/{day.year}-{number:06d}",
        title=opening.format(year=day.year, **chosen),
        document_number=f"岭政发〔{day.year}〕{number}号" if random.random() < 0.4 else "",
        publisher=f"示例镇{chosen['office']}",
        keywords=f"{chosen['subject']}；{chosen['village']}",
        summary=f"{chosen['village']}{chosen['subject']}有关事项。" if random.random() < 0.3 else "",
        paragraphs=tuple(paragraphs),
        genre=chosen["genre"],
        nature=random.choice(["", "", "", "normative"]),
        formed_on=day,
        attachment=_sheet(random) if random.random() < 0.1 else "",
    )


def _sentence(random: Random, chosen: dict[str, str], day: dt.date) -> str:
    own = chosen if random.random() < 0.6 else {
        "subject": random.choice(SUBJECTS), "village": random.choice(VILLAGES),
        "genre": chosen["genre"], "office": random.choice(OFFICES),
    }  # fmt: skip
    return random.choice(SENTENCES).format(
        number=random.randint(10, 9999), part=random.randint(1, 99), rate=random.randint(50, 100),
        year=day.year, month=random.randint(1, 12), day=random.randint(1, 28), **own,
    )  # fmt: skip


def _sheet(random: Random) -> str:
    """The text of a spreadsheet: rows of cells, each line after its place."""
    rows = (
        f"工作表1第{row}行\t{random.choice(VILLAGES)} {random.randint(1, 999)} {random.randint(1, 99)}.{random.randint(0, 9)}"
        for row in range(1, random.randint(3, 12))
    )
    return "\n".join(rows)
