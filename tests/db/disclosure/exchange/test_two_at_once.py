"""Two imports of one file at the same time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from disclosure.exchange.importing import load_rows, run_import
from disclosure.models import FeeReceipt, Item
from tests.factories import AuthorityFactory, CategoryFactory
from tests.unit.disclosure.exchange.files import text

FEES = [["收费项目", "收费日期", "金额（元）"], *[["甲", "2023-01-01", "1.00"]] * 300]
ITEMS = [["标题", "栏目", "成文日期", "发布日期"], *[[f"第{n}号", "政策", "2023-01-01", ""] for n in range(300)]]


@pytest.mark.parametrize("kind,rows,model", [("fees", FEES, FeeReceipt), ("items", ITEMS, Item)])
def test_nothing_is_doubled(transactional_db, kind, rows, model):
    authority = AuthorityFactory()
    CategoryFactory(authority=authority, name="政策")
    ready = Barrier(2)

    def once(_):
        try:
            parsed = load_rows(kind, text(rows).encode(), "表.csv")
            ready.wait()
            return run_import(parsed, authority).summary
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        summaries = sorted(pool.map(once, range(2)))
    assert summaries == ["新增 0，变更 0，未变 300，拒绝 0", "新增 300，变更 0，未变 0，拒绝 0"]
    assert model.objects.count() == 300
