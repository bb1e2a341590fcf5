"""`/healthz` answers 200 while the database does."""

import pytest
from django.db import OperationalError, connection
from django.test import Client


def test_a_server_with_its_database_is_healthy(client: Client, db: None) -> None:
    response = client.get("/healthz")

    assert (response.status_code, response.content.decode()) == (200, "正常\n")
    assert "no-store" in response["Cache-Control"]


def test_a_server_without_its_database_says_so(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> None:
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", refused)
        response = client.get("/healthz")

    assert (response.status_code, response.content.decode()) == (503, "数据库不可用\n")
