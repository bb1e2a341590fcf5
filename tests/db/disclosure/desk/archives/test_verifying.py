"""`verify_archive`: whatever was done to a package is named, and nothing is called in order that was not looked at."""

import hashlib
import io
import json
import zipfile
from io import StringIO

import pikepdf
import pytest
from django.core.management import call_command

from disclosure.desk.archives import packing as packings
from disclosure.desk.archives.verifying import verify
from disclosure.documents.archiving.layout import StoredZip
from disclosure.errors import Unreadable
from disclosure.management.base import Failure
from disclosure.models import ArchivePackage

from .filing import members, packed, plain

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
FOLDER = "电子档案/2026-0001"
COVER, MANIFEST, SUMS = f"{FOLDER}/00-卷宗封面.pdf", "清单.json", "清单.sha256"
KEPT = []


@pytest.fixture
def whole(town, tmp_path):
    """The path of a good package that this installation has no record of, made once."""
    path = tmp_path / "whole.zip"
    if not KEPT:
        packed(path, town, plain(town, number="申请一"))
        KEPT.append(path.read_bytes())
        ArchivePackage.objects.all().delete()
    path.write_bytes(KEPT[0])
    return path


def rewritten(path, changed):
    """The package as this program would write it with these files changed (None: left out), and others added."""
    files = {**members(path), **changed}
    with path.open("wb") as target:
        package = StoredZip(target)
        for name, data in files.items():
            if data is not None:
                package.add(name, data)
        package.close()
    return path


def consistent(path, changed):
    """As `rewritten`, by somebody who also corrects every checksum."""
    files = {name: data for name, data in {**members(path), **changed}.items() if data is not None}
    manifest = json.loads(files[MANIFEST])
    for one in manifest["files"]:
        one["size"], one["sha256"] = len(files[one["path"]]), hashlib.sha256(files[one["path"]]).hexdigest()
    files[MANIFEST] = json.dumps({**manifest}, ensure_ascii=False).encode()
    listed = [*(one["path"] for one in manifest["files"]), MANIFEST]
    lines = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in listed)
    return rewritten(path, {**changed, MANIFEST: files[MANIFEST], SUMS: "".join(lines).encode()})


def faults(path):
    return "".join(verify(path).faults)


def refusal(path):
    """What is said of a package, whether it could be looked at or not."""
    try:
        return faults(path)
    except Unreadable as error:
        return str(error)


def test_a_good_package_is_in_order_and_says_what_was_not_looked_at(whole):
    result = verify(whole)
    assert (result.faults, result.records) == ([], 1)
    assert any("没有登记过这个归档包" in one for one in result.unchecked)


def test_every_byte_counts(whole):
    """Wherever one is flipped, the package is refused: in a file, a header, the directory, its end."""
    data = whole.read_bytes()
    start = data.rindex(b"PK\x01\x02")
    places = {*range(64), *range(64, len(data), len(data) // 40), *range(start, len(data), 3), len(data) - 1}
    for place in sorted(places):
        broken = bytearray(data)
        broken[place] ^= 1
        whole.write_bytes(broken)
        assert refusal(whole), place


def test_a_missing_file_is_named(whole):
    assert f"缺少文件：清单列有「{COVER}」" in faults(rewritten(whole, {COVER: None}))


def test_a_file_too_many_is_named(whole):
    assert "多出文件：归档包里有「多出来的.pdf」" in faults(rewritten(whole, {"多出来的.pdf": b"x"}))


def test_a_changed_file_is_named(whole):
    changed = members(whole)[COVER][:-1] + b" "
    assert f"「{COVER}」的校验值与清单不符" in faults(rewritten(whole, {COVER: changed}))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: one["records"][0].update(retention="永久"), "清单或者校验值文件被改动"),
        (lambda one: one["files"].pop(0), "多出文件"),
        (lambda one: one["files"].append(one["files"][0]), "列了不止一次"),
        (lambda one: one["files"][0].update(sha256="0" * 64), "校验值与清单不符"),
        (lambda one: one["records"].append({**one["records"][0], "folder": "电子档案/2026-0009"}), "2026-0009」缺少"),
        (lambda one: one.update(records=[]), "没有一件申请"),
    ],
    ids=["a word", "a file less", "a file twice", "a checksum", "a record more", "no record"],
)
def test_an_edited_manifest_is_refused(whole, change, said):
    manifest = json.loads(members(whole)[MANIFEST])
    change(manifest)
    assert said in faults(rewritten(whole, {MANIFEST: json.dumps(manifest, ensure_ascii=False).encode()}))


