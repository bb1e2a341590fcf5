"""Archive packages: everything sent and received as PDF/A, in order, with what offices archive by (条例 art. 45)."""

import datetime as dt
import hashlib
import io
import itertools
import json
import re
import stat

import pypdf
import pytest
from django.core.files.storage import default_storage
from lxml import etree

from disclosure.desk.applications.papers import keep_paper
from disclosure.desk.archives.documents import documents_of
from disclosure.desk.archives.jobs import advance, begin, find, sweep
from disclosure.desk.archives.marks import is_outdated
from disclosure.desk.archives.packing import (
    AT_ONCE,
    QUERIES,
    Packing,
    finished,
    loaded,
    mark_packed,
    require_finished,
)
from disclosure.desk.archives.verifying import verify
from disclosure.desk.letters.actions import void_letter
from disclosure.desk.retention.erasing import erase
from disclosure.errors import Refused
from disclosure.isolation import Busy
from disclosure.law.choices.letters import LetterKind, PaperKind
from disclosure.models import Act, Application, ArchivedFile, ArchivePackage, Authority, Letter, Paper, Verb
from disclosure.models.encryption import ERASED
from tests.db.disclosure.desk.letters.lettering import TODAY, clerk
from tests.factories import CaseFactory
from tests.support.documents import p, word
from tests.support.people import person

from .filing import NOW, filed, members, packed, plain, scan

pytestmark = pytest.mark.django_db
on_one = pytest.mark.one_database  # what is in the files has nothing to do with the database
FOLDER = "电子档案/2026-0001"


def made(town, folder):
    """The package of an application with everything, what was recorded of it, and what is in it."""
    Authority.objects.filter(pk=town.pk).update(fonds_number="0123")
    town.refresh_from_db()
    packing, package = packed(folder / "one.zip", town, filed(town))
    return packing, package, members(folder / "one.zip")


KEPT = []


@pytest.fixture
def whole(town, tmp_path):
    """The same package for every test that only looks at it; what stands in the database went with the first."""
    if not KEPT:
        KEPT.append(made(town, tmp_path))
    return KEPT[0]


def text_of(data):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


@on_one
def test_everything_is_in_the_package_in_the_order_of_the_file(whole):
    _, _, files = whole
    names = sorted(name.rpartition("/")[2] for name in files if "/文件/" in name)

    assert names == [
        "001-政府信息公开申请（登记内容）.pdf",
        "002-身份证明.pdf",
        "003-申请人提交的材料.pdf",
        "004-接收回执.pdf",
        "005-政府信息公开申请登记表.pdf",
        "006-征求意见情况.pdf",
        "007-第三方或其他机关意见.pdf",
        "008-办理意见和审批.pdf",
        "009-政府信息公开申请答复书.pdf",
        "010-答复附件.pdf",
        "011-办理过程、发出和送达记录.pdf",
    ]
    frame = {"00-卷宗封面.pdf", "01-卷内文件目录.pdf", "98-备考表.pdf", "元数据.xml"}
    assert {f"{FOLDER}/{name}" for name in frame} | {"清单.json", "清单.sha256", "文件目录.XML", "说明文件.TXT"} <= set(
        files
    )


@on_one
def test_every_paper_is_pdf_a_for_another_reader_too(whole):
    """Declared in XMP, with colours, an identifier, every font embedded, nothing encrypted and no script."""
    _, _, files = whole
    papers = {name: data for name, data in files.items() if name.endswith(".pdf") and "/原件/" not in name}
    assert len(papers) == 14
    for name, data in papers.items():
        reader = pypdf.PdfReader(io.BytesIO(data), strict=True)
        root = reader.trailer["/Root"]
        declared = root["/Metadata"].get_data().decode()
        assert re.search(r"<pdfaid:part>2</pdfaid:part>\s*<pdfaid:conformance>[AB]<", declared), name
        assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1", name
        assert b"acsp" in root["/OutputIntents"][0]["/DestOutputProfile"].get_data(), name
        assert "/ID" in reader.trailer, name
        assert not reader.is_encrypted, name
        assert "/OpenAction" not in root or "/JS" not in str(root["/OpenAction"]), name
        for page in reader.pages:
            _, loose = page._get_fonts()
            assert not loose, (name, loose)


