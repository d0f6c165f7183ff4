"""The one file of the journal, and what happens where it cannot be written."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from databases import cannot_write, open_database
from errors import StorageError
from journal.schema import migrations

logger = logging.getLogger(__name__)


class JournalFile:
    """``journal.db`` open for several threads.

    A write that fails raises :class:`StorageError`, and the journal is in trouble until one
    succeeds again; the log says each of the two once.
    """

    def __init__(self, path: Path) -> None:
        """Open ``path``; see :func:`databases.open_database`."""
        self.path = path
        self._lock = threading.RLock()
        opened = open_database(path, _migrate)
        self._db = Database(opened.connection)
        self._opening_trouble = opened.trouble
        self._writing_trouble: str | None = None
        self.in_memory = opened.in_memory
        if opened.trouble:
            logger.error("%s", opened.trouble)

    @property
    def trouble(self) -> str | None:
        """What an operator should know, or None where all is well."""
        return self._writing_trouble or self._opening_trouble

    @property
    def is_failing(self) -> bool:
        """Whether the last write failed, so that what is read may be out of date."""
        return self._writing_trouble is not None

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
            self._succeeded()

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
        trouble = cannot_write(self.path, error)
        if self._writing_trouble is None:
            logger.error("%s", trouble)
        self._writing_trouble = trouble
        return StorageError(trouble)

    def _succeeded(self) -> None:
        if self._writing_trouble is not None:
            self._writing_trouble = None
            logger.warning("'%s' can be written again", self.path)


def _migrate(connection: sqlite3.Connection) -> None:
    migrations.apply(Database(connection))
