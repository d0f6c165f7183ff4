"""Drafts of what admins add to the knowledge base, and what each admin was last asked for.

A draft is opaque here: what it says is JSON of :mod:`knowledge.proposals`. It is emptied as
soon as it is published or discarded; that it was, and who did it, stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from sqlite_utils import Database, Migrations

from journal.file import JournalFile
from journal.retention import stamp

migrations = Migrations("netra.drafts")


@migrations()
def m001_drafts_and_turns(db: Database) -> None:
    """Create the tables."""
    db.table("drafts").create(
        {
            "id": int,
            "state": str,
            "body": str,
            "added_by": int,
            "added_at": str,
            "closed_by": int,
            "closed_at": str,
        },
        pk="id",
    )
    db.table("draft_turns").create({"admin": int, "asked": str, "subject": str}, pk="admin")


class State(StrEnum):
    """How far a draft is."""

    DRAFT = "draft"
    PUBLISHED = "published"
    DISCARDED = "discarded"


@dataclass(frozen=True)
class Draft:
    """One draft; admins are Telegram ids."""

    id: int
    state: State
    body: str
    added_by: int


@dataclass(frozen=True)
class Turn:
    """What the next message of an admin answers: what was ``asked`` about which ``subject``."""

    asked: str
    subject: str


class Drafts:
    """The drafts of one data folder; safe to use from several threads.

    Every method raises :class:`errors.StorageError` where the file cannot be used.
    """

    def __init__(self, path: Path) -> None:
        """Open ``path``, the file of the journal, creating it where it does not exist."""
        self._file = JournalFile(path, migrations)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def add(self, body: str, admin: int) -> int:
        """Keep a new draft; return its number."""
        row = {
            "state": State.DRAFT.value,
            "body": body,
            "added_by": admin,
            "added_at": stamp(datetime.now(UTC)),
        }
        with self._file.writing() as db:
            return int(str(db.table("drafts").insert(row).last_pk))

    def get(self, number: int) -> Draft | None:
        """Return a draft, or None where there is none of that number."""
        with self._file.reading() as db:
            row = db.execute(
                "select id, state, body, added_by from drafts where id = ?", [number]
            ).fetchone()
        return Draft(row[0], State(row[1]), row[2], row[3]) if row else None

    def change(self, number: int, body: str) -> bool:
        """Give a draft another body; False where it is no draft any more."""
        with self._file.writing() as db:
            found = db.conn.execute(
                "update drafts set body = ? where id = ? and state = 'draft'", [body, number]
            )
            return found.rowcount == 1

    def close_draft(self, number: int, state: State, admin: int) -> bool:
        """Publish or discard a draft; False where somebody did before."""
        with self._file.writing() as db:
            found = db.conn.execute(
                "update drafts set state = ?, body = '', closed_by = ?, closed_at = ? "
                "where id = ? and state = 'draft'",
                [state.value, admin, stamp(datetime.now(UTC)), number],
            )
            return found.rowcount == 1

    def ask(self, admin: int, turn: Turn | None) -> None:
        """Remember what the next message of ``admin`` answers; None: it is a question again."""
        with self._file.writing() as db:
            db.table("draft_turns").delete_where("admin = ?", [admin])
            if turn:
                row = {"admin": admin, "asked": turn.asked, "subject": turn.subject}
                db.table("draft_turns").insert(row)

    def ask_no_more(self, admin: int, *asked: str) -> None:
        """Forget what the next message of ``admin`` answers, if that is one of ``asked``."""
        marks = ", ".join("?" * len(asked))
        with self._file.writing() as db:
            where = f"admin = ? and asked in ({marks})"
            db.table("draft_turns").delete_where(where, [admin, *asked])

    def turn(self, admin: int) -> Turn | None:
        """Return what ``admin`` was last asked for and has not answered yet."""
        with self._file.reading() as db:
            row = db.execute(
                "select asked, subject from draft_turns where admin = ?", [admin]
            ).fetchone()
        return Turn(*row) if row else None
