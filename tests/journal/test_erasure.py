"""Who asks to be erased is erased: from the rows, the file, its log and later backups."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from errors import StorageError
from journal.backup import back_up
from journal.identity import KEY_FILE, Identity, open_identity
from journal.store import Journal
from tests.journal.files import ANSWERED, NOT_FOUND, bytes_of, rows, traces

BUDI = 6_234_567_890_12
SITI = 6_999_999_999_99
MARK = "kataunikbudi"


def fill(journal: Journal) -> None:
    for number in range(200):
        outcome = journal.record(NOT_FOUND, BUDI, f"boleh {MARK} ke-{number}? " * 10)
        journal.give_feedback(outcome, useful=bool(number % 2))
        journal.record(ANSWERED, SITI, f"pertanyaan siti {number}")
    journal.conversations.keep(BUDI, BUDI, f"lalu {MARK}?")
    journal.conversations.keep(-100, BUDI, f"di grup {MARK}?")
    journal.conversations.keep(SITI, SITI, "lalu siti?")


def test_nothing_is_left_of_whom_is_erased(journal: Journal, path: Path, tmp_path: Path) -> None:
    fill(journal)
    assert MARK.encode() in bytes_of(path.parent)
    journal.erase(BUDI)
    folder = back_up(path.parent, tmp_path / "cadangan")
    for place in (path.parent, folder):
        left = bytes_of(place)
        assert MARK.encode() not in left
        assert b"pertanyaan siti" in left
        for trace in (*traces(BUDI), *traces(SITI)):
            assert trace not in left
    assert rows(path, "select count(*), count(distinct person) from outcomes") == [(200, 1)]
    assert rows(path, "select count(*) from feedback") == [(0,)]
    assert journal.conversations.last(BUDI, BUDI) is None
    assert journal.conversations.last(-100, BUDI) is None
    assert journal.conversations.last(SITI, SITI) == "lalu siti?"


def test_the_log_is_emptied_at_once(journal: Journal, path: Path) -> None:
    fill(journal)
    journal.erase(BUDI)
    assert Path(f"{path}-wal").stat().st_size == 0


def test_a_reader_in_the_way_is_said_and_not_hidden(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("databases._BUSY_SECONDS", 0.1)
    patient = Journal(path)
    fill(patient)
    with closing(sqlite3.connect(path)) as reader:
        reader.execute("begin")
        reader.execute("select * from outcomes").fetchone()
        with pytest.raises(StorageError, match="-wal"):
            patient.erase(BUDI)
    patient.erase(BUDI)
    assert MARK.encode() not in bytes_of(path.parent)
    patient.close()


def test_who_was_erased_may_come_back(journal: Journal, path: Path) -> None:
    journal.erase(BUDI)
    assert journal.record(NOT_FOUND, BUDI, "boleh?")
    assert len(rows(path, "select * from outcomes where person is not null")) == 1


# --- the key -----------------------------------------------------------------------------


def test_the_key_is_made_once_for_its_owner_alone(path: Path) -> None:
    Journal(path).close()
    key = path.parent / KEY_FILE
    first = key.read_bytes()
    assert len(first) == 32
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    Journal(path).close()
    assert key.read_bytes() == first
    assert [file.name for file in path.parent.iterdir() if KEY_FILE in file.name] == [KEY_FILE]


def test_two_folders_have_two_keys(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
    first, second = (open_identity(tmp_path / name) for name in "ab")
    assert first.person(BUDI) != second.person(BUDI)
    assert open_identity(tmp_path / "a").person(BUDI) == first.person(BUDI)


def test_a_hash_needs_the_key() -> None:
    assert Identity(b"a" * 32).person(1) != Identity(b"b" * 32).person(1)
    assert Identity(b"a" * 32).person(1) != Identity(b"a" * 32).place(1, 1)


@pytest.mark.parametrize("broken", [None, b"", b"setengah"])
def test_what_was_written_with_a_lost_key_is_forgotten(path: Path, broken: bytes | None) -> None:
    journal = Journal(path)
    fill(journal)
    journal.close()
    key = path.parent / KEY_FILE
    if broken is None:
        key.unlink()
    else:
        key.write_bytes(broken)
    journal = Journal(path)
    assert rows(path, "select count(person), count(question), count(*) from outcomes") == [
        (0, 0, 400)
    ]
    assert MARK.encode() not in bytes_of(path.parent)
    assert journal.conversations.last(SITI, SITI) is None
    journal.close()
    assert len(key.read_bytes()) == 32


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_key_that_cannot_be_read_stops_the_start(path: Path) -> None:
    Journal(path).close()
    (path.parent / KEY_FILE).chmod(0)
    with pytest.raises(StorageError, match=KEY_FILE):
        Journal(path)
