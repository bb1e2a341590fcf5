"""Failures are told in words, without a traceback."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
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
    monkeypatch.setattr("disclosure.desk.applications.deadlines.keep_record", _refuse)

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


# --- Requests that lie ------------------------------------------------------------


@pytest.mark.parametrize("length", ["x", "-1", "1.5", "²", "9" * 5000])
def test_length_that_is_none_is_none(client, length):
    assert client.get("/admin/login/", CONTENT_LENGTH=length).status_code == 200


# --- Maintenance ------------------------------------------------------------------

SAYS = "本站于今晚八点至十点升级。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_reason_is_read_whatever_editor_wrote_it(client, settings, encoding):
    settings.MAINTENANCE_FILE.write_bytes(SAYS.encode(encoding))
    try:
        answer = client.get("/")
    finally:
        settings.MAINTENANCE_FILE.unlink()

    assert answer.status_code == 503
    assert SAYS in answer.content.decode()


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xff\xff", b"\xff\xfe\x00", bytes(range(256)), b"\x00" * 10_000, b"<script>"]
)
def test_any_bytes_mean_maintenance(client, settings, content):
    settings.MAINTENANCE_FILE.write_bytes(content)
    try:
        answer = client.get("/")
    finally:
        settings.MAINTENANCE_FILE.unlink()

    assert answer.status_code == 503
    assert "正在维护" in answer.content.decode()
    assert "<script>" not in answer.content.decode()


def test_folder_means_maintenance(client, settings):
    settings.MAINTENANCE_FILE.mkdir()
    try:
        assert "本站正在维护，很快恢复。" in client.get("/").content.decode()
    finally:
        settings.MAINTENANCE_FILE.rmdir()


def test_tests_that_run_side_by_side_do_not_maintain_each_other(settings):
    shared = [settings.MAINTENANCE_FILE, settings.MEDIA_ROOT, settings.LOGGING["handlers"]["file"]["filename"]]

    assert [settings.WORKER in path.name for path in shared] == [True] * 3


# --- The log ----------------------------------------------------------------------


def test_storm_of_refused_requests_leaves_nothing_in_the_log(settings, client):
    """Numbers, codes and names stand in addresses, headers and forms of those who try; no log is to repeat them."""
    log = settings.LOGGING["handlers"]["file"]["filename"]
    before = log.stat().st_size if log.exists() else 0
    strict, mark = Client(enforce_csrf_checks=True), "mark13900000000"

    statuses = {
        client.get(f"/nothing/{mark}/?q={mark}").status_code,
        client.get("/", {"q": mark}, HTTP_HOST=f"{mark} x").status_code,
        client.get("/", HTTP_HOST=f"{mark}.example").status_code,
        client.get(f"/api/items/?{mark}=1").status_code,
        client.put("/apply/", {"number": mark}).status_code,
        strict.post(f"/admin/login/?q={mark}", {"login": mark}).status_code,
        client.get(f"/admin/disclosure/item/add/?_to_field={mark}").status_code,
        client.post("/apply/track/", {"number": mark, "code": mark}).status_code,
        client.post("/admin/login/", {"login": mark, "password": mark}).status_code,
        client.post("/admin/login/", b"x", content_type=f"multipart/form-data; boundary={mark}").status_code,
        client.post("/admin/login/", {f"{mark}{number}": mark for number in range(6000)}).status_code,
        client.get("/", HTTP_COOKIE=f"sessionid={mark}; messages={mark}").status_code,
    }

    assert {400, 403, 404, 405} <= statuses
    assert 500 not in statuses
    assert (log.read_text(encoding="utf-8")[before:] if log.exists() else "") == ""


def test_refused_look_up_and_field_leave_nothing_in_the_log(admin_client, settings):
    log = settings.LOGGING["handlers"]["file"]["filename"]
    before = log.stat().st_size if log.exists() else 0

    for query in ("applicant_hash__startswith=mark", "_to_field=mark", "received_on__year=mark"):
        assert admin_client.get(f"/admin/disclosure/application/?{query}").status_code in {302, 400}

    assert (log.read_text(encoding="utf-8")[before:] if log.exists() else "") == ""