@pytest.mark.parametrize("manifest", [b"", b"[]", b"{}", b"[" * 100_000, b'{"format": "x"}', b"\xff\xfe"])
def test_a_manifest_that_is_none_is_refused_in_a_sentence(whole, manifest):
    with pytest.raises(Unreadable, match="清单"):
        verify(rewritten(whole, {MANIFEST: manifest}))


def test_a_package_without_a_manifest_is_none(whole):
    with pytest.raises(Unreadable, match="没有可用的清单"):
        verify(rewritten(whole, {MANIFEST: None}))


def test_missing_checksums_metadata_and_catalogue_are_named(whole):
    told = faults(rewritten(whole, {SUMS: None, "文件目录.XML": None, f"{FOLDER}/元数据.xml": None}))
    for one in ("没有校验值文件", "没有「文件目录.XML」", f"「{FOLDER}」缺少「元数据.xml」"):
        assert one in told, one


@pytest.mark.parametrize("length", [0, 10, 21, 5000, -1, -100])
def test_a_truncated_package_is_refused_in_a_sentence(whole, length):
    whole.write_bytes(whole.read_bytes()[:length])
    with pytest.raises(Unreadable, match="不完整"):
        verify(whole)


@pytest.mark.parametrize(
    "name", ["../外面.pdf", "/etc/外面", "C:/外面", "..\\外面", "甲/../乙", "甲//乙", "甲\n乙", "甲/"]
)
def test_names_that_lead_elsewhere_are_refused_and_nothing_is_opened(whole, name):
    result = verify(rewritten(whole, {name: b"x"}))
    assert "不安全或者不规范" in "".join(result.faults)
    assert result.checked == []
    assert "一个也没有打开" in "".join(result.unchecked)


def test_a_name_twice_is_refused(whole):
    with whole.open("wb") as target:
        package = StoredZip(target)
        for _ in range(2):
            package.add(MANIFEST, b"{}")
        package.close()
    assert "不止一个文件叫" in faults(whole)


def test_a_bomb_is_refused_unopened(whole, monkeypatch):
    """Whatever is compressed was not written by this program, however much it would become."""
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr(MANIFEST, b"0" * 50_000_000)
    with pytest.raises(Unreadable, match="不是本系统写成的样子"):
        verify(whole)


def test_a_file_that_claims_to_be_huge_is_refused(whole):
    from disclosure.documents.archiving.layout import directory, local_header
    from disclosure.documents.archiving.results import ZipEntry

    entry = ZipEntry(MANIFEST, 0, 3 * 2**30, 0)
    head = local_header(entry)
    whole.write_bytes(head + directory([entry], len(head)))
    told = faults(whole)
    assert "不予读取" in told


def test_another_program_s_zip_of_the_same_files_is_refused(whole):
    files = members(whole)
    with zipfile.ZipFile(whole, "w") as package:
        for name, data in files.items():
            package.writestr(name, data)
    with pytest.raises(Unreadable, match="不是本系统写成的样子"):
        verify(whole)


# --- By somebody who corrects the checksums ------------------------------------------------


def without_declaration(data):
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        del pdf.Root.Metadata
        pdf.save(made)
    return made.getvalue()


def test_a_pdf_that_is_no_longer_pdf_a_is_named_though_every_checksum_fits(whole):
    path = consistent(whole, {COVER: without_declaration(members(whole)[COVER])})
    assert f"「{COVER}」不是 PDF/A，清单写的是 PDF/A-2a" in faults(path)


def test_a_pdf_that_does_not_open_is_named_though_every_checksum_fits(whole):
    assert f"「{COVER}」打不开" in faults(consistent(whole, {COVER: b"%PDF-1.7 nothing"}))


def test_a_pdf_with_a_page_more_is_named_though_every_checksum_fits(whole):
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(members(whole)[COVER])) as pdf:
        pdf.pages.append(pdf.pages[0])
        pdf.save(made)
    assert f"「{COVER}」有 2 页，清单写的是 1 页" in faults(consistent(whole, {COVER: made.getvalue()}))


