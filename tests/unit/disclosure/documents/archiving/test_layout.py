"""The bytes of a package: read by other programs, and the same whenever the same is written."""

import io
import zipfile

import pytest

from disclosure.documents.archiving.entries import entries_of
from disclosure.documents.archiving.layout import MOST_32, StoredZip, directory, end_of
from disclosure.documents.archiving.results import ZipEntry
from disclosure.errors import Unreadable

FILES = {"电子档案/一.pdf": b"one", "空": b"", "清单.json": b"{}" * 1000}


def written():
    target = io.BytesIO()
    package = StoredZip(target)
    for name, data in FILES.items():
        package.add(name, data)
    package.close()
    return target.getvalue(), package.entries


def test_another_program_reads_it():
    data, _ = written()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        assert {name: package.read(name) for name in package.namelist()} == FILES
        assert {info.external_attr >> 16 for info in package.infolist()} == {0o100600}


def test_its_directory_is_read_from_the_last_bytes():
    data, entries = written()
    assert entries_of(data, "包", len(data)) == entries
    start = end_of(entries[-1])
    assert entries_of(data[start:], "包", len(data)) == entries


@pytest.mark.parametrize("apart", [100, 100_000])
def test_many_files_and_far_ones_take_the_large_form(apart):
    """70,000 files, of which the last lie beyond 4 GiB where they are far apart."""
    entries = [ZipEntry(f"{number}", number * apart, 1, 7) for number in range(70_000)]
    start = end_of(entries[-1])
    tail = directory(entries, start)
    assert (start > MOST_32) == (apart > 100)
    assert entries_of(tail, "包", start + len(tail)) == entries


@pytest.mark.parametrize("cut", [1, 22, 60])
def test_a_cut_directory_is_refused(cut):
    data, _ = written()
    with pytest.raises(Unreadable, match="不完整"):
        entries_of(data[:-cut], "包", len(data) - cut)


def test_a_directory_that_claims_more_than_there_is_is_refused():
    data, entries = written()
    start = end_of(entries[-1])
    lying = bytearray(data)
    lying[-12:-10] = b"\xff\x7f"  # the number of files
    with pytest.raises(Unreadable):
        entries_of(bytes(lying[start:]), "包", len(lying))
