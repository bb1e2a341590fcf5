import pytest


@pytest.fixture(scope="session", autouse=True)
def _pages_find_their_files(static_files: None) -> None:
    """A page names its static files by their hashes, and cannot be shown before they are collected."""
