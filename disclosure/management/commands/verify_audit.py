"""`verify_audit [--archives FOLDER]`."""

import argparse
from pathlib import Path
from typing import Any

from disclosure.desk.audit.archive import archive_faults, folder
from disclosure.desk.audit.verify import ChainWalk, chain_faults
from disclosure.management.base import OfficeCommand
from disclosure.models import ActArchive

MOST_TOLD = 100


class Command(OfficeCommand):
    """Look for audit entries that were changed, removed or inserted. Status 0: none; 1: some; 2: could not look."""

    help = "核对办理记录：有没有被改动、删除或插入的"
    takes_authority = False

    def add_own_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--archives", metavar="文件夹", type=Path, help="归档文件所在；不写则为 VAR_DIR/audit")

    def run(self, *, archives: Path | None, **_: Any) -> bool:
        """Verify archives, then the database; print each fault on standard error."""
        faults = sum(self.archived(archive, archives or folder()) for archive in ActArchive.objects.order_by("through"))
        walk = ChainWalk()
        for fault in chain_faults(walk):
            faults += 1
            if faults <= MOST_TOLD:
                self.stderr.write(str(fault))
        result = f"发现 {faults} 处问题。" if faults else "没有发现问题。"
        self.stdout.write(f"核对了 {walk.count} 条办理记录，{result}")
        return bool(faults)

    def archived(self, archive: ActArchive, where: Path) -> int:
        """The number of faults in an archive; a file stored elsewhere is mentioned, not counted."""
        path = where / archive.name
        if not path.exists():
            self.stdout.write(f"归档文件 {archive.name} 不在 {where}，没有核对。可用 --archives 写明所在。")
            return 0
        faults = list(archive_faults(path, archive))
        for fault in faults[:MOST_TOLD]:
            self.stderr.write(f"{archive.name}：{fault}")
        return len(faults)
