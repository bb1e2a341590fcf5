"""Keys of a shared cache: the same in all processes of one program with the same settings, and in no others."""

import pytest

from disclosure.portal.common import shared_pages


@pytest.fixture
def key(settings, tmp_path):
    """`key()`: that of a process which starts now, of a program in a folder of this test."""
    settings.BASE_DIR = tmp_path
    for name, text in (
        ("disclosure/law.py", "1"),
        ("templates/portal/common/base.html", "<p>"),
        ("static/a.css", "p{}"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)

    def made():
        shared_pages.program_digest.cache_clear()
        return shared_pages.make_key("key", "prefix", "1")

    yield made
    shared_pages.program_digest.cache_clear()


def test_processes_of_one_program_share_keys(key, tmp_path):
    first = key()
    (tmp_path / "disclosure/law.cpython-311.pyc").write_bytes(b"compiled")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/portal.md").write_text("a text")

    assert key() == first
    assert first.startswith("prefix:")
    assert first.endswith(":1:key")


@pytest.mark.parametrize(
    "name", ["disclosure/law.py", "templates/portal/common/base.html", "static/a.css", "templates/new.html"]
)
def test_changed_file_changes_the_key(key, tmp_path, name):
    first = key()
    (tmp_path / name).write_text("2")

    assert key() != first


@pytest.mark.parametrize("name, value", [("MEDIA_URL", "/other/"), ("SECRET_KEY", "another"), ("NEW_SETTING", 1)])
def test_changed_setting_changes_the_key(key, settings, name, value):
    first = key()
    setattr(settings, name, value)

    assert key() != first


def test_bytes_pass_a_server_as_they_are():
    serializer = shared_pages.BytesAsTheyAre()

    assert serializer.loads(serializer.dumps(b"\x80\x04K\x01.")) == b"\x80\x04K\x01."
