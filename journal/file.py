"""The one file of the journal, and what happens where it cannot be written."""

from __future__ import annotations

import logging
import math
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from databases import Prepare, cannot_write, open_database
from errors import StorageError

logger = logging.getLogger(__name__)

_SHOWN_SECONDS = 300.0
_TOLD_EVERY_SECONDS = 3600.0


class JournalFile:
    """``journal.db`` open for several threads.

    What fails raises :class:`StorageError` and is tried again the next time. On a disk that
    is nearly full some writes fit and others do not: the log says so once an hour at most.
    """

    def __init__(self, path: Path, prepare: Prepare, *, copy_unwritable: bool = False) -> None:
        """Open ``path`` for the tables of ``prepare``; see :func:`databases.open_database`."""
        self.path = path
        self._lock = threading.RLock()
        opened = open_database(path, prepare, copy_unwritable=copy_unwritable)
        self._db = Database(opened.connection)
        self._opening_trouble = opened.trouble
        self._failure: str | None = None
        self._failed_at = self._told_at = -math.inf
        self.in_memory = opened.in_memory

    @property
    def trouble(self) -> str | None:
        """What an operator should know, or None where all is well."""
        is_recent = time.monotonic() - self._failed_at < _SHOWN_SECONDS
        return self._failure if is_recent else self._opening_trouble

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """Give the database for one transaction.

        Raises:
            StorageError: it was not written; nothing of it is kept.
        """
        with self._lock:
            try:
                # Write locks are taken at once: a transaction that begins by reading could
                # not wait for another writer.
                self._db.conn.execute("begin immediate")
                try:
                    yield self._db
                    self._db.conn.execute("commit")
                except BaseException:
                    self._db.rollback()
                    raise
            except sqlite3.Error as error:
                raise self._failed(error) from error

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """Give the database for queries.

        Raises:
            StorageError: it cannot be read.
        """
        with self._lock:
            try:
                yield self._db
            except sqlite3.Error as error:
                raise self._failed(error) from error

    def forget_pages(self) -> None:
        """Empty the write-ahead log, which still holds what was deleted.

        Raises:
            StorageError: another connection kept it from being emptied.
        """
        with self.reading() as db:
            (busy, _, _) = db.conn.execute("pragma wal_checkpoint(truncate)").fetchone()
        if busy:
            raise StorageError(f"'{self.path}-wal' sedang dipakai dan belum dapat dikosongkan")

    def _failed(self, error: sqlite3.Error) -> StorageError:
        self._failure = cannot_write(self.path, error)
        self._failed_at = time.monotonic()
        if self._failed_at - self._told_at >= _TOLD_EVERY_SECONDS:
            self._told_at = self._failed_at
            logger.error("%s", self._failure)
        return StorageError(self._failure)
