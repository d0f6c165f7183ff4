"""What the tests of the journal read and break, byte by byte."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from journal.store import OutcomeRecord

ANSWERED = OutcomeRecord(
    channel="private",
    outcome="answered",
    route="neutrality",
    verdict="prohibited",
    guidance="like-unggahan-calon",
    confidence=0.93,
    latency_ms=21.4,
    version="a1b2",
)
NOT_FOUND = OutcomeRecord("private", "not_found", "neutrality", None, None, 0.1, 9.0, "a1b2")


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    """What ``query`` finds, through a connection of its own."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def bytes_of(folder: Path) -> bytes:
    """Every byte of every file below ``folder``."""
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def traces(number: int) -> tuple[bytes, ...]:
    """The ways in which a file could hold ``number``."""
    return (
        str(number).encode(),
        number.to_bytes(8),
        number.to_bytes(6),
        number.to_bytes(8, "little"),
    )


def grow_old(path: Path, span: timedelta) -> None:
    """Let all that was asked so far be that much older."""
    with closing(sqlite3.connect(path)) as db, db:
        for table, column in (("outcomes", "asked_at"), ("feedback", "given_at")):
            rows = db.execute(f"select rowid, {column} from {table}").fetchall()
            for rowid, at in rows:
                moved = (datetime.fromisoformat(at) - span).isoformat(timespec="seconds")
                db.execute(f"update {table} set {column} = ? where rowid = ?", [moved, rowid])
