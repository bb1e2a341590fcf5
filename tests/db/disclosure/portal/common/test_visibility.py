"""Who gets to see what: published items are everybody's, nothing else is anybody's, files and pictures included."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from disclosure.models import Item, ItemLink, User

pytestmark = pytest.mark.django_db

HIDDEN = {
    "draft": {"state": "draft", "published_on": None},
    "check": {"state": "check", "published_on": None},
    "secrecy": {"state": "secrecy", "published_on": None},
    "approved": {"state": "approved", "published_on": None},
    "withheld": {"state": "withheld", "published_on": None, "method": "withheld", "ground": "internal"},
    "scheduled": {
        "state": "published",
        "published_on": timezone.localdate() + timedelta(days=1),
        "publish_at": timezone.now() + timedelta(days=1),
    },
    "withdrawn": {"state": "withdrawn", "withdrawn_for": "秘密的原因"},
    "withdrawn before its time": {
        "state": "withdrawn",
        "published_on": timezone.localdate() + timedelta(days=1),
        "publish_at": timezone.now() + timedelta(days=1),
    },
}
STATUS = {name: 410 if name == "withdrawn" else 404 for name in HIDDEN}
LISTS = [
    "/",
    "/guide/",
    "/rules/",
    "/catalogue/",
    "/catalogue/policy/",
    "/catalogue/documents/",
    "/feeds/",
    "/feeds/all/",
    "/feeds/policy/",
    "/sitemap.xml",
    "/sitemap-columns.xml",
    "/site-map/",
    "/statistics/",
    "/items/open/",
    "/api/columns/",
    "/api/statistics/",
    "/api/items/",
    "/api/items/?column=policy",
    "/api/items/open/",
    "/api/search/?q=秘密",
    "/api/search/?q=unseen",
    "/catalogue.csv",
    "/catalogue.json",
    "/catalogue/policy.csv",
]


def fetch(client, address, **given):
    """The answer with its content read, or the file of it would stay open."""
    answer = client.get(address, **given)
    answer.read = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


def words(answer):
    return str(answer.headers) + answer.read.decode("utf-8", "replace")


@pytest.fixture
def hidden(item, attach, picture):
    """An item of a state, with a file, a picture, an earlier version, and a published item that refers to it."""

    def made(state):
        found = item(index_number="unseen-1", title="秘密的标题", body="<p>秘密的正文</p>", **HIDDEN[state])
        found.revisions.create(
            number=1, content={"body": "秘密"}, published_on="2023-06-01", superseded_on="2023-07-01", reason="秘密"
        )
        ItemLink.objects.create(item=item(index_number="open"), relation="replaces", target=found)
        return found, attach(found, "秘密的附件.txt", public="秘密的内容"), picture(found)

    return made


@pytest.mark.parametrize("state", HIDDEN)
def test_no_address_shows_an_item_that_is_not_published(client, hidden, state):
    _, attachment, picture = hidden(state)
    own = [
        "/items/unseen-1/",
        "/items/unseen-1/versions/1/",
        "/items/unseen-1/versions/1/download.pdf",
        "/items/unseen-1/download.docx",
        f"/attachments/{attachment.public_file.name.removeprefix('attachments/')}",
        "/api/items/unseen-1/",
    ]
    answers = {address: fetch(client, address) for address in own}

    assert {address: answer.status_code for address, answer in answers.items()} == dict.fromkeys(own, STATUS[state])
    assert fetch(client, f"/pictures/{picture.token}/").status_code == 404
    shown = {address: words(answer) for address, answer in answers.items()}
    shown |= {address: words(fetch(client, address)) for address in LISTS}
    assert [address for address, text in shown.items() if "秘密" in text] == []
    assert [address for address in LISTS if "unseen-1" in shown[address]] == []


def test_withdrawn_item_says_so_without_its_reason_and_leads_on(client, item):
    item(index_number="甲 1", title="秘密的标题", state="withdrawn", withdrawn_for="秘密的原因")

    answer = client.get("/items/甲 1/")

    assert answer.status_code == 410
    assert "已撤回" in answer.content.decode()
    assert "秘密" not in answer.content.decode()
    assert 'href="/catalogue/policy/"' in answer.content.decode()


def test_scheduled_item_appears_by_itself(client, item):
    item(index_number="a", publish_at=timezone.now() - timedelta(minutes=1), published_on=timezone.localdate())

    assert client.get("/items/a/").status_code == 200


def test_item_of_another_authority_is_below_its_own_address_alone(client, neighbour, town):
    from tests import factories

    factories.ItemFactory(authority=neighbour, index_number="theirs")

    assert client.get("/items/theirs/").status_code == 404
    assert client.get("/org/neighbour/items/theirs/").status_code == 200


def test_withdrawal_shows_on_the_next_request(client, item):
    found = item(index_number="a")
    tag = client.get("/items/a/")["ETag"]
    lists = {
        address: client.get(address)["ETag"] for address in ("/", "/catalogue/", "/catalogue/policy/", "/feeds/all/")
    }
    Item.objects.filter(pk=found.pk).update(state="withdrawn")

    assert client.get("/items/a/", headers={"if-none-match": tag}).status_code == 410
    for address, old in lists.items():
        assert client.get(address, headers={"if-none-match": old}).status_code == 200


# --- Files ------------------------------------------------------------------------


def address_of(attachment):
    return f"/attachments/{attachment.public_file.name.removeprefix('attachments/')}"


def test_attachment_goes_out_as_its_cleaned_copy_to_be_saved(client, item, attach):
    answer = fetch(client, address_of(attach(item(), "附 表.xlsx")))

    assert answer.read == "公开的".encode()
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"


@pytest.mark.parametrize("name", ["页.html", "页.htm", "图.svg", "页.xhtml", "数据.xml", "脚本.js"])
def test_uploaded_markup_never_runs_here(client, item, attach, name):
    answer = fetch(client, address_of(attach(item(), name)))

    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_attachment_that_is_not_public_or_not_cleaned_stays_inside(client, item, attach):
    shown = item(index_number="a")
    private = attach(shown, "内部.xlsx", is_public=False)
    raw = attach(shown, "未清理.xlsx", public="")

    assert fetch(client, address_of(private)).status_code == 404
    assert fetch(client, f"/attachments/{raw.file.name.removeprefix('attachments/')}").status_code == 404
    assert "xlsx" not in client.get("/items/a/").content.decode()


def test_original_has_no_address(client, item, attach):
    attachment = attach(item())

    assert fetch(client, f"/attachments/{attachment.file.name.removeprefix('attachments/')}").status_code == 404
    assert client.get(f"/media/{attachment.public_file.name}").status_code == 404
    assert fetch(client, f"/attachments/{attachment.pk}").status_code == 404


def test_attachment_of_an_earlier_version_stands_with_that_version(client, repealed, attach):
    former = attach(repealed, "旧表.xlsx", revision=repealed.revisions.get(number=1))

    assert "旧表.xlsx" not in client.get("/items/SL-2020-0001/").content.decode()
    assert "旧表.xlsx" in client.get("/items/SL-2020-0001/versions/1/").content.decode()
    assert fetch(client, address_of(former)).status_code == 200


def test_reader_who_has_a_file_is_told_so(client, item, attach):
    address = address_of(attach(item()))

    assert fetch(client, address, headers={"if-none-match": fetch(client, address)["ETag"]}).status_code == 304


def test_picture_of_a_published_item_is_for_every_cache(client, item, picture):
    answer = fetch(client, f"/pictures/{picture(item()).token}/")

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert answer["Content-Disposition"].startswith("inline")


@pytest.fixture
def sign_in(client, town, neighbour):
    """`sign_in("elsewhere")`: staff of this place, with or without the right to see items."""

    def made(place):
        authority = neighbour if place == "elsewhere" else town
        person = User.objects.create_user("someone", authority=authority, is_staff=True)
        if place != "without the right":
            person.user_permissions.add(Permission.objects.get(codename="view_item"))
        client.force_login(person)

    return made


@pytest.mark.parametrize("place", ["elsewhere", "without the right"])
def test_picture_of_a_draft_is_for_nobody_else(client, item, picture, sign_in, place):
    token = picture(item(**HIDDEN["draft"])).token
    sign_in(place)

    assert fetch(client, f"/pictures/{token}/").status_code == 404


def test_picture_of_a_draft_is_for_staff_who_may_read_it(client, item, picture, sign_in):
    token = picture(item(**HIDDEN["draft"])).token
    sign_in("at home")

    answer = fetch(client, f"/pictures/{token}/")

    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")


def test_picture_that_was_only_uploaded_is_nobody_s(client, item, picture):
    token = picture(item(), is_used=False).token

    assert fetch(client, f"/pictures/{token}/").status_code == 404


def test_picture_of_an_earlier_version_stays_readable(client, repealed, picture):
    shown, never = picture(repealed, is_used=False), picture(repealed, is_used=False)
    earlier = repealed.revisions.first()
    earlier.content["body"] += f'<p><img src="/pictures/{shown.token}/" alt="图"></p>'
    earlier.save()

    assert [fetch(client, f"/pictures/{one.token}/").status_code for one in (shown, never)] == [200, 404]