@on_one
def test_letters_keep_their_words_and_scans_their_pixels(whole):
    _, _, files = whole
    answer = text_of(files[f"{FOLDER}/文件/009-政府信息公开申请答复书.pdf"])
    assert "示镇依申请〔2026〕1号" in answer.replace(" ", "")

    picture = pypdf.PdfReader(io.BytesIO(files[f"{FOLDER}/文件/002-身份证明.pdf"])).pages[0].images[0]
    assert picture.image.size == (400, 560)
    assert files[f"{FOLDER}/原件/002-身份证明.jpg"] in files[f"{FOLDER}/文件/002-身份证明.pdf"]  # bit by bit


@on_one
def test_originals_of_what_was_converted_are_kept(whole):
    _, _, files = whole
    originals = {name.rpartition("/")[2]: data for name, data in files.items() if "/原件/" in name}

    assert originals["010-答复附件.txt"] == "一项\n二项".encode()
    assert {"003-申请人提交的材料.png", "007-第三方或其他机关意见.pdf", "009-政府信息公开申请答复书.docx"} <= set(
        originals
    )


@on_one
def test_cover_index_and_remarks_say_what_offices_archive_by(whole):
    _, _, files = whole
    cover = text_of(files[f"{FOLDER}/00-卷宗封面.pdf"]).replace(" ", "")
    for told in (
        "示例镇人民政府",
        "0123-WS·2026-D30-0001",
        "30年",
        "申请一",
        "张示例政府信息公开申请",
        "2026-03-02至2026-03-20",
    ):
        assert told in cover, told
    index = text_of(files[f"{FOLDER}/01-卷内文件目录.pdf"]).replace("\n", "").replace(" ", "")
    for told in ("顺序号文号责任者题名日期页号备注", "示镇依申请〔2026〕1号", "20260320以邮寄发出", "由TXT的文字转换"):
        assert told in index.replace("-", ""), told
    remarks = text_of(files[f"{FOLDER}/98-备考表.pdf"]).replace("\n", "").replace(" ", "")
    assert "11件，共12页" in remarks
    assert "卷内文件均已转为PDF/A" in remarks
    assert len(pypdf.PdfReader(io.BytesIO(files[f"{FOLDER}/00-卷宗封面.pdf"])).pages) == 1


@on_one
def test_metadata_has_the_elements_of_the_standard(whole):
    _, _, files = whole
    root = etree.fromstring(files[f"{FOLDER}/元数据.xml"])
    whole_file = {one.tag: one.text for one in root.find("聚合层次")}

    assert whole_file | {
        "全宗名称": "示例镇人民政府", "立档单位名称": "示例镇人民政府", "全宗号": "0123", "年度": "2026",
        "档号": "0123-WS·2026-D30-0001", "保管期限": "30年", "件号": "1", "文件编号": "申请一", "日期": "20260320",
        "责任者": "示例镇人民政府", "页数": "12", "控制标识": "含个人信息，不开放",
    } == whole_file  # fmt: skip
    assert whole_file["题名"].startswith("张示例政府信息公开申请")
    papers = root.findall("文件实体")
    assert [one.findtext("题名") for one in papers][8] == "政府信息公开申请答复书"
    assert papers[8].findtext("文件编号") == "示镇依申请〔2026〕1号"
    assert papers[1].findtext("原文件名") == "张示例的身份证.jpg"
    assert {"征求第三方意见", "办结"} <= {one.findtext("业务行为") for one in root.findall("业务实体")}


