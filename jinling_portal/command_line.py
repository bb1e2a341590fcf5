"""Command line: a failure is a Chinese sentence on standard error, never a traceback."""

import sys
from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError

NOT_DONE = 2


def main(argv: Sequence[str]) -> int:
    """Run a management command; returns the exit status where the command did not exit by itself."""
    try:
        execute_from_command_line(list(argv))
    except ImproperlyConfigured as error:
        sys.stderr.write(f"设置有误：{error}\n")
        return NOT_DONE
    except OperationalError as error:
        sys.stderr.write(f"数据库不可用：{' '.join(str(error).split())}。请检查 DATABASE_URL 与数据库服务。\n")
        return NOT_DONE
    return 0
