from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "data" / "documents"


@pytest.fixture
def notice():
    """The notice as LibreOffice wrote it, by the ending of its name."""
    return lambda ending: (FOLDER / f"notice.{ending}").read_bytes()
