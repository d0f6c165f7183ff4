"""What admins did: who, when, what, and why where a reason was asked for.

An admin is a numeric Telegram id here and not a hash: the audit answers who it was, and the
ids of admins stand in the settings anyway. It holds nothing of people who ask.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database, Migrations

from errors import StorageError
from journal.file import JournalFile
from journal.retention import stamp

migrations = Migrations("netra.audit")
_TABLE = "audit"


@migrations()
def m001_audit(db: Database) -> None:
    """Create the table."""
    db.table(_TABLE).create(
        {"id": int, "at": str, "admin": int, "action": str, "subject": str, "reason": str},
        pk="id",
    )


@dataclass(frozen=True)
class AuditEntry:
    """One thing that an admin did; ``at`` is in UTC."""

    at: datetime
    admin: int
    action: str
    subject: str
    reason: str | None


class AuditLog:
    """The audit of one data folder; safe to use from several threads.

    Entries are never changed or deleted. One that cannot be written is lost, and the log of
    the process tells of the disk: an emergency switch must work on a full one too.
    """

    def __init__(self, path: Path) -> None:
        """Open ``path``, the file of the journal, creating it where it does not exist.

        Raises:
            StorageError: as in :func:`databases.open_database`.
        """
        self._file = JournalFile(path, _migrate, copy_unwritable=True)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def add(self, admin: int, action: str, subject: str, reason: str | None = None) -> None:
        """Write down that ``admin``, a Telegram id, did ``action`` to ``subject`` just now."""
        row = {
            "at": stamp(datetime.now(UTC)),
            "admin": admin,
            "action": action,
            "subject": subject,
            "reason": reason,
        }
        with suppress(StorageError), self._file.writing() as db:
            db.table(_TABLE).insert(row)

    def latest(self, limit: int) -> list[AuditEntry]:
        """Return the last ``limit`` entries, newest first; none where they cannot be read."""
        return self._entries("order by id desc limit ?", [limit])

    def last_of(self, *actions: str) -> AuditEntry | None:
        """Return the newest entry about one of ``actions``, if there is any."""
        marks = ", ".join("?" * len(actions))
        found = self._entries(f"where action in ({marks}) order by id desc limit 1", [*actions])
        return found[0] if found else None

    def _entries(self, which: str, parameters: list[str | int]) -> list[AuditEntry]:
        with suppress(StorageError), self._file.reading() as db:
            rows = db.execute(
                f"select at, admin, action, subject, reason from {_TABLE} {which}",  # noqa: S608
                parameters,
            )
            return [AuditEntry(datetime.fromisoformat(at), *rest) for at, *rest in rows]
        return []


def _migrate(connection: sqlite3.Connection) -> None:
    migrations.apply(Database(connection))
