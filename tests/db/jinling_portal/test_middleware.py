"""Failures are told in words, without a traceback."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.urls import reverse

from disclosure.models import Application
from jinling_portal import admin_site
from tests.support.desk import address, application

pytestmark = pytest.mark.django_db


def test_wrong_key_is_told_in_words(admin_client, settings, caplog):
    application("一")
    settings.DATA_KEYS = ["YW5vdGhlci1rZXktYW5vdGhlci1rZXktYW5vdGhlci0="]

    answer = admin_client.get(address(Application, "changelist"))

    assert answer.status_code == 500
    assert "当前的 DATA_KEYS 打不开" in answer.content.decode()
    assert "Traceback" not in answer.content.decode() + caplog.text


def test_refusal_is_told_in_words(admin_client, monkeypatch):
    """A rule broken between the form's check and the act, as by somebody else's record with the same number."""
    record = application("一")
    monkeypatch.setattr("disclosure.desk.clocking.keep_record", _refuse)

    answer = admin_client.post(
        address(Application, "change", record.pk),
        {
            "authority": record.authority_id, "number": "一", "received_on": "2026-03-02", "applicant_kind": "natural",
            "applicant": "甲", "content": "内容", "steps-TOTAL_FORMS": "0", "steps-INITIAL_FORMS": "0",
        },
    )  # fmt: skip

    assert answer.status_code == 409
    assert "本机关已有这个申请编号。没有保存任何改动。" in answer.content.decode()


def _refuse(record, *, by):
    from disclosure.errors import Refused

    raise Refused("本机关已有这个申请编号。")


def test_busy_database_is_told_in_words(admin_client, monkeypatch):
    monkeypatch.setattr(admin_site, "first_screen", _raise(OperationalError("database is locked")))

    answer = admin_client.get(reverse("admin:index"))

    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "数据库正忙" in answer.content.decode()


def test_fault_of_ours_is_not_taken_for_a_busy_database(admin_client, monkeypatch):
    monkeypatch.setattr(admin_site, "first_screen", _raise(OperationalError("no such table: disclosure_item")))
    admin_client.raise_request_exception = False

    answer = admin_client.get(reverse("admin:index"))

    assert answer.status_code == 500
    assert "系统故障" in answer.content.decode()
    assert connection.is_usable()


def _raise(error):
    def fail(*_, **__):
        raise error

    return fail


def test_upload_over_the_limit_is_told_in_words(admin_client, settings):
    settings.UPLOAD_LIMIT = 2**20

    answer = admin_client.post("/admin/login/", {"file": SimpleUploadedFile("表.csv", b"x" * (2**20 + 1))})

    assert answer.status_code == 413
    assert "上传的内容超过 1 MB" in answer.content.decode()