def test_a_script_in_a_pdf_is_named_though_every_checksum_fits(whole):
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(members(whole)[COVER])) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.save(made)
    assert "脚本" in faults(consistent(whole, {COVER: made.getvalue()}))


def test_a_catalogue_of_other_papers_is_named_though_every_checksum_fits(whole):
    catalogue = members(whole)["文件目录.XML"].decode()
    fewer = catalogue[: catalogue.index("<文件>")] + "</文件目录>"
    assert "「文件目录.XML」共 0 件 0 页" in faults(consistent(whole, {"文件目录.XML": fewer.encode()}))
    bomb = '<!DOCTYPE a [<!ENTITY b "x">]><文件目录>&b;</文件目录>'
    assert "文档类型声明" in faults(consistent(whole, {"文件目录.XML": bomb.encode()}))


def test_what_this_installation_packed_cannot_be_replaced_even_with_every_checksum_corrected(town, tmp_path):
    path = tmp_path / "one.zip"
    packed(path, town, plain(town))
    readme = members(path)["说明文件.TXT"] + b" "
    told = faults(consistent(path, {"说明文件.TXT": readme}))
    assert told == "整包校验值与打包时登记的不一致：归档包在打包以后被改动。"


# --- The commands --------------------------------------------------------------------------


def run(name, *arguments, **options):
    """Exit status, what was printed, and what was complained of."""
    out, err, status = StringIO(), StringIO(), 0
    try:
        call_command(name, *map(str, arguments), stdout=out, stderr=err, **options)
    except SystemExit as left:
        status = left.code
    except Failure as failure:
        status = failure.returncode
        err.write(str(failure))
    return status, out.getvalue(), err.getvalue()


def test_commands_pack_one_and_verify_it(town, tmp_path):
    plain(town, number="申请一", applicant="标记人")
    path = tmp_path / "new" / "one.zip"
    status, told, complained = run("export_archive", "申请一", "--output", path)
    assert (status, complained) == (0, "")
    assert "已打包 1 件申请，卷内文件 2 件，2 页" in told
    assert "标记人" not in told
    assert path.stat().st_mode & 0o077 == 0
    assert [one.name for one in path.parent.iterdir()] == ["one.zip"]

    status, told, complained = run("verify_archive", path)
    assert (status, complained) == (0, "")
    assert "1 件申请" in told
    assert "没有核对：" in told


def test_commands_pack_a_year_and_say_what_was_left_out(town, tmp_path, monkeypatch):
    for number in ("甲", "乙"):
        plain(town, number=number)
    check = packings.require_finished

    def strict(application):
        check(application)
        if application.number == "甲":
            raise Unreadable("读不出来")

    monkeypatch.setattr(packings, "require_finished", strict)
    status, told, complained = run("export_archive", "--year", "2026", "--output", tmp_path / "year.zip")
    assert (status, "已打包 1 件申请" in told) == (1, True)
    assert "没有打包「甲」：读不出来" in complained


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["没有这个"], "没有编号为"),
        (["未发"], "答复还没有发出"),
        (["--year", "2020"], "没有在 2020 年办结"),
        (["未发", "--year", "2020"], "用法"),
        ([], "用法"),
    ],
)
def test_what_cannot_be_packed_ends_with_2_and_a_sentence(town, tmp_path, arguments, said):
    plain(town, number="未发", settled_on=None)
    status, told, complained = run("export_archive", *arguments, "--output", tmp_path / "a.zip")
    assert (status, told) == (2, "")
    assert said in complained
    assert list(tmp_path.iterdir()) == []


def test_verify_says_in_chinese_what_is_wrong_and_ends_otherwise_than_with_0(whole, tmp_path):
    rewritten(whole, {COVER: None})
    status, told, complained = run("verify_archive", whole)
    assert status == 1
    assert "缺少文件" in complained
    assert "不能作为完整的归档包接收" in told

    whole.write_bytes(b"nothing")
    assert run("verify_archive", whole)[0] == 2
    assert run("verify_archive", tmp_path / "none.zip")[0] == 2
