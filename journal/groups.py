"""Groups that switched the bot off: the one thing that is kept about a group.

Its number alone, since nothing less would tell it from another, and only while it is off
and the bot is in it.
"""

from __future__ import annotations

import threading
from pathlib import Path

from sqlite_utils import Database, Migrations

from databases import applying, open_database

migrations = Migrations("netra.groups")
_TABLE = "muted_groups"


@migrations()
def m001_muted_groups(db: Database) -> None:
    """Create the table."""
    db.table(_TABLE).create({"chat_id": int}, pk="chat_id")


class MutedGroups:
    """The groups of one data folder that are switched off; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Open ``path``, the file of the journal, creating it where it does not exist.

        Raises:
            StorageError: as in :func:`databases.open_database`.
        """
        self._lock = threading.Lock()
        opened = open_database(path, applying(migrations), copy_unwritable=True)
        self._db = Database(opened.connection)
        self._muted = {int(row["chat_id"]) for row in self._db.table(_TABLE).rows}

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def __contains__(self, chat_id: int) -> bool:
        """Whether a group is switched off; does not touch the disk."""
        return chat_id in self._muted

    def add(self, chat_id: int) -> None:
        """Switch the bot off in a group."""
        with self._lock, self._db.atomic():
            self._db.table(_TABLE).insert({"chat_id": chat_id}, pk="chat_id", ignore=True)
            self._muted.add(chat_id)

    def discard(self, chat_id: int) -> None:
        """Switch it on again, or forget a group that it has left."""
        with self._lock, self._db.atomic():
            self._db.table(_TABLE).delete_where("chat_id = ?", [chat_id])
            self._muted.discard(chat_id)

    def move(self, old: int, new: int) -> None:
        """Follow a group that was given a new number."""
        if old in self:
            self.add(new)
            self.discard(old)
