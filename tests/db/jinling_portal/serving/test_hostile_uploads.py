"""Files made to hurt, sent to a running site by clerks and strangers at once: pages go on, nothing of the site is lost."""

import secrets
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import cycle

import psutil
import pytest
from django.conf import settings
from django.test import Client

from disclosure.models import Authority, User
from tests.db.disclosure.portal.applying import filled, ticket_of
from tests.factories import CategoryFactory
from tests.support.hostile import archives, ofd, office, pdf, pictures, sheets, texts
from tests.support.proofs import picture

pytestmark = [pytest.mark.one_database, pytest.mark.long]

CONNECTIONS = 8
HANG, GIB = 2.0, 2**30  # seconds that a page may take, and bytes that all processes may take beside those at the start
PAGES = ("/", "/catalogue/", "/apply/", "/search/?q=示例", "/admin/login/", "/healthz")
LIMITS = ("APPLY_LIMIT", "APPLICATION_LIMIT", "APPLY_FILES_LIMIT", "HELD_FILES_LIMIT")
MANY = dict.fromkeys(LIMITS, "9999/1h/ip")
ANSWERED = {200, 302, 413}  # a form again with its sentence, a draft, or more than may be sent


def files_of_clerks():
    for family in (office, sheets, ofd, archives, texts, pdf, pictures):
        yield from family.hostile()


def files_of_strangers():
    for family in (pdf, pictures):
        yield from family.hostile()


def multipart(values, name, data):
    """A form with one file, and its type."""
    boundary = secrets.token_hex(8)
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
        for field, value in values.items()
        if field != name[0]
    ]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name[0]}"; filename="{name[1]}"\r\n\r\n'
    parts += [head.encode(), data, f"\r\n--{boundary}--\r\n".encode()]
    return b"".join(parts), f"multipart/form-data; boundary={boundary}"


class Site:
    """The running site as clerks and strangers send to it."""

    def __init__(self, server, town, session):
        self.port, self.town = server.port, town
        token = secrets.token_hex(16)
        self.clerk = {"Cookie": f"sessionid={session}; csrftoken={token}", "X-CSRFToken": token}

    def ask(self, method, path, body=None, **headers):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def from_clerk(self, file):
        body, kind = multipart({}, ("file", file.name), file.data)
        return self.ask("POST", "/admin/disclosure/item/receive/", body, **self.clerk, **{"Content-Type": kind})

    def from_stranger(self, file):
        body, kind = multipart(filled(ticket_of(self.town)), ("papers", file.name), file.data)
        return self.ask("POST", "/apply/", body, **{"Content-Type": kind})


def memory_of(server):
    """Bytes of all processes of the site."""
    total = 0
    for one in [psutil.Process(server.process.pid), *psutil.Process(server.process.pid).children(recursive=True)]:
        try:
            total += one.memory_info().rss
        except psutil.Error:  # it has just ended
            continue
    return total


def test_pages_go_on_while_eight_connections_send_files_made_to_hurt(site):
    server = site(DATA_KEYS=settings.DATA_KEYS[0], **MANY)
    town = Authority.objects.get()
    CategoryFactory(authority=town, name="通知公告")
    browser = Client()
    browser.force_login(User.objects.create_superuser("clerk", authority=town))
    running = Site(server, town, browser.cookies["sessionid"].value)
    good = type("File", (), {"name": "好.jpg", "data": picture()})()
    assert "「好.jpg」" in running.from_clerk(good)[1].decode()  # refused as no text: what reads files is at work
    workers, start = server.workers(), memory_of(server)

    sent = [(running.from_clerk, one) for one in files_of_clerks()]
    sent += [(running.from_stranger, one) for one in files_of_strangers()]
    assert len({one.name for _, one in sent}) >= 30
    ended, slow, peak, seen = threading.Event(), {}, start, 0

    def watch():
        nonlocal peak, seen
        for path in cycle(PAGES):
            if ended.is_set():
                return
            began = time.monotonic()
            status, _ = running.ask("GET", path.replace("示例", "%E7%A4%BA%E4%BE%8B"))
            took = time.monotonic() - began
            if status != 200 or took > HANG:
                slow[path] = status, took
            peak, seen = max(peak, memory_of(server)), seen + 1

    watching = threading.Thread(target=watch)
    watching.start()
    with ThreadPoolExecutor(CONNECTIONS) as connections:
        answers = list(connections.map(lambda one: one[0](one[1])[0], sent))
    ended.set()
    watching.join()

    assert slow == {}
    assert seen > len(PAGES)
    assert set(answers) <= ANSWERED
    assert peak - start < GIB
    assert server.workers() == workers
    assert "「好.jpg」" in running.from_clerk(good)[1].decode()
    assert "Traceback" not in server.told()
    print(f"{len(sent)} files, {seen} pages, memory +{(peak - start) // 2**20} MiB")  # noqa: T201  # shown with -s
