"""How Netra opens its SQLite files: checked, set aside where broken, in memory where it must.

Answers matter more than files. A file that is damaged is moved out of the way, kept for
whoever wants to look, and begun anew; a disk that cannot be written gives a database in
memory. Either way :attr:`Opened.trouble` is the line that an operator should read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database, Migrations

from errors import StorageError

Prepare = Callable[[sqlite3.Connection], None]
"""Brings the tables of a file up to date."""

SIDE_FILES = ("", "-wal", "-shm")
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_UNWRITABLE = frozenset(
    {
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_PERM,
    }
)
_BUSY_SECONDS = 10.0


@dataclass(frozen=True)
class Opened:
    """A database ready for use.

    ``trouble`` says, for an operator, why it is not simply the file that was asked for.
    ``in_memory`` is true where nothing that is written will outlive the process.
    """

    connection: sqlite3.Connection
    trouble: str | None = None
    in_memory: bool = False


def open_database(path: Path, prepare: Prepare, *, copy_unwritable: bool = False) -> Opened:
    """Open ``path``, creating it and its folder; it is whole and up to date afterwards.

    A damaged file is set aside and begun anew. Where the file cannot be written the
    database lives in memory, as a copy of the file with ``copy_unwritable``, else empty.

    Raises:
        StorageError: the folder cannot be made, the path is no file, or it is locked.
    """
    try:
        return Opened(_open(path, prepare))
    except (OSError, sqlite3.Error) as error:
        if is_damage(error):
            return _begin_anew(path, prepare)
        if _is_unwritable(error) and path.parent.is_dir() and not path.is_dir():
            connection = _in_memory(path if copy_unwritable else None, prepare)
            return Opened(connection, cannot_write(path, error), in_memory=True)
        raise StorageError(
            f"NETRA_DATA_DIR: '{path}' tidak dapat dibuka atau ditulisi ({error})"
        ) from error


def applying(migrations: Migrations) -> Prepare:
    """Return what brings the tables of a file up to date by ``migrations``."""

    def prepare(connection: sqlite3.Connection) -> None:
        migrations.apply(Database(connection))

    return prepare


def cannot_write(path: Path, error: Exception) -> str:
    """Return what an operator should know and do about a file that cannot be written."""
    return (
        f"NETRA_DATA_DIR: '{path}' tidak dapat ditulisi ({error}). Netra tetap menjawab tanpa "
        "menyimpan; kosongkan ruang disk atau perbaiki izin foldernya, lalu jalankan ulang"
    )


def is_damage(error: BaseException) -> bool:
    """Whether ``error`` says that a file is broken, and not that it is in use or read-only."""
    return _code(error) in _DAMAGE or isinstance(error, _Damaged)


def check(connection: sqlite3.Connection) -> None:
    """Read the whole database once.

    Raises:
        sqlite3.DatabaseError: it is damaged (:func:`is_damage`), or could not be read.
    """
    (first,) = connection.execute("pragma quick_check(1)").fetchone()
    if first != "ok":
        raise _Damaged(first)


def set_aside(path: Path, mark: str) -> Path:
    """Rename ``path`` and its side files to ``<name>.<mark>-<time>``; return the new path."""
    target = path.with_name(f"{path.name}.{mark}-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}")
    for suffix in SIDE_FILES:
        with suppress(FileNotFoundError):
            Path(f"{path}{suffix}").rename(f"{target}{suffix}")
    return target


class _Damaged(sqlite3.DatabaseError):
    """The check found something wrong."""


def _open(path: Path, prepare: Prepare) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, check_same_thread=False, timeout=_BUSY_SECONDS)
    try:
        check(connection)
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = normal")
        # Half a megabyte of pages, not two: seven of these are open, and Linux keeps pages too.
        connection.execute("pragma cache_size = -512")
        # What is deleted is overwritten, so that no page keeps it.
        connection.execute("pragma secure_delete = on")
        prepare(connection)
        # A file that only reads would fail at the first question instead of here.
        connection.execute("begin immediate")
        connection.execute("rollback")
    except BaseException:
        connection.close()
        raise
    return connection


def _begin_anew(path: Path, prepare: Prepare) -> Opened:
    try:
        aside = set_aside(path, "rusak")
        opened = _open(path, prepare)
    except (OSError, sqlite3.Error) as error:
        return Opened(_in_memory(None, prepare), cannot_write(path, error), in_memory=True)
    trouble = f"NETRA_DATA_DIR: '{path}' rusak; disisihkan sebagai '{aside.name}' dan dimulai baru"
    return Opened(opened, trouble)


def _in_memory(source: Path | None, prepare: Prepare) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    if source is not None and source.is_file():
        try:
            # Nothing can write it, so nothing will: SQLite needs no side files then.
            with closing(sqlite3.connect(f"{source.as_uri()}?immutable=1", uri=True)) as old:
                old.backup(connection)
            check(connection)
        except sqlite3.Error:
            connection.close()
            connection = sqlite3.connect(":memory:", check_same_thread=False)
    prepare(connection)
    return connection


def _is_unwritable(error: BaseException) -> bool:
    return isinstance(error, OSError) or _code(error) in _UNWRITABLE


def _code(error: BaseException) -> int | None:
    code = getattr(error, "sqlite_errorcode", None)
    # The low byte is the kind; the rest says where in SQLite it came from.
    return code & 0xFF if isinstance(code, int) else None
