"""What admins did: who, when, what, and why where a reason was asked for."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database, Migrations

from databases import applying, open_database

logger = logging.getLogger(__name__)

migrations = Migrations("netra.audit")


@migrations()
def m001_audit(db: Database) -> None:
    """Create the table."""
    db.table("audit").create(
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
    """The audit of one data folder."""

    def __init__(self, path: Path) -> None:
        """Open ``path``, the file of the journal.

        Raises:
            StorageError: as in :func:`databases.open_database`.
        """
        opened = open_database(path, applying(migrations), copy_unwritable=True)
        self._db = Database(opened.connection)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def add(self, admin: int, action: str, subject: str, reason: str | None = None) -> None:
        """Write down that ``admin``, a Telegram id, did ``action`` to ``subject`` just now."""
        row = {
            "at": datetime.now(UTC).isoformat(),
            "admin": admin,
            "action": action,
            "subject": subject,
            "reason": reason,
        }
        try:
            with self._db.atomic():
                self._db.table("audit").insert(row)
        except sqlite3.Error as error:
            logger.error("the audit could not be written: %s", error)

    def latest(self, limit: int) -> list[AuditEntry]:
        """Return the last ``limit`` entries, newest first."""
        rows = self._db.execute(
            "select at, admin, action, subject, reason from audit order by id desc limit ?",
            [limit],
        )
        return [AuditEntry(datetime.fromisoformat(at), *rest) for at, *rest in rows]
