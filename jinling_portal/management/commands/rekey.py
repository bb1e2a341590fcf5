"""`rekey [--check]`."""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

from tqdm import tqdm

from disclosure.desk.retention.rekeying import (
    GONE,
    UNKNOWN,
    JustificationDigests,
    Renewed,
    Store,
    keyed_codes,
    log_renewal,
    newest,
    text_columns,
)
from disclosure.desk.retention.rekeying_files import file_stores
from disclosure.management.base import OfficeCommand
from disclosure.models.encryption import keys
from jinling_portal.signing_in.secrets import Secrets
from reports.desk.rekeying import ReportJustificationDigests

CODES = (
    "有 {} 个查询码还按从前的方式保存，与密钥有关：申请人下一次查询时自动改用新的方式；"
    "在那以前删除旧密钥，这些申请人要向本机关了解进度。"
)


class Command(OfficeCommand):
    """Re-encrypt all data under the newest key. Status 0: all is; 1: something is not; 2: it could not run."""

    help = "把加密的个人信息、材料和两步验证的密文改用 DATA_KEYS 中最新的密钥；网站不用停，可以中断后再运行"
    takes_authority = False

    def add_own_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="只列出各密钥下还有多少个值，不作改动")

    def run(self, *, check: bool, **_: Any) -> bool:
        """True where something is under another key or an unknown one."""
        stores = [*text_columns(), *file_stores(), JustificationDigests(), ReportJustificationDigests(), Secrets()]
        before = {store.title: store.counts_by_key() for store in stores}
        if check:
            return self._tell(before)
        done = self._renew(stores, sum(map(_older, before.values())))
        log_renewal(done.renewed)
        self.stdout.write(f"已有 {done.renewed} 个值改用编号 {newest()} 的密钥。")
        if done.unreadable:
            self.stdout.write(
                f"有 {done.unreadable} 个值用现有的密钥都打不开，没有改动；请把原来的密钥加回 DATA_KEYS。"
            )
        return self._tell({store.title: store.counts_by_key() for store in stores})

    def _renew(self, stores: Sequence[Store], total: int) -> Renewed:
        renewed = unreadable = 0
        with tqdm(total=total, desc="更换密钥", unit="个", leave=False, disable=not sys.stderr.isatty()) as bar:
            for store in stores:
                for done in store.renew():
                    renewed, unreadable = renewed + done.renewed, unreadable + done.unreadable
                    bar.update(done.renewed)
        return Renewed(renewed, unreadable)

    def _tell(self, standing: dict[str, Counter[str]]) -> bool:
        """Print a line for each place and key; True where anything is not under the newest."""
        for title, found in standing.items():
            for key, number in sorted(found.items()):
                self.stdout.write(f"{title}：{number} 个，{_key_in_words(key)}")
        older = sum(map(_older, standing.values()))
        if codes := keyed_codes():
            self.stdout.write(CODES.format(codes))
        if older:
            self.stdout.write(f"还有 {older} 个值不在编号 {newest()} 的密钥下，旧密钥还不能删除。")
        else:
            self.stdout.write(f"所有的值都在编号 {newest()} 的密钥下，其余的密钥可以从 DATA_KEYS 中删除。")
        return bool(older)


def _older(found: Counter[str]) -> int:
    return sum(number for key, number in found.items() if key != newest())


def _key_in_words(key: str) -> str:
    if key in {UNKNOWN, GONE}:
        return "在旧的密钥下" if key == UNKNOWN else "文件不在原处，请从备份中恢复"
    place = {id_.id: number for number, id_ in enumerate(keys())}.get(key)
    known = "最新的" if place == 0 else "旧的，仍在 DATA_KEYS 中" if place else "不在 DATA_KEYS 中"
    return f"密钥 {key}（{known}）"
