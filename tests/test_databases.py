"""A database is whole and up to date when it is opened, or says what it is instead."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from databases import open_database
from errors import StorageError
from tests.end_to_end.disks import read_only


def tables(connection: sqlite3.Connection) -> None:
    connection.execute("create table if not exists notes (text)")


def fill(path: Path, count: int = 500) -> None:
    opened = open_database(path, tables)
    with opened.connection as db:
        db.executemany("insert into notes values (?)", [("isi " * 50,)] * count)
    opened.connection.close()


def count(connection: sqlite3.Connection) -> int:
    return int(connection.execute("select count(*) from notes").fetchone()[0])


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "data" / "uji.db"
    assert not list(tmp_path.glob("**/*-journal"))


def test_a_new_file_is_made_with_its_folder(path: Path) -> None:
    opened = open_database(path, tables)
    assert (opened.trouble, opened.in_memory) == (None, False)
    assert opened.connection.execute("pragma journal_mode").fetchone() == ("wal",)
    assert opened.connection.execute("pragma secure_delete").fetchone() == (1,)
    opened.connection.close()


@pytest.mark.parametrize("part", [0, 1, 4, 16])
def test_a_file_that_was_cut_off_is_begun_anew(path: Path, part: int) -> None:
    fill(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * part // 17])
    opened = open_database(path, tables)
    assert count(opened.connection) == 0
    assert len(list(path.parent.glob("uji.db.rusak-*"))) == (part > 0)
    assert (opened.trouble is None) is (part == 0), "an empty file is a new one"
    opened.connection.close()


def test_damage_in_the_middle_is_found_at_the_start(path: Path) -> None:
    fill(path)
    content = bytearray(path.read_bytes())
    content[40960:45056] = b"\xa5" * 4096
    path.write_bytes(content)
    opened = open_database(path, tables)
    assert opened.trouble
    assert "rusak" in opened.trouble
    assert count(opened.connection) == 0
    opened.connection.close()


@pytest.mark.parametrize(("copy", "expected"), [(True, 500), (False, 0)])
def test_what_cannot_be_written_lives_in_memory(path: Path, copy: bool, expected: int) -> None:
    fill(path)
    with read_only(path.parent):
        opened = open_database(path, tables, copy_unwritable=copy)
        assert opened.in_memory
        assert str(path) in str(opened.trouble)
        assert count(opened.connection) == expected
        with opened.connection as db:
            db.execute("insert into notes values ('baru')")
        assert count(opened.connection) == expected + 1
        opened.connection.close()


def test_a_broken_file_that_cannot_be_moved_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"ini bukan basis data" * 500)
    with read_only(path.parent):
        opened = open_database(path, tables, copy_unwritable=True)
        assert opened.in_memory
        assert count(opened.connection) == 0
        opened.connection.close()
    assert path.read_bytes() == b"ini bukan basis data" * 500


def test_a_locked_file_is_neither_broken_nor_replaced(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(path)
    monkeypatch.setattr("databases._BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(path)) as other:
        other.execute("begin exclusive")
        with pytest.raises(StorageError, match="locked"):
            open_database(path, tables)
        other.rollback()
    assert not list(path.parent.glob("uji.db.*rusak*"))


@pytest.mark.parametrize("name", ["berkas/uji.db", "folder"])
def test_what_is_no_place_for_a_file_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "berkas").write_text("bukan folder")
    (tmp_path / "folder").mkdir()
    with pytest.raises(StorageError, match="NETRA_DATA_DIR"):
        open_database(tmp_path / name, tables)
