"""`serve`: load the demo or print the set-up's code at the first start, then serve; the last step of `make run`."""

import argparse
import errno
import os
import secrets
import socket
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import DatabaseError, connections
from django.urls import reverse
from django.utils import timezone

from disclosure.desk.office.setup_code import is_begun, is_open, is_unfinished, new_code
from disclosure.management.base import Failure, OfficeCommand
from disclosure.models import Authority
from jinling_portal.installation import collect_static_if_needed, migrate_if_needed
from jinling_portal.serving.supervisor import Supervisor
from reports.models import AnnualReport

REPORT_YEAR = 2020  # the town's published report, which the demo holds
ADMINISTRATOR = "admin"
NO_REPORT = "年度报告：在工作后台的「年度报告」中编制"
EVERY_ADDRESS = {"0.0.0.0", "::"}  # noqa: S104 compared with, not bound to
WAITING = 1024  # connections that nobody has taken yet
PORTS = range(65536)  # 0: any free one


class Command(OfficeCommand):
    """Serve this machine's site with the settings of the environment."""

    help = "启动网站；数据库为空时先装入演示数据，正式环境或者加 --empty 时转到建站"
    takes_authority = False

    def add_own_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--host", metavar="地址", default="127.0.0.1", help="监听地址，默认 127.0.0.1")
        parser.add_argument("--port", metavar="端口", type=int, default=8000, help="监听端口，默认 8000")
        parser.add_argument("--empty", action="store_true", help="不装演示数据：首次启动时直接建立本单位的平台")
        parser.add_argument("--only", action="store_true", help="只启动网站：不更新数据库，不装演示数据，不建管理员")

    def run(self, *, host: str, port: int, only: bool = False, empty: bool = False, **_: Any) -> None:
        refuse_busy_port(host, port)
        if only:
            self.tell_of_set_up(address(host, port))
            connections.close_all()
            serve(host, port)
            return
        migrate_if_needed()
        collect_static_if_needed()
        if settings.DEMONSTRATION and not empty and not Authority.objects.exists() and not is_begun():
            self.stdout.write("首次启动，正在装入演示数据……")
            call_command("load_demo", stdout=self.stdout)
        if is_unfinished() and (is_open() or not Authority.objects.exists()):
            self.tell_of_set_up(address(host, port))
        else:
            self.tell_where(address(host, port))
        connections.close_all()  # the processes that serve open their own
        serve(host, port)

    def tell_where(self, site: str) -> None:
        report = export_report(Path(settings.VAR_DIR) / "exports")
        name, password = administrator()  # last, since the password is told once: nothing may fail in between
        self.tell(site, name, password, report)

    def tell_of_set_up(self, site: str) -> None:
        """Say in four lines how the office begins; nothing where it has begun long since, or has no tables yet."""
        try:
            if not is_unfinished():
                return
            code = new_code(at=timezone.now()) if is_open() else ""
        except DatabaseError:
            return
        public = "" if settings.DEMONSTRATION else "（对外的网址由前面的网页服务器提供）"
        how = f"建站码：{code}（24 小时内有效，只能用一次）" if code else "建站还没有完成：请用管理员的账号登录后继续"
        for line in (
            "建立本单位的平台：还没有任何数据，也没有演示数据。",
            f"请用浏览器打开：{site}{reverse('setup')}{public}",
            how,
            "停止服务：Ctrl-C。中途离开也不要紧，下次打开接着做。",
        ):
            self.stdout.write(line)
        self.stdout.flush()

    def tell(self, site: str, name: str, password: str | None, report: Path | None) -> None:
        sign_in = f"用户名 {name}，密码 {password}（只显示这一次，请记下）"
        if password is None:
            reset = f".venv/bin/python manage.py changepassword {name}"
            sign_in = f"用户名 {name}，密码在首次启动时显示过；重设：{reset}"
        for line in (
            f"公众网站：{site}/",
            f"工作后台：{site}/admin/",
            f"年度报告：{shown(report)}（{REPORT_YEAR} 年，可用 Word 或 WPS 打开）" if report else NO_REPORT,
            f"登录后台：{sign_in}。停止服务：Ctrl-C",
        ):
            self.stdout.write(line)
        self.stdout.flush()


def refuse_busy_port(host: str, port: int) -> None:
    if port not in PORTS:
        message = f"端口 {port} 不存在，请用 {PORTS[0]} 到 {PORTS[-1]} 之间的数。"
        raise Failure(message)
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            message = f"端口 {port} 已被别的程序占用，请换一个，例如：make run PORT={port + 1}"
        elif error.errno == errno.EACCES:
            message = f"没有权限使用端口 {port}，请换一个 1024 以上的，例如：make run PORT=8000"
        else:
            message = f"不能在 {host} 的端口 {port} 上提供服务，请检查 HOST 和 PORT。"
        raise Failure(message) from error


def administrator() -> tuple[str, str | None]:
    """The first administrator's name, with the password if the account had to be created."""
    users = get_user_model().objects
    first = users.filter(is_superuser=True, is_active=True).order_by("pk").first()
    if first is not None:
        return first.get_username(), None
    password = secrets.token_urlsafe(12)
    return users.create_superuser(ADMINISTRATOR, password=password).get_username(), password


def export_report(directory: Path) -> Path | None:
    """Write the demonstration's report as DOCX if it is missing; None where there is no such report."""
    path = directory / f"{REPORT_YEAR}年度报告.docx"
    if not AnnualReport.objects.filter(authority__is_own=True, year=REPORT_YEAR).exists():
        return None
    if not path.exists():
        directory.mkdir(parents=True, exist_ok=True)
        call_command("export_report", REPORT_YEAR, format="docx", output=path, stdout=StringIO())
    return path


def address(host: str, port: int) -> str:
    name = "127.0.0.1" if host in EVERY_ADDRESS else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def shown(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def serve(host: str, port: int) -> None:
    allow_host(host)
    with listening_socket(host, port) as place:
        Supervisor(place, settings.PROCESSES).run()


def listening_socket(host: str, port: int) -> socket.socket:
    family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listens = socket.socket(family, kind)
    if os.name != "nt":  # there it would let two programs have one port
        listens.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listens.bind(place)
    listens.listen(WAITING)
    return listens


def allow_host(host: str) -> None:
    """Allow the host name being listened on, unless ALLOWED_HOSTS is set."""
    if "ALLOWED_HOSTS" not in os.environ:
        names = {socket.gethostname(), own_address()} if host in EVERY_ADDRESS else {host}
        os.environ["ALLOWED_HOSTS"] = ",".join([*settings.ALLOWED_HOSTS, *sorted(names)])


def own_address() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
