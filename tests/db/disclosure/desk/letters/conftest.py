import pytest

from disclosure.desk.letters import actions as letters
from disclosure.desk.letters import voiding

from .lettering import clerk


@pytest.fixture
def by(town):
    return clerk(town)


@pytest.fixture
def without_pdf(monkeypatch):
    """Typesetting is tested by itself; here it would only take time."""
    monkeypatch.setattr(letters, "pdf", lambda *_: b"%PDF-")


@pytest.fixture
def without_marking(monkeypatch):
    """The mark is tested by itself; here it would only take time."""
    monkeypatch.setattr(voiding, "marked", lambda content, *_: (content, b"%PDF-"))
