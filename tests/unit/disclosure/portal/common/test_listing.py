"""What a list's address asks, and which pages its pager names."""

import pytest
from django.core.paginator import Paginator

from disclosure.law.choices.items import Validity
from disclosure.portal.common.listing import ListQuery, page_links


def test_everything_is_read_from_the_address():
    asked = ListQuery.parse({"year": "2020", "validity": "repealed", "sort": "title", "page": "3"})

    assert (asked.year, asked.validity, asked.sort, asked.page) == (2020, Validity.REPEALED, "title", 3)
    assert asked.unknown == ()


@pytest.mark.parametrize(
    "given, said",
    [
        ({"year": "99999"}, "年份“99999”"),
        ({"year": "0"}, "年份“0”"),
        ({"validity": "有效"}, "有效性“有效”"),
        ({"nature": "x" * 50}, "文件性质“" + "x" * 20 + "”"),
        ({"sort": "body"}, "排序“body”"),
        ({"sort": "--title"}, "排序“--title”"),
        ({"page": "-1"}, "页码“-1”"),
        ({"page": "二"}, "页码“二”"),
    ],
)
def test_what_makes_no_sense_is_left_out_and_named(given, said):
    assert ListQuery.parse(given) == ListQuery(unknown=(said,))


@pytest.mark.parametrize(
    "changes, query",
    [
        ({}, "?year=2020&sort=title"),
        ({"page": 2}, "?year=2020&sort=title&page=2"),
        ({"sort": "-published_on"}, "?year=2020"),
        ({"year": None}, "?sort=title"),
    ],
)
def test_address_has_only_what_is_not_usual(changes, query):
    assert ListQuery(year=2020, sort="title", page=5).query_string(**changes) == query


@pytest.mark.parametrize(
    "shown, of, names",
    [
        (1, 1, "[1]"),
        (1, 3, "[1] 2 3"),
        (3, 9, "1 2 [3] 4 5 … 9"),
        (5, 9, "1 … 3 4 [5] 6 7 … 9"),
        (9, 9, "1 … 7 8 [9]"),
    ],
)
def test_pager_names_the_ends_and_those_around(shown, of, names):
    links = page_links(ListQuery(page=shown), Paginator(range(of), 1).page(shown))

    said = ["…" if link is None else link.text if link.address else f"[{link.text}]" for link in links]
    assert " ".join(said) == names
