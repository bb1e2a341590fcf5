"""Read by many: constant queries, no cookie, cacheable, and right on the next request."""

import pickletools

import pytest
from django.core.cache import cache

from disclosure.models import Authority

pytestmark = pytest.mark.django_db

# The authority, its revisions; for the first page also the columns (here none, so nothing is counted) and the newest items; for
# the list also the other authorities and, where years can be compared, the applications; for a report read the first
# time also the notes that go with it, and for its page the figures of the other years.
QUERIES = {
    "/": 4,
    "/reports/": 3,
    "/reports/2023/": 4,
    "/reports/2023.docx": 3,
    "/reports/2023/revisions/1/": 3,
    "/reports/figures.csv": 2,
    "/api/reports/": 2,
    "/api/reports/2023/": 3,
}
ADDRESSES = [
    "/", "/reports/", "/reports/2023/", "/reports/2023/revisions/1/", "/reports/2023.docx", "/reports/figures.csv",
    "/api/reports/", "/api/reports/2023/",
]  # fmt: skip
FOR_EVERY_VIEW = ("docx", "csv", "/api/reports/", "/api/reports/2023/")


@pytest.mark.usefixtures("neighbour")
@pytest.mark.parametrize("years", [1, 3])
@pytest.mark.parametrize("address", QUERIES)
def test_queries_do_not_grow(client, django_assert_num_queries, publish, years, address):
    for year in range(2023, 2023 - years, -1):
        publish(year, corrections=["数字有误。"] * years)
    publish(2023, Authority.objects.get(code="neighbour"))

    compares = address == "/reports/" and years > 1
    with django_assert_num_queries(QUERIES[address] + compares):
        assert client.get(address).status_code == 200


def test_what_is_cached_names_no_class_of_ours(client, publish):
    """The next version may name it otherwise, and still finds in the cache what this one put there."""
    publish(2023, corrections=["数字有误。"])
    for address in (*ADDRESSES, "/reports/2023.pdf"):
        assert client.get(address).status_code == 200

    words = {argument for kept in cache._cache.values() for _, argument, _ in pickletools.genops(kept)}
    assert any("sections" in key for key in cache._cache)
    assert [word for word in words if isinstance(word, str) and word.startswith(("reports.", "disclosure."))] == []


@pytest.mark.parametrize("address, queries", [("/reports/2023/", 3), ("/reports/2023.docx", 2)])
def test_second_reader_costs_few_queries(client, django_assert_num_queries, publish, address, queries):
    publish(2023)
    client.get(address)

    with django_assert_num_queries(queries):
        client.get(address)


@pytest.mark.parametrize("address", ADDRESSES)
def test_answer_is_for_every_cache_and_sets_no_cookie(admin_client, publish, address):
    publish(2023, corrections=["数字有误。"])

    answer = admin_client.get(address)

    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    # A page hangs on how its reader wants to look at it; a file does not.
    assert ("Cookie" in answer.headers.get("Vary", "")) == (not address.endswith(FOR_EVERY_VIEW))
    assert not answer.cookies


@pytest.mark.parametrize("address", ADDRESSES)
def test_reader_who_has_it_is_told_so(client, publish, address):
    publish(2023, corrections=["数字有误。"])
    compressed = client.get(address, headers={"accept-encoding": "gzip"})

    again = client.get(address, headers={"if-none-match": compressed["ETag"], "accept-encoding": "gzip"})

    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == compressed["Cache-Control"]


def test_file_has_the_date_of_its_revision(client, publish):
    publish(2023)

    answer = client.get("/reports/2023.pdf")

    assert answer["Last-Modified"] == "Thu, 25 Jan 2024 01:30:00 GMT"
    assert client.get("/reports/2023.pdf", headers={"if-modified-since": answer["Last-Modified"]}).status_code == 304


def test_correction_shows_on_the_next_request(client, publish):
    publish(2022)
    tags = {address: client.get(address)["ETag"] for address in ("/", "/reports/")}
    publish(2023)

    for address, tag in tags.items():
        assert client.get(address, headers={"if-none-match": tag}).status_code == 200


def test_change_of_the_office_shows_on_the_next_request(client, town, publish):
    publish(2023)
    tag = client.get("/reports/2023/")["ETag"]
    Authority.objects.update(phone="0000-1111111")

    assert "0000-1111111" in client.get("/reports/2023/", headers={"if-none-match": tag}).content.decode()


def test_page_is_compressed(client, publish):
    publish(2023)

    answer = client.get("/reports/2023/", headers={"accept-encoding": "gzip"})

    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 10_000


@pytest.mark.parametrize("address", ["/", "/reports/", "/reports/2023/", "/reports/2023.docx"])
def test_public_addresses_are_for_reading(client, publish, address):
    publish(2023)

    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200
