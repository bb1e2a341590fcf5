"""What is too large or too long is refused in words that the sender gets to read; nothing of it is kept."""

import re

import psutil
import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from disclosure.models import User
from jinling_portal.serving.limits import APPLICATION, PLAIN
from tests.support.served import asked, read, status

pytestmark = pytest.mark.one_database

MEBIBYTE = 2**20
FORM = "application/x-www-form-urlencoded"
SENTENCE = re.compile(r"<p>(.+?)</p>")


def posted(server, path, size, **headers):
    """The answer to a body of so many bytes, all of which are sent before it is looked at."""
    with server.connect() as client:
        client.sendall(asked(path, "POST", Content_Length=str(size), Content_Type=FORM, **headers))
        left = size
        while left:
            left -= client.send(bytes(min(left, MEBIBYTE)))
        return read(client)


def said(answer):
    found = SENTENCE.search(answer.decode())
    return status(answer), found and found[1]


def test_everybody_may_send_what_is_theirs_to_send(site):
    server = site(UPLOAD_LIMIT=str(60 * MEBIBYTE), BODIES_LIMIT=str(200 * MEBIBYTE))
    person = User.objects.create_user("clerk", is_staff=True)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session.create()
    signed_in, stranger = {"Cookie": f"sessionid={session.session_key}"}, {"Cookie": "sessionid=made-up"}
    too_large = "上传的内容超过 {}，没有保存。请后退，把文件缩小、压缩或拆分后再上传。"
    memory = psutil.Process(server.workers()[0]).memory_info().rss

    answers = [
        said(posted(server, "/apply/track/", PLAIN + 1)),
        said(posted(server, "/nowhere/", 5 * MEBIBYTE)),
        said(posted(server, "/apply/", APPLICATION + 1)),
        said(posted(server, "/admin/", 5 * MEBIBYTE)),
        said(posted(server, "/admin/", 5 * MEBIBYTE, **stranger)),
        said(posted(server, "/admin/", 61 * MEBIBYTE, **signed_in)),
    ]
    allowed = [
        status(posted(server, "/apply/track/", PLAIN)),
        status(posted(server, "/apply/", APPLICATION)),
        status(posted(server, "/org/town-0/apply/", 2 * MEBIBYTE)),
        status(posted(server, "/admin/", 60 * MEBIBYTE, **signed_in)),
    ]
    after = psutil.Process(server.workers()[0]).memory_info().rss

    limits = ["512 KB", "512 KB", "50 MB", "512 KB", "512 KB", "60 MB"]
    assert answers == [(413, too_large.format(limit)) for limit in limits]
    assert not {0, 408, 413} & set(allowed)
    assert after - memory < 200 * MEBIBYTE


def test_what_is_too_long_or_not_to_be_understood_is_told(site):
    server = site()
    cases = [
    (asked("/guide/?q=" + "a" * 5000), (414, "网址太长，无法打开。请减少查询条件，或从首页重新进入。")),
    (b"GET /" + b"a" * 70_000, (414, "网址太长，无法打开。请减少查询条件，或从首页重新进入。")),
    (asked("/guide/", Cookie="a" * 40_000), (431, "请求头太大。请清除本站的 Cookie 后再试。")),
    (asked("/apply/", "POST", Transfer_Encoding="chunked") + b"1\r\na\r\n" * 9000, (411, "上传的内容没有写明大小，没有保存。请换用常见的浏览器。")),
    (asked("/apply/", "POST", Content_Length="9" * 5000), (400, "服务器看不懂这个请求，请检查网址后重新打开。")),
    (asked("/apply/", "POST", Content_Length="9" * 15), (413, "上传的内容超过 64 MB，没有保存。请后退，把文件缩小、压缩或拆分后再上传。")),
    (b"GET http://[/ HTTP/1.1\r\n\r\n", (400, "服务器看不懂这个请求，请检查网址后重新打开。")),
    (b"\0\1\2\r\n\r\n", (400, "服务器看不懂这个请求，请检查网址后重新打开。")),
    ]  # fmt: skip

    assert [said(server.answer(request)) for request, _ in cases] == [expected for _, expected in cases]
    assert server.told() == ""


def test_one_connection_serves_many_requests(site):
    """After an answer without a body too; what is sent before the answer is there ends it."""
    server = site()
    page = asked("/guide/", Connection="keep-alive")
    tag = re.search(rb"etag: (.+?)\r", server.get("/guide/"), re.IGNORECASE)[1].decode()
    had = asked("/guide/", Connection="keep-alive", If_None_Match=tag)

    with server.connect() as client:
        for request, expected in [(had, 304), (page, 200), (had, 304), (had, 304)]:
            client.sendall(request)
            assert status(whole(client)) == expected

    assert server.answer(had + page + page).count(b"HTTP/1.1") == 1


def whole(client):
    """One answer of a connection that goes on."""
    heard = b""
    while b"\r\n\r\n" not in heard:
        heard += client.recv(2**16)
    head, _, body = heard.partition(b"\r\n\r\n")
    length = 0 if status(heard) == 304 else int(re.search(rb"content-length: (\d+)", head, re.IGNORECASE)[1])
    while len(body) < length:
        body += client.recv(2**16)
    return head + body
