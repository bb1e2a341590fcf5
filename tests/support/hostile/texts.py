"""HTML, plain text and CSV made to hurt."""

from collections.abc import Iterator

from . import HostileFile


def hostile() -> Iterator[HostileFile]:
    for ending, files in (("html", _pages()), ("txt", _texts()), ("csv", _tables())):
        for name, data, about in files:
            yield HostileFile(f"{name}.{ending}", data.encode() if isinstance(data, str) else data, about)


def _page(body: str) -> str:
    return f"<!DOCTYPE html><html><body>{body}</body></html>"


def _pages() -> Iterator[tuple[str, str, str]]:
    yield "深", _page("<div>" * 100_000 + "里" + "</div>" * 100_000), "100,000 levels"
    table = "<table><tr><td>" * 80 + "".join("<tr><td>格</td></tr>" for _ in range(6000)) + "</table>" * 80
    yield "套表", _page(table), "tables within tables, the innermost of 6,000 rows"
    yield "兄弟", _page("<table><tr>" + "<td>格" * 50_000 + "</table>"), "a row of 50,000 cells"
    yield "属性", _page(f"<p {' '.join(f'a{n}=1' for n in range(100_000))}>字</p>"), "100,000 attributes"
    yield "提示", _page(f"<p title='{'字' * 600_000}'>字</p>"), "an attribute of 600,000 letters"
    yield "注释", _page("<!-- 注 -->字" * 40_000), "40,000 comments with a letter behind each"
    yield (
        "脚本",
        _page("<p>字</p>" + "<script>1</script>字" * 20_000 + "<img>字" * 20_000),
        "20,000 scripts, 20,000 pictures",
    )
    yield "标题", _page("<h1>" * 240 + "字" * 100_000), "headings within headings"
    yield "跨", _page("<table><tr><td colspan=1000000000 rowspan=²>字</td></tr></table>"), "a billion columns"
    yield "实体", _page("<p>" + "&bogus;&#xD800;&#0;&#1114112;&#99999999999;" * 20_000), "letters that are none"
    yield "半个", _page("<" * 300_000), "tags that are not begun"
    yield "半属性", "<html><body>" + '<p a="' * 100_000, "attributes that are not ended"
    meta = "<meta name=author content=甲>字" * 20_000
    yield "元", f"<html><head>{meta}</head><body>字</body></html>", "20,000 authors"
    yield "声明", '<?xml version="1.0" encoding="utf-16"?><html><body>字</body></html>', "another encoding than it says"
    yield "无", "<html></html>", "nothing"


def _texts() -> Iterator[tuple[str, str | bytes, str]]:
    yield "一行", "字" * 600_000, "one line"
    yield "空白", "关于" + " " * 1_500_000 + "的通知", "blanks between two words"
    yield "多行", "a\n" * 1_200_000, "over a million lines"
    yield "换行", "\n\v\f\x1c\x85\u2028" * 150_000 + "字", "every end of a line there is"
    yield "零", "字\0字".encode(), "a zero"
    yield "半对", b"\xff\xfe\x00\xd8" + "字".encode("utf-16-le"), "half of a pair"
    yield "乱码", bytes(range(1, 256)) * 4000, "bytes of no encoding"
    yield "标记", b"\xef\xbb\xbf", "a mark of order alone"
    dates = "二〇二六年十十月十十十日\n2026年99月99日\n金政发〔2026〕99999号\n²〇²六年①月日\n" * 20
    yield "日期", f"关于某事的通知\n{dates}", "days that are none"
    yield "号", "字" * 100_000 + "〔2026" + "〕" * 50_000 + "号\n", "a number without a number"
    yield "括号", "（" * 300_000 + "\n" + ")  " * 300_000, "brackets"


def _tables() -> Iterator[tuple[str, str | bytes, str]]:
    yield "引号", '事项名称,设立日期,事项类型\n1,"' + "字,\n" * 150_000, "a quotation mark that is not closed"
    yield "宽", "事项名称,设立日期,事项类型\n" + "," * 1_000_000, "a million columns"
    yield "宽引", "事项名称,设立日期,事项类型\n" + '"\n",' * 100_000, "a row of 100,000 lines and columns"
    yield "宽头", ",".join(f"名{n}" for n in range(16_000)) + "\n1\n", "16,000 headings"
    yield "长格", "事项名称,设立日期,事项类型\n1," + "字" * 500_000 + "\n2,<p " + "<p " * 300_000, "long cells"
    yield "公式", "事项名称,设立日期,事项类型\n" + "=1,=2\n" * 50_000, "100,000 formulas"
    yield "多行", "事项名称,设立日期,事项类型\n" + "1,\n" * 510_000, "510,000 rows"
    yield "零", "事项名称,设立日期,事项类型\n1,\0\n".encode(), "a zero"
    yield "无行", ";" * 1000, "separators alone"
    yield "数", "事项名称,设立日期,事项类型\n²,①\n" + "9" * 5000 + "," + "1E300000000\n", "numbers that are none"
