"""Dead links are found on a real web server, and no text leads the check into the office's own network."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from disclosure.desk.items import link_probe
from disclosure.desk.items.link_check import check, collect, links_in
from disclosure.desk.items.link_probe import Unreachable, is_public, reach, unreachable
from disclosure.models import DeadLink
from tests.factories import AuthorityFactory, ItemFactory

PAGES = {"/": 200, "/gone": 404, "/down": 503, "/guarded": 403, "/gets-only": 405}
LEADS = {"/moved": "/", "/moved-away": "/gone", "/round": "/round", "/inside": "http://10.0.0.1/"}


class Site(BaseHTTPRequestHandler):
    """Answers by the tables above; `/gets-only` answers a GET alone."""

    def do_HEAD(self):
        self.server.asked.append((self.command, self.path))
        path = self.path.partition("?")[0]
        status = PAGES.get(path, 302 if path in LEADS else 404)
        if path == "/gets-only" and self.command == "GET":
            status = 200
        self.send_response(status)
        if path in LEADS:
            self.send_header("Location", LEADS[path])
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815 as above

    def log_message(self, *_):
        pass


@pytest.fixture
def site(settings):
    settings.ALLOWED_HOSTS = ["testserver"]  # the local server is another site
    settings.LINKS_TO_PRIVATE_ADDRESSES = True
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked, server.address = [], f"http://127.0.0.1:{server.server_port}"
    look = 0.01  # seconds between two looks at whether to stop
    thread = threading.Thread(target=server.serve_forever, args=[look], daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def silent():
    return None


# --- Other sites ---------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/moved", "/guarded", "/gets-only", "/?文件=一 二"])
def test_page_that_answers(site, path):
    reach(f"{site.address}{path}")


@pytest.mark.parametrize(
    "path,why",
    [
        ("/gone", "网页不存在（404）"),
        ("/down", "网页打不开（503）"),
        ("/moved-away", "网页不存在（404）"),
        ("/round", "转向次数过多"),
    ],
)
def test_page_that_does_not(site, path, why):
    with pytest.raises(Unreachable) as caught:
        reach(f"{site.address}{path}")

    assert str(caught.value) == why


def test_page_is_read_whole_only_where_its_head_is_refused(site):
    reach(f"{site.address}/")
    reach(f"{site.address}/gets-only")

    assert site.asked == [("HEAD", "/"), ("HEAD", "/gets-only"), ("GET", "/gets-only")]


@pytest.mark.parametrize("address", ["http://", "ftp://127.0.0.1/", "http://[1/", "http://127.0.0.1:x/"])
def test_address_that_is_none(address):
    with pytest.raises(Unreachable, match="地址写法有误"):
        reach(address)


def test_site_that_is_not_there_is_asked_three_times_at_most(site):
    nobody = "http://127.0.0.1:1"

    found = unreachable([f"{nobody}/{n}" for n in range(5)], silent, pause=0)

    assert sorted(found.values()) == ["所在网站没有应答"] * 2 + ["连接不上网站"] * 3


# --- The office's own network -----------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:a00:1::1", "x",
    ],
)  # fmt: skip
def test_address_inside(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2400:3200::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_address_outside(address):
    assert is_public(address)


def test_name_that_leads_inside_is_not_connected_to(site, settings):
    settings.LINKS_TO_PRIVATE_ADDRESSES = False

    for host in ("127.0.0.1", "localhost", "127.1", "2130706433"):
        with pytest.raises(Unreachable, match="指向内部网络"):
            reach(f"http://{host}:{site.server_port}/")

    assert site.asked == []


def test_name_with_one_address_inside_and_one_outside_is_not_connected_to(site, settings, monkeypatch):
    settings.LINKS_TO_PRIVATE_ADDRESSES = False
    both = [(2, 1, 6, "", ("203.0.113.9", 80)), (2, 1, 6, "", ("127.0.0.1", site.server_port))]
    both[0] = (2, 1, 6, "", ("8.8.8.8", 80))
    monkeypatch.setattr(link_probe.socket, "getaddrinfo", lambda *_, **__: both)

    with pytest.raises(Unreachable, match="指向内部网络"):
        reach("http://example.test/")

    assert site.asked == []


def test_redirect_that_leads_inside_is_not_followed(site, settings, monkeypatch):
    monkeypatch.setattr(link_probe, "is_public", lambda address: address == "127.0.0.1")
    settings.LINKS_TO_PRIVATE_ADDRESSES = False

    with pytest.raises(Unreachable, match="指向内部网络"):
        reach(f"{site.address}/inside")


# --- Bodies ---------------------------------------------------------------------


def test_links_of_a_body():
    body = (
        '<p><a href="/reports/">年报</a><a href="https://example.test/a?b=1&amp;c=2">外</a><a href="#top">上</a>'
        '<a href="mailto:office@example.test">邮</a><img src="/pictures/1"></p>'
    )

    assert list(links_in(body)) == ["/reports/", "https://example.test/a?b=1&c=2", "/pictures/1"]


def linking(town, *addresses, **given):
    body = "".join(f'<p><a href="{address}">链接</a></p>' for address in addresses)
    return ItemFactory(authority=town, body=body, **given)


def found(town):
    return sorted(DeadLink.objects.filter(item__authority=town).values_list("item", "address", "why"))


def test_links_of_published_items_alone_are_checked_each_once(town, site):
    linking(town, f"{site.address}/gone", published_on=None)
    linking(town, f"{site.address}/gone", state="withdrawn")
    first, second = (linking(town, f"{site.address}/gone", f"{site.address}/") for _ in range(2))

    check(town, timezone.now(), silent)

    dead = (f"{site.address}/gone", "网页不存在（404）")
    assert found(town) == [(first.pk, *dead), (second.pk, *dead)]
    assert sorted(site.asked) == [("GET", "/gone"), ("HEAD", "/"), ("HEAD", "/gone")]


def test_pages_of_our_own_are_asked_as_the_public_does(town, site):
    item = linking(town, "/reports/", "/reports/1999/", "/nowhere/", "http://testserver/gone/", "/admin/")

    check(town, timezone.now(), silent)

    assert found(town) == [
        (item.pk, "/nowhere/", "网页不存在（404）"),
        (item.pk, "/reports/1999/", "网页不存在（404）"),
        (item.pk, "http://testserver/gone/", "网页不存在（404）"),
    ]
    assert site.asked == []


def test_next_check_replaces_what_was_found(town, site):
    item = linking(town, f"{site.address}/", "/nowhere/")
    other = linking(AuthorityFactory(), "/nowhere/")
    for one in (item, other):
        DeadLink.objects.create(item=one, address=f"{site.address}/", why="从前", found_at=timezone.now())

    check(town, timezone.now(), silent)

    assert found(town) == [(item.pk, "/nowhere/", "网页不存在（404）")]
    assert found(other.authority) == [(other.pk, f"{site.address}/", "从前")]


def test_what_is_not_checked_this_time_stays_as_it_was_found(town, site):
    item = linking(town, f"{site.address}/gone")
    DeadLink.objects.create(item=item, address=f"{site.address}/gone", why="从前", found_at=timezone.now())
    DeadLink.objects.create(item=item, address=f"{site.address}/no-longer-there", why="从前", found_at=timezone.now())

    check(town, timezone.now(), silent, most=0)

    assert found(town) == [(item.pk, f"{site.address}/gone", "从前")]
    assert site.asked == []


def test_number_of_links_is_told_beforehand(town, site):
    linking(town, "/reports/", "/reports/", f"{site.address}/")

    assert collect(town, timezone.now()).total == 2


def test_command_lists_what_is_dead_and_ends_with_status_1(town, site):
    linking(town, "/nowhere/", title="某通知")
    out = StringIO()

    with pytest.raises(SystemExit) as caught:
        call_command("check_links", stdout=out)

    assert caught.value.code == 1
    assert out.getvalue() == "/nowhere/（网页不存在（404）），在「某通知」中\n共检查 1 个链接，失效 1 处。\n"


def test_command_ends_well_where_every_link_answers(town, site):
    linking(town, "/reports/")
    out = StringIO()

    call_command("check_links", stdout=out)

    assert out.getvalue() == "共检查 1 个链接，失效 0 处。\n"
