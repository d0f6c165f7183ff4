"""The journal that the tests of this folder write and read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from journal.store import Journal


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of the journal, in a folder of its own that is not there yet."""
    return tmp_path / "data" / "journal.db"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    """The journal, open until the test ends."""
    opened = Journal(path)
    yield opened
    opened.close()