@on_one
def test_manifest_has_a_checksum_of_every_file_and_sha256sum_reads_them(whole):
    _, package, files = whole
    manifest = json.loads(files["清单.json"])

    assert manifest["package"] == package.token
    assert manifest["fonds"] == "0123"
    for one in manifest["files"]:
        data = files[one["path"]]
        assert (one["size"], one["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    lines = dict(reversed(line.split("  ")) for line in files["清单.sha256"].decode().splitlines())
    assert lines == {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != "清单.sha256"}
    assert manifest["records"][0]["pages"] == 12
    assert manifest["records"][0]["originals_only"] == 0


@on_one
def test_no_name_in_the_package_is_a_person_s(whole):
    _, _, files = whole
    assert not [name for name in files if "张示例" in name or "示例公司" in name]


def test_package_is_private_verified_marked_and_logged(town, tmp_path):
    packing, package, _ = made(town, tmp_path)
    assert stat.S_IMODE(packing.path.stat().st_mode) == 0o600
    assert hashlib.sha256(packing.path.read_bytes()).hexdigest() == package.digest
    result = verify(packing.path)
    assert result.faults == []
    assert any("与打包时登记的一致" in one for one in result.checked)
    assert any("没有逐条核对 ISO 19005" in one for one in result.unchecked)

    mark = ArchivedFile.objects.get()
    assert (mark.piece, mark.year, mark.documents, mark.pages, mark.retention) == (1, 2026, 11, 12, "years_30")
    told = Act.objects.filter(verb=Verb.PACK)
    assert {(act.kind, act.authority_id) for act in told} == {
        ("disclosure.application", town.pk),
        ("disclosure.archivepackage", town.pk),
    }
    assert package.digest in str(told.get(kind="disclosure.application").changes)
    assert "张示例" not in "".join(str(act.changes) + act.label for act in told)


# --- What cannot be PDF/A, and what is not there ------------------------------------------


@on_one
def test_what_cannot_be_pdf_a_goes_in_as_it_is_and_is_said_so_everywhere(town, tmp_path):
    one = plain(town, number="申请一")
    sheet = b"PK\x03\x04 not a sheet"
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    keep_paper(of=one, kind=PaperKind.REPLY, name="表.xlsx", data=sheet, media_type=media)
    packing, _ = packed(tmp_path / "one.zip", town, one)
    files = members(tmp_path / "one.zip")

    assert files[f"{FOLDER}/原件/002-答复附件.xlsx"] == sheet
    assert not [name for name in files if name.startswith(f"{FOLDER}/文件/002")]
    for page in ("01-卷内文件目录.pdf", "98-备考表.pdf"):
        assert "未转为PDF/A" in text_of(files[f"{FOLDER}/{page}"]).replace("\n", "").replace(" ", ""), page
    manifest = json.loads(files["清单.json"])
    assert manifest["records"][0]["originals_only"] == 1
    assert "未转为PDF/A" in files[f"{FOLDER}/元数据.xml"].decode()
    assert "未转为PDF/A" in files["文件目录.XML"].decode()
    assert [told for told in packing.folders[0].unconverted if "答复附件" in told]
    assert ArchivedFile.objects.get().originals_only == 1
    assert verify(tmp_path / "one.zip").faults == []


@on_one
def test_a_word_file_becomes_pages_only_where_words_are_all_it_has(town, tmp_path):
    one = plain(town)
    media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    keep_paper(of=one, kind=PaperKind.REPLY, name="文.docx", data=word(p("一段文字")), media_type=media)
    packing, _ = packed(tmp_path / "one.zip", town, one)
    page = members(tmp_path / "one.zip")[f"{FOLDER}/文件/002-答复附件.pdf"]

    assert "一段文字" in text_of(page)
    assert "版式以原件为准" in text_of(page)
    assert packing.folders[0].unconverted == []


def test_a_letter_that_was_never_sent_is_left_out_and_counted(town, tmp_path):
    one = filed(town)
    draft = keep_paper(of=one, kind=PaperKind.LETTER, name="甲.docx", data=word(p("甲")), media_type="")
    Letter.objects.create(application=one, kind=LetterKind.RECEIPT, dated_on=TODAY, docx=draft)
    packed(tmp_path / "one.zip", town, one)
    files = members(tmp_path / "one.zip")

    assert len([name for name in files if name.endswith("接收回执.pdf") and "/文件/" in name]) == 1
    assert "另有1份文书生成后没有发出" in text_of(files[f"{FOLDER}/98-备考表.pdf"]).replace("\n", "").replace(" ", "")


def test_a_voided_letter_keeps_its_place_and_says_so_in_the_index_and_on_its_page(town, tmp_path):
    one = filed(town)
    receipt = one.letters.get(kind=LetterKind.RECEIPT)
    void_letter(letter=receipt, by=clerk(town), on=TODAY, reason="日期写错")
    packed(tmp_path / "one.zip", town, one)
    files = members(tmp_path / "one.zip")

    index = text_of(files[f"{FOLDER}/01-卷内文件目录.pdf"]).replace("\n", "").replace(" ", "")
    assert "已于2026-03-20作废：日期写错" in index
    assert "日期写错" in text_of(files[f"{FOLDER}/文件/004-接收回执.pdf"]).replace("\n", "")
    assert verify(tmp_path / "one.zip").faults == []


@on_one
def test_a_case_is_named_and_filed_by_itself(town, tmp_path):
    one = plain(town)
    CaseFactory(authority=town, application=one, number="案件甲")
    packed(tmp_path / "one.zip", town, one)
    remarks = text_of(members(tmp_path / "one.zip")[f"{FOLDER}/98-备考表.pdf"])
    assert "案件甲" in remarks
    assert "另行立卷" in remarks


@on_one
def test_characters_without_a_shape_are_written_by_their_numbers_and_kept_in_the_metadata(town, tmp_path):
    one = plain(town, applicant="𠮷𰻝示例", content="申请🀄")
    packed(tmp_path / "one.zip", town, one)
    files = members(tmp_path / "one.zip")

    assert verify(tmp_path / "one.zip").faults == []
    assert "〔U+20BB7〕" in text_of(files[f"{FOLDER}/00-卷宗封面.pdf"])
    assert "𠮷𰻝示例" in files[f"{FOLDER}/元数据.xml"].decode()


def test_erased_stays_erased_and_the_package_says_so(town, tmp_path):
    one = filed(town, applicant="标记申请人", phone="13800001234")
    Application.objects.filter(pk=one.pk).update(concluded_on=dt.date(2012, 3, 20), received_on=dt.date(2012, 3, 1))
    assert erase(one.pk, on=dt.date(2026, 11, 24), before=dt.date(2016, 11, 24))
    one.refresh_from_db()
    packed(tmp_path / "one.zip", town, one)
    files = members(tmp_path / "one.zip")

    folder = "电子档案/2012-0001"
    words = "".join(text_of(data) for name, data in files.items() if name.endswith(".pdf"))
    assert "标记申请人" not in words
    assert "13800001234" not in words
    assert "标记申请人" not in b"".join(files.values()).decode("utf-8", "ignore")
    for page in ("00-卷宗封面.pdf", "98-备考表.pdf"):
        assert "已于2026-11-24按保存期限清除" in text_of(files[f"{folder}/{page}"]).replace("\n", "").replace(" ", "")
    index = text_of(files[f"{folder}/01-卷内文件目录.pdf"]).replace("\n", "").replace(" ", "")
    assert "已按保存期限清除，没有文件" in index
    assert ERASED in index
    assert json.loads(files["清单.json"])["records"][0]["erased_on"] == "2026-11-24"
    assert verify(tmp_path / "one.zip").faults == []


def test_a_lost_file_leaves_the_application_out_whole_with_the_reason(town, tmp_path):
    lost, kept = filed(town, number="丢了"), plain(town, number="还在")
    paper = lost.papers.get(kind=PaperKind.GIVEN)
    default_storage.delete(paper.file.name)
    packing, _ = packed(tmp_path / "two.zip", town, lost, kept)

    [left_out] = packing.left_out
    assert (left_out.number, "请从备份中恢复" in left_out.why) == ("丢了", True)
    assert [one.record.number for one in packing.folders] == ["还在"]
    assert packing.folders[0].record.piece == 1  # no gap in the numbers
    assert verify(tmp_path / "two.zip").faults == []
    assert ArchivedFile.objects.get().application == kept


# --- What may be packed, and by which number ----------------------------------------------


def test_only_what_is_decided_and_sent_is_finished(town):
    unsent = plain(town, number="未发", settled_on=None)
    still_open = plain(town, number="未办", outcome="", concluded_on=None, settled_on=None)
    done = plain(town, number="已发")

    assert list(finished(town)) == [done]
    with pytest.raises(Refused, match="还没有发出，不能归档"):
        require_finished(unsent)
    with pytest.raises(Refused, match="还没有办结，不能归档"):
        require_finished(still_open)


def test_a_year_holds_what_was_concluded_in_it_one_folder_each(town, tmp_path):
    for number, day in (("三", (2026, 5, 2)), ("一", (2026, 1, 4)), ("前", (2025, 12, 31)), ("后", (2027, 1, 1))):
        plain(town, number=number, received_on=dt.date(2025, 1, 2), concluded_on=dt.date(*day))
    packing, package = packed(tmp_path / "year.zip", town, year=2026)

    assert [(one.record.number, one.record.folder) for one in packing.folders] == [
        ("一", "电子档案/2026-0001"),
        ("三", "电子档案/2026-0002"),
    ]
    assert package.year == 2026
    assert json.loads(members(tmp_path / "year.zip")["清单.json"])["year"] == 2026


def test_a_file_packed_again_keeps_its_number_and_the_next_one_follows(town, tmp_path):
    first, second = plain(town, number="甲"), plain(town, number="乙")
    packed(tmp_path / "1.zip", town, second)
    packed(tmp_path / "2.zip", town, first, second)

    pieces = list(ArchivedFile.objects.order_by("pk").values_list("application__number", "piece"))
    assert pieces == [("乙", 1), ("甲", 2), ("乙", 1)]


def test_two_packings_at_once_do_not_give_out_a_number_twice(town, tmp_path):
    one, other = plain(town, number="甲"), plain(town, number="乙")
    with Packing(tmp_path / "1.zip", town, year=None, at=NOW) as slow:
        slow.add(one)
        slow.close()
    packed(tmp_path / "2.zip", town, other)

    with pytest.raises(Refused, match="件号重复"):
        mark_packed(slow, by=None)
    assert ArchivePackage.objects.count() == 1


def test_a_batch_costs_a_constant_number_of_queries(town, django_assert_num_queries):
    keys = [filed(town, number=f"申请{number}").pk for number in range(2)]
    for some in (keys[:1], keys):
        with django_assert_num_queries(QUERIES):
            for application in loaded(some):
                assert len(documents_of(application)) == 11
                assert [case.number for case in application.cases.all()] == []
    assert AT_ONCE == 20


@on_one
def test_packing_itself_asks_nothing_more_of_the_database(town, tmp_path, django_assert_num_queries):
    [application] = loaded([filed(town).pk])
    with Packing(tmp_path / "one.zip", town, year=None, at=NOW) as packing, django_assert_num_queries(0):
        packing.add(application)


@on_one
def test_each_paper_is_written_before_the_next_is_read(town, tmp_path, monkeypatch):
    """Memory holds one file at a time, whatever an application or a year holds."""
    [application] = loaded([filed(town).pk])
    read, written = Paper.read, []

    def watched(paper):
        written.append(packing._file.tell())
        return read(paper)

    with Packing(tmp_path / "one.zip", town, year=None, at=NOW) as packing:
        monkeypatch.setattr(Paper, "read", watched)
        packing.add(application)
    assert len(written) >= 7
    assert all(before < after for before, after in itertools.pairwise(written))


# --- By the screen, some seconds at a time -----------------------------------------------


@pytest.fixture
def archivist(town):
    return clerk(town)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"


def test_a_job_goes_on_where_the_last_request_stopped(town, archivist):
    keys = [plain(town, number=number).pk for number in "甲乙丙"]
    job = begin(authority=town, keys=keys, year=2026, by=archivist, at=NOW)
    steps = []
    while not job.is_finished:
        job = advance(job.token, by=archivist, seconds=0)
        steps.append(job.done)

    assert steps == [1, 2, 3]
    assert verify(job.path).faults == []
    assert stat.S_IMODE(job.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(job.path.parent.stat().st_mode) == 0o700
    assert ArchivedFile.objects.count() == 3
    assert ArchivePackage.objects.get().made_by == archivist


@on_one
def test_a_request_that_fails_leaves_the_job_as_it_was(town, archivist, monkeypatch):
    keys = [plain(town, number=number).pk for number in "甲乙"]
    job = begin(authority=town, keys=keys, year=None, by=archivist, at=NOW)
    job = advance(job.token, by=archivist, seconds=0)
    with monkeypatch.context() as patched:
        patched.setattr("disclosure.desk.archives.folder.pdf_report", _busy)
        with pytest.raises(Busy):
            advance(job.token, by=archivist)
    assert find(job.token, by=archivist).done == 1

    job = advance(job.token, by=archivist)
    assert (job.done, job.left_out, verify(job.path).faults) == (2, (), [])


def _busy(*_):
    raise Busy("忙")


def test_a_job_is_its_owner_s_and_goes_after_a_day(town, archivist):
    key = plain(town).pk
    job = advance(begin(authority=town, keys=[key], year=None, by=archivist, at=NOW).token, by=archivist)
    with pytest.raises(Refused, match="不是您开始的"):
        find(job.token, by=clerk(town))
    for token in ("../../etc", "0" * 32, ""):
        with pytest.raises(Refused):
            find(token, by=archivist)

    written = dt.datetime.fromtimestamp(job.path.parent.stat().st_mtime, dt.UTC)
    assert sweep(written + dt.timedelta(hours=23)) == 0
    assert sweep(written + dt.timedelta(hours=25)) == 1
    with pytest.raises(Refused, match="请重新打包"):
        find(job.token, by=archivist)


def test_who_does_not_see_applicants_packs_nothing(town):
    head = person(town, "政府信息公开工作机构负责人")
    with pytest.raises(Refused, match="没有查看申请材料的权限"):
        begin(authority=town, keys=[plain(town).pk], year=None, by=head, at=NOW)


def test_what_came_after_the_package_makes_it_outdated(town, tmp_path):
    one = plain(town)
    _, package = packed(tmp_path / "1.zip", town, one, at=dt.datetime.now(dt.UTC))
    assert not is_outdated(one, package.made_at)
    keep_paper(of=one, kind=PaperKind.GIVEN, name="补.jpg", data=scan(), media_type="image/jpeg")
    assert is_outdated(one, package.made_at)
