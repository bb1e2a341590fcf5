"""LibreOffice as a converter of older formats: a process for each file, one at a time, with limits.

It gets an empty environment, a folder of its own for the file and its settings, no macros, no look at linked files, and
on Linux a network that leads nowhere. What it makes is a file from outside as before: it is read by the workers alone.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from disclosure.errors import Unreadable

from .limits import MIB, Busy

PROGRAMS = ("soffice", "libreoffice")
_ELSEWHERE = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
FILTERS = {"docx": "docx:MS Word 2007 XML", "xlsx": "xlsx:Calc MS Excel 2007 XML"}
PROCESSOR, WALL = 60, 90.0  # seconds; a text of 100 pages takes five, the start three
MEMORY = 4096 * MIB  # of address space, of which an ordinary text uses 300 MiB
LARGEST = 50 * MIB  # bytes of what comes out
PATIENCE = 60.0  # seconds that a caller waits for others' files

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{}</oor:items>
"""
_SET = '<item oor:path="/org.openoffice.Office.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>\n'
_SECURE = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Writer/Content/Update", "Link", "0"),
    ("Calc/Content/Update", "Link", "2"),
)
# Runs in Python before LibreOffice takes the process over: a child of a process with threads may do little by itself.
_START = """
import ctypes, os, sys
try:
    import resource
    for what, limit in (("CPU", {cpu}), ("AS", {memory}), ("FSIZE", {largest}), ("CORE", 0)):
        resource.setrlimit(getattr(resource, "RLIMIT_" + what), (limit, limit))
except (ImportError, ValueError, OSError):
    pass
try:
    ctypes.CDLL(None).unshare(0x10000000 | 0x40000000)
except (OSError, AttributeError, TypeError):
    pass
os.execv(sys.argv[1], sys.argv[1:])
"""
_ONE_AT_A_TIME = threading.Lock()
_last: "tuple[str, bytes] | None" = None  # a draft and its attachment are made of the same file, one after the other


@dataclass(frozen=True, slots=True)
class _Job:
    """A file to convert in a folder of its own; `about` is what it is called in sentences."""

    program: str
    data: bytes
    to: str
    about: str


def program() -> str:
    """Return the path of LibreOffice; empty where it is not installed."""
    found = next((path for name in PROGRAMS if (path := shutil.which(name))), "")
    return found or next((path for path in _ELSEWHERE if Path(path).exists()), "")


def converted(data: bytes, about: str, to: str) -> bytes:
    """Return the file as DOCX or XLSX (`to`).

    Raises Unreadable with a sentence where LibreOffice is not installed, cannot open the file or takes too long; Busy
    where other files are waiting.
    """
    global _last  # noqa: PLW0603 one result is kept
    path = program()
    if not path:
        raise Unreadable(
            f"「{about}」需要先转换成 {to.upper()}，而这台服务器没有安装 LibreOffice。"
            f"请在办公软件中另存为 {to.upper()} 后再上传，或者请管理员安装 LibreOffice。"
        )
    if not _ONE_AT_A_TIME.acquire(timeout=PATIENCE):
        raise Busy(f"「{about}」还没有转换：正在转换的文件较多，请过一两分钟再提交一次。")
    try:
        key = f"{to} {hashlib.sha256(data).hexdigest()}"
        if _last is None or _last[0] != key:
            _last = None
            _last = key, _converted(_Job(path, data, to, about))
        return _last[1]
    finally:
        _ONE_AT_A_TIME.release()


def _converted(job: _Job) -> bytes:
    with tempfile.TemporaryDirectory(prefix="converting-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "profile" / "user").mkdir(parents=True)
        settings = _SETTINGS.format("".join(_SET.format(*one) for one in _SECURE))
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(settings, encoding="utf-8")
        (folder / "file").write_bytes(job.data)
        _run(job, folder)
        made = folder / "out" / f"file.{job.to}"
        if not made.is_file() or not 0 < made.stat().st_size <= LARGEST:
            raise Unreadable(
                f"「{job.about}」不能转换成 {job.to.upper()}，可能已损坏、设有打开密码或者过大。"
                f"请在办公软件中打开并另存为 {job.to.upper()} 后再上传。"
            )
        return made.read_bytes()


def _run(job: _Job, folder: Path) -> None:
    arguments = [
        *(job.program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--invisible"),
        *("--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard"),
        *("--convert-to", FILTERS[job.to], "--outdir", str(folder / "out"), str(folder / "file")),
    ]
    if sys.platform != "win32":
        start = _START.format(cpu=PROCESSOR, memory=MEMORY, largest=2 * LARGEST)
        arguments = [sys.executable, "-I", "-c", start, *arguments]
    process = subprocess.Popen(  # noqa: S603 the program of the machine, with arguments of ours
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=_environment(folder),
        start_new_session=True,
    )
    try:
        process.wait(WALL)
    except subprocess.TimeoutExpired as error:
        raise Unreadable(
            f"「{job.about}」转换成 {job.to.upper()} 超过了 {WALL:.0f} 秒，没有读取。"
            "请在办公软件中打开并另存，或者拆分后再上传。"
        ) from error
    finally:
        _end(process)


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    of_folder = dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), str(folder))
    return {**kept, **of_folder, "SAL_USE_VCLPLUGIN": "svp", "LANG": "C.UTF-8"}


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the process and those that it started."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
