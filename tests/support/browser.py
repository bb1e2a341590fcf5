"""A real Chromium for the tests: the installed one, else Playwright's own, else Debian's, else one clear sentence."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserType, ConsoleMessage, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
PLACES = (
    "/usr/bin/chromium",
    "/usr/lib/chromium/chromium",
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
FLAGS = (
    "--disable-gpu",
    "--disable-dev-shm-usage",  # small in containers
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",  # the browser's network is blocked too
)


class NoBrowser(RuntimeError):
    """Says in one sentence that there is no browser and how to get one."""


def _installed() -> str | None:
    named = os.environ.get("CHROMIUM")
    if named:
        if not shutil.which(named):
            message = f"环境变量 CHROMIUM 所指的 {named} 不是可运行的浏览器。"
            raise NoBrowser(message)
        return named
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in (*found, *PLACES) if path and os.access(path, os.X_OK)), None)


def _from_debian() -> str | None:
    """Debian's Chromium, where this is Debian and we are root; parallel workers wait for the first of them."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    with (Path(tempfile.gettempdir()) / "jinling-portal-browser.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if path := _installed():
            return path
        sys.stderr.write("没有找到 Chromium，正在用 apt-get 安装（只需一次）……\n")
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
            command = ["apt-get", "--quiet", "--quiet", *arguments]
            subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
        return _installed()


def executable(chromium: BrowserType) -> str:
    """The browser to run; raises `NoBrowser` where there is none to be had."""
    own = chromium.executable_path
    path = _installed() or (own if Path(own).exists() else None) or _from_debian()
    if path is None:
        message = (
            "没有可用的浏览器：请安装 Chromium 或 Chrome，"
            "或运行 .venv/bin/playwright install chromium，再重新运行测试。"
        )
        raise NoBrowser(message)
    return path


@contextmanager
def launched(chromium: BrowserType, path: str) -> Iterator[Browser]:
    """A running browser, gone afterwards."""
    browser = chromium.launch(
        executable_path=path,
        chromium_sandbox=os.geteuid() != 0,  # Chromium has no sandbox for root
        args=list(FLAGS),
    )
    try:
        yield browser
    finally:
        browser.close()


def in_scheme(page: Page, scheme: Literal["light", "dark"]) -> None:
    """The page as it is, light or dark from now on: a colour on its way to another is neither."""
    page.emulate_media(color_scheme=scheme)
    page.evaluate("() => document.getAnimations().forEach((change) => change.finish())")


class Complaints(list[str]):
    """What a page had to say that its reader should never see: script errors, CSP violations, failed requests."""

    def listen(self, page: Page) -> None:
        """Write down every complaint of this page from now on. A blocked inline style or script is one too."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.append(f"script error: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        place = message.location
        if place.get("url", "").endswith("/favicon.ico"):  # asked for by the browser, named by no page
            return
        if message.type in {"error", "warning"} or "Content Security Policy" in message.text:
            self.append(f"console {message.type}: {message.text} ({place.get('url')}:{place.get('lineNumber')})")
