"""说明文件.TXT: what a package is and how to use it, for whoever opens it in twenty years without this program."""

from datetime import datetime

from django.utils.timezone import localtime

from disclosure.documents.archiving.manifest import CATALOGUE, NAME, SUMS
from disclosure.models import Authority

_TEXT = """政府信息公开申请归档包

立档单位：{name}
全宗号：{fonds}
归档范围：{scope}，共 {count} 件
打包时间：{at}

一、内容
「电子档案」文件夹中，每件申请一个文件夹，以「年度-件号」命名：
  00-卷宗封面.pdf、01-卷内文件目录.pdf、98-备考表.pdf
  文件/  卷内文件，按卷内文件目录的顺序编号，格式为PDF/A（ISO 19005，GB/T 23286）
  原件/  转换过的文件的原件；不能转为PDF/A的文件只有原件，目录和备考表中写明
  元数据.xml  按《文书类电子文件元数据方案》（DA/T 46-2009）的名称著录
{catalogue}  全部卷内文件的目录，按《电子档案移交与接收办法》（档发〔2012〕7号）附件2的结构
{manifest}  全部文件的大小、校验值（SHA-256）、格式、页数
{sums}  校验值，可用通用程序 sha256sum -c 核对

二、核对
在政府信息公开系统中运行 verify_archive 核对本文件；没有该系统的，解开后用 sha256sum -c {sums} 核对。
本文件是不压缩的 ZIP，文件名为 UTF-8 编码。

三、使用
需要能打开 PDF、XML、TXT 的软件；「原件」中的文件需要与其格式对应的软件。
本文件含有个人信息，应按涉及个人信息的档案保管，不得公开。
"""


def readme(authority: Authority, year: int | None, at: datetime, count: int) -> bytes:
    """As UTF-8 with its mark and lines that every editor shows."""
    text = _TEXT.format(
        name=authority.name,
        fonds=authority.fonds_number or "未设",
        scope=f"{year}年办结并答复的政府信息公开申请" if year else "一件政府信息公开申请",
        count=count,
        at=f"{localtime(at):%Y-%m-%d %H:%M}",
        catalogue=CATALOGUE,
        manifest=NAME,
        sums=SUMS,
    )
    return text.replace("\n", "\r\n").encode("utf-8-sig")
