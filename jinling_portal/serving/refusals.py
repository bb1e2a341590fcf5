"""Answers of the server itself, before the program has seen the request: a small page in Chinese."""

from dataclasses import dataclass
from html import escape

PAGE = """<!doctype html>
<html lang="zh-Hans">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title></head>
<body><h1>{title}</h1><p>{sentence}</p></body>
</html>
"""
HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Security-Policy", "default-src 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cache-Control", "no-store"),
)
MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class ServerRefusal:
    """An answer in the form that waitress expects of its errors."""

    status: str
    title: str
    sentence: str

    def to_response(self, _: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        page = PAGE.format(title=escape(self.title), sentence=escape(self.sentence))
        return self.status, list(HEADERS), page.encode()


BAD_REQUEST = ServerRefusal("400 Bad Request", "请求有误", "服务器看不懂这个请求，请检查网址后重新打开。")
TOO_SLOW = ServerRefusal(
    "408 Request Timeout", "传送太慢", "内容没有在规定时间内传完，没有保存。请检查网络后再试一次。"
)
NO_LENGTH = ServerRefusal("411 Length Required", "请求有误", "上传的内容没有写明大小，没有保存。请换用常见的浏览器。")
LONG_ADDRESS = ServerRefusal("414 URI Too Long", "网址太长", "网址太长，无法打开。请减少查询条件，或从首页重新进入。")
LONG_HEADERS = ServerRefusal(
    "431 Request Header Fields Too Large", "请求有误", "请求头太大。请清除本站的 Cookie 后再试。"
)
FAILED = ServerRefusal("500 Internal Server Error", "出错了", "服务器出了问题，没有完成。请稍后再试。")
NOT_DONE_HERE = ServerRefusal("501 Not Implemented", "请求有误", "服务器不支持这种传送方式。请换用常见的浏览器。")
FULL = ServerRefusal(
    "503 Service Unavailable", "系统繁忙", "现在上传的人太多，刚才的内容没有保存。请稍候几分钟再试一次。"
)
BY_CODE = {400: BAD_REQUEST, 431: LONG_HEADERS, 500: FAILED, 501: NOT_DONE_HERE}


def too_large(most: int) -> ServerRefusal:
    shown = f"{most // MEBIBYTE} MB" if most >= MEBIBYTE else f"{most // 1024} KB"
    sentence = f"上传的内容超过 {shown}，没有保存。请后退，把文件缩小、压缩或拆分后再上传。"
    return ServerRefusal("413 Content Too Large", "内容太大", sentence)
