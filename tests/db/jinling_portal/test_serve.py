"""What `make run` does before it serves."""

import socket
from io import StringIO

import docx
import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from disclosure.desk.office.setup_code import check_code
from disclosure.management.base import Failure
from disclosure.models import Authority
from jinling_portal.management.commands import serve

pytestmark = pytest.mark.django_db


@pytest.fixture
def started(monkeypatch, settings, tmp_path):
    """Run `serve` up to the moment it would listen; returns its lines. Where it would listen stands in `.listening`."""
    settings.VAR_DIR = tmp_path
    listening = []

    def run(**options):
        output = StringIO()
        call_command("serve", stdout=output, **({"port": 0} | options))
        return output.getvalue().splitlines()

    monkeypatch.setattr(serve, "serve", lambda host, port: listening.append((host, port)))
    monkeypatch.setattr(serve.connections, "close_all", lambda: None)
    run.listening = listening
    return run


def test_first_start_loads_the_demo_and_says_what_is_where(started, django_user_model, tmp_path):
    lines = started()

    assert started.listening == [("127.0.0.1", 0)]
    assert [line.partition("：")[0] for line in lines[-4:]] == ["公众网站", "工作后台", "年度报告", "登录后台"]
    password = lines[-1].partition("密码 ")[2].partition("（")[0]
    assert django_user_model.objects.get(is_superuser=True).check_password(password)
    [exported] = (tmp_path / "exports").iterdir()
    words = "".join(paragraph.text for paragraph in docx.Document(str(exported)).paragraphs)
    assert words.startswith("临淄区金岭回族镇2020年政府信息公开工作年度报告")


def test_second_start_changes_nothing_and_names_the_administrator(started, django_user_model, tmp_path):
    started()
    before = list(django_user_model.objects.values()), counts(), [*(tmp_path / "exports").iterdir()]

    lines = started()

    assert len(lines) == 4
    assert "changepassword admin" in lines[-1]
    assert (list(django_user_model.objects.values()), counts(), [*(tmp_path / "exports").iterdir()]) == before


def test_records_of_an_office_are_left_alone(started, tmp_path):
    Authority.objects.create(code="office", name="某局", is_own=True)

    lines = started()

    assert list(Authority.objects.values_list("code", flat=True)) == ["office"]
    assert lines[-2] == serve.NO_REPORT
    assert not (tmp_path / "exports").exists()


def counts():
    return {model: model.objects.count() for model in apps.get_models()}


def test_busy_port_is_refused_with_status_two(started):
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(Failure, match="已被别的程序占用") as refusal:
        started(port=taken.getsockname()[1])

    assert refusal.value.returncode == 2
    assert started.listening == []
    assert not Authority.objects.exists()


def test_impossible_port_is_refused():
    with pytest.raises(Failure, match="端口 70000 不存在"):
        serve.refuse_busy_port("127.0.0.1", 70000)


def test_address_of_another_machine_is_refused():
    with pytest.raises(Failure, match="请检查 HOST 和 PORT"):
        serve.refuse_busy_port("192.0.2.1", 0)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::", "http://127.0.0.1:80"),
        ("::1", "http://[::1]:80"),
    ],
)
def test_address_is_one_a_browser_takes(host, expected):
    assert serve.address(host, 80) == expected


def test_server_answers_to_the_name_it_listens_on(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "")
    monkeypatch.delenv("ALLOWED_HOSTS")

    serve.allow_host("192.0.2.7")

    assert "192.0.2.7" in serve.os.environ["ALLOWED_HOSTS"].split(",")


def test_named_hosts_stay_as_they_were_named(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "xxgk.example.cn")

    serve.allow_host("192.0.2.7")

    assert serve.os.environ["ALLOWED_HOSTS"] == "xxgk.example.cn"


def test_empty_start_loads_nothing_makes_no_account_and_tells_the_code(started, django_user_model):
    lines = started(empty=True)

    assert not Authority.objects.exists()
    assert not django_user_model.objects.exists()
    assert "/admin/setup/" in lines[1]
    code = lines[2].partition("：")[2].partition("（")[0]
    check_code(code, at=timezone.now())


def test_production_starts_at_the_set_up_and_never_with_the_demonstration(started, settings):
    settings.DEMONSTRATION = False

    lines = started()

    assert not Authority.objects.exists()
    assert "建站码" in lines[2]
    with pytest.raises(Failure, match="正式环境不能装入演示数据"):
        call_command("load_demo")


def test_serving_alone_tells_the_code_where_nothing_is_set_up(started):
    assert "建站码" in started(only=True)[2]


def test_set_up_that_was_begun_is_not_covered_by_the_demonstration(started, django_user_model):
    started(empty=True)
    django_user_model.objects.create_superuser("guanli", password="x")

    lines = started()

    assert not Authority.objects.exists()
    assert lines[2] == "建站还没有完成：请用管理员的账号登录后继续"
