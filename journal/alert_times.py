"""When admins were last alerted of what, so that one trouble does not become a hundred
messages, also across restarts."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from sqlite_utils import Database, Migrations

from errors import StorageError
from journal.file import JournalFile
from journal.retention import stamp

EVERY = timedelta(hours=1)
"""How long admins hear nothing more of a kind that they were told of."""

migrations = Migrations("netra.alerts")
_TABLE = "alerts"


@migrations()
def m001_alerts(db: Database) -> None:
    """Create the table."""
    db.table(_TABLE).create({"kind": str, "told_at": str}, pk="kind")


class AlertTimes:
    """The alerts of one data folder; safe to use from several threads.

    Times are held in memory as well, so that a full disk does not let alerts through.
    """

    def __init__(self, path: Path) -> None:
        """Open ``path``, the file of the journal, creating it where it does not exist.

        Raises:
            StorageError: as in :func:`databases.open_database`.
        """
        self._file = JournalFile(path, _migrate, copy_unwritable=True)
        self._told: dict[str, datetime] = {}
        with suppress(StorageError), self._file.reading() as db:
            rows = db.table(_TABLE).rows
            self._told = {row["kind"]: datetime.fromisoformat(row["told_at"]) for row in rows}

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def last(self, kind: str) -> datetime | None:
        """Return when admins were last told of ``kind``."""
        return self._told.get(kind)

    def is_due(self, kind: str, now: datetime) -> bool:
        """Whether ``kind`` may be told at ``now``; a clock that was ahead does not matter."""
        last = self._told.get(kind)
        return last is None or not timedelta(0) <= now - last < EVERY

    def told(self, kind: str, now: datetime) -> None:
        """Note that admins were told of ``kind`` at ``now``."""
        self._told[kind] = now
        with suppress(StorageError), self._file.writing() as db:
            db.table(_TABLE).upsert({"kind": kind, "told_at": stamp(now)}, pk="kind")


def _migrate(connection: sqlite3.Connection) -> None:
    migrations.apply(Database(connection))
