"""`unlock NAME|ADDRESS`."""

import argparse
from ipaddress import ip_address
from typing import Any

from disclosure.desk.accounts.lockouts import (
    find_person,
    plain_name,
    unlock_address,
    unlock_name,
    unlock_person,
)
from disclosure.desk.audit.actor import network_of
from disclosure.management.base import Failure, OfficeCommand


class Command(OfficeCommand):
    """Let a user name or address sign in again. Status 0: it was locked; 1: it was not; 2: there is no such name."""

    help = "解除用户名或网络地址的登录锁定；没有管理员能登录工作台时，在服务器上运行"
    takes_authority = False

    def add_own_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("name", metavar="用户名或网络地址", help="例如 admin，或者 192.0.2.1")

    def run(self, *, name: str, **_: Any) -> bool:
        what, lifted = _unlock(plain_name(name))
        self.stdout.write(f"已解除{what}的登录锁定。" if lifted else f"{what}现在没有被锁定，不必解除。")
        return not lifted


def _unlock(name: str) -> tuple[str, bool]:
    """What the name stands for, and whether it was locked. A user may be named like an address."""
    if person := find_person(name):
        return f"用户「{person.username}」", unlock_person(person)
    if _is_address(name):
        return f"网络地址「{network_of(name)}」", unlock_address(name)
    if unlock_name(name):
        return f"用户名「{name}」", True
    message = f"没有用户名或网络地址「{name}」，请检查后再试。用户名在工作台的「用户」列表中。"
    raise Failure(message)


def _is_address(text: str) -> bool:
    try:
        ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return True
