"""A journal that cannot be written is said once and stands in nobody's way."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from errors import StorageError
from journal.store import NOT_RECORDED, FeedbackCounts, Journal
from tests.end_to_end.disks import read_only
from tests.journal.files import ANSWERED, NOT_FOUND, rows

PERSON = 612_345_678_901


def fill_up(journal: Journal) -> None:
    """Let SQLite refuse every further page, as it does on a full disk."""
    pages = journal._file._db.execute("pragma page_count").fetchone()[0]
    journal._file._db.execute(f"pragma max_page_count = {pages}")


def make_room(journal: Journal) -> None:
    journal._file._db.execute("pragma max_page_count = 1000000")


def test_a_full_disk(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "journal.db"
    journal = Journal(path)
    first = journal.record(NOT_FOUND, PERSON, "boleh?")
    assert journal.trouble is None
    fill_up(journal)
    with caplog.at_level(logging.INFO):
        ids = [journal.record(NOT_FOUND, PERSON, "boleh? " * 60) for _ in range(100)]
    assert ids[-1] == NOT_RECORDED
    assert journal.counts().questions == 1 + sum(bool(number) for number in ids)
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == 1
    assert str(path) in told[0] == journal.trouble
    assert "database or disk is full" in told[0]
    assert journal.give_feedback(NOT_RECORDED, useful=True) is False
    make_room(journal)
    assert journal.record(NOT_FOUND, PERSON, "boleh?") > first
    journal.close()
    assert rows(path, "pragma integrity_check") == [("ok",)]


def test_a_question_that_could_not_be_remembered_hides_the_one_before(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    kept = journal.conversations
    kept.keep(PERSON, PERSON, "lama?")
    fill_up(journal)
    for other in range(1, 200):
        kept.keep(other, other, "boleh? " * 60)
    kept.keep(PERSON, PERSON, "baru? " * 80)
    assert kept.last(PERSON, PERSON) is None
    make_room(journal)
    kept.keep(PERSON, PERSON, "lebih baru?")
    assert kept.last(PERSON, PERSON) == "lebih baru?"
    journal.close()


def test_an_erasure_that_failed_is_not_called_done(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = Journal(path)
    journal.record(NOT_FOUND, PERSON, "boleh?")
    # The mark of the erasure is written last.
    with closing(sqlite3.connect(path)) as other:
        other.execute(
            "create trigger broken before insert on erasures "
            "begin select raise(abort, 'disk I/O error'); end"
        )
    with pytest.raises(StorageError, match="disk I/O error"):
        journal.erase(PERSON)
    assert journal.counts().questions == 1, "all or nothing"
    journal.close()


def test_a_folder_that_may_not_be_written(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "data"
    first = Journal(folder / "journal.db")
    first.record(NOT_FOUND, PERSON, "boleh?")
    first.close()
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with read_only(folder):
        journal = Journal(folder / "journal.db")
        assert "tidak dapat ditulisi" in str(journal.trouble)
        outcome = journal.record(ANSWERED, PERSON, "boleh?")
        assert journal.give_feedback(outcome, useful=True)
        journal.conversations.keep(PERSON, PERSON, "boleh?")
        assert journal.conversations.last(PERSON, PERSON) == "boleh?"
        journal.tidy(90)
        with pytest.raises(StorageError):
            journal.erase(PERSON)
        journal.close()
    assert len(caplog.records) == 1
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


@pytest.mark.parametrize("content", [b"ini bukan basis data" * 100, None])
def test_a_broken_file_is_set_aside(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, content: bytes | None
) -> None:
    path = tmp_path / "journal.db"
    journal = Journal(path)
    for number in range(100):
        journal.record(NOT_FOUND, PERSON, f"boleh {number}? " * 20)
    journal.close()
    whole = path.read_bytes()
    path.write_bytes(content or whole[: len(whole) // 2])
    broken = path.read_bytes()
    journal = Journal(path)
    (aside,) = tmp_path.glob("journal.db.rusak-*")
    assert aside.read_bytes() == broken
    assert aside.name in str(journal.trouble)
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert journal.record(ANSWERED) == 1
    journal.close()
    assert Journal(path).trouble is None


def test_a_file_that_breaks_while_it_is_open_raises_nothing(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = Journal(path)
    for number in range(200):
        journal.record(NOT_FOUND, PERSON, f"boleh {number}? " * 20)
    journal.tidy(90)
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * len(content[4096:])
    with path.open("r+b") as file:
        file.write(content)
    # Another connection throws away what this one has cached.
    with closing(sqlite3.connect(path)) as other:
        other.execute("pragma user_version = 7")
    assert journal.record(ANSWERED, PERSON, "boleh?") == NOT_RECORDED
    assert journal.counts() == FeedbackCounts(0, 0, 0)
    assert journal.conversations.last(PERSON, PERSON) is None
    assert journal.trouble
    journal.close()
