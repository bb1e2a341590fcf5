"""What the office's commands share: `--authority`, exit statuses, and failures told in one Chinese sentence."""

import argparse
import getpass
import logging
import sys
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser, handle_default_options
from django.db import DatabaseError, connections

from disclosure.desk.audit.actor import acting
from disclosure.errors import DisclosureError
from disclosure.models import ActChannel, Authority

FINDINGS, NOT_DONE = 1, 2


class Failure(CommandError):
    """The command could not be done: exit status 2, with its text on standard error."""

    def __init__(self, message: str) -> None:
        super().__init__(message, returncode=NOT_DONE)


class OfficeCommand(BaseCommand):
    """A command with `--authority`. `run` does the work and returns True where it found something to report."""

    requires_migrations_checks = False
    takes_authority = True

    def run_from_argv(self, argv: list[str]) -> None:
        """As Django, without its English prefix and without a traceback."""
        try:
            parser = self.create_parser(argv[0], argv[1])
            options = vars(parser.parse_args(argv[2:]))
            handle_default_options(argparse.Namespace(**options))
            self.execute(*options.pop("args", ()), **options)
        except CommandError as error:
            sys.stderr.write(f"{error}\n")
            sys.exit(error.returncode)
        except Exception:
            logging.getLogger(__name__).exception("%s failed", argv[1])
            sys.stderr.write(f"命令 {argv[1]} 意外中断，未作任何改动；详情见 {log_path()}，请交给维护人员。\n")
            sys.exit(NOT_DONE)
        finally:
            connections.close_all()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        own = argparse.ArgumentParser(prog=subcommand, add_help=False)
        self.add_arguments(own)

        def refuse(message: str) -> NoReturn:  # noqa: ARG001  # argparse's own words are English
            usage = " ".join(own.format_usage().split()[1:])
            sentence = f"参数不全或不认识。用法：{usage}"
            raise Failure(sentence)

        setattr(parser, "error", refuse)  # noqa: B010  # the hook argparse offers
        return parser

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        if self.takes_authority:
            parser.add_argument("--authority", metavar="代码", help="行政机关的代码；不写则为本站机关")
        self.add_own_arguments(parser)

    def add_own_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, *args: Any, **options: Any) -> bool | None:
        """Do the work; True where there are findings or rejected rows (exit status 1)."""
        raise NotImplementedError

    @property
    def own_name(self) -> str:
        return type(self).__module__.rpartition(".")[2]

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            if self.takes_authority:
                options["authority"] = own_authority(options["authority"])
            with acting(channel=ActChannel.COMMAND, source=self.own_name, name=operator()):
                has_findings = self.run(**options)
        except (DisclosureError, ImproperlyConfigured) as error:
            raise Failure(str(error)) from error
        except DatabaseError as error:
            message = f"数据库出错，未作任何改动：{' '.join(str(error).split())}。"
            raise Failure(message) from error
        except OSError as error:
            message = f"读写文件「{error.filename or ''}」出错：{reason(error)}。请检查路径和权限。"
            raise Failure(message) from error
        if has_findings:
            sys.exit(FINDINGS)


def operator() -> str:
    """Who runs the command: the system account, which the audit entry names where there is no user."""
    try:
        return f"系统账号 {getpass.getuser()}"
    except (OSError, KeyError):  # an account without a name, as in a container
        return ""


def log_path() -> Path:
    return Path(settings.VAR_DIR) / "log" / "errors.log"


def reason(error: OSError) -> str:
    known = {
        FileNotFoundError: "文件或文件夹不存在",
        PermissionError: "没有权限",
        IsADirectoryError: "这是一个文件夹",
        NotADirectoryError: "路径中有一段不是文件夹",
        FileExistsError: "文件已存在",
    }
    return known.get(type(error), "磁盘可能已满或文件正被占用")


def own_authority(code: str | None) -> Authority:
    """The authority with this code; without one the site's own, or the only one there is."""
    if code:
        authority = Authority.objects.filter(code=code).first()
        if authority is None:
            message = f"没有代码为「{code}」的行政机关。请先用 create_authority 建立，或检查代码。"
            raise Failure(message)
        return authority
    own = Authority.objects.filter(is_own=True).first()
    if own is None:
        message = "还没有设定本站机关。请用 --authority 写明代码，或先用 create_authority 建立一个。"
        raise Failure(message)
    return own
