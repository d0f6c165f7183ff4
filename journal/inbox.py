"""The inbox: updates that Telegram was told we have, until they are done.

An update is content. Its body is kept from the moment it is received until it is done, and
then overwritten, in the database and in its write-ahead log; what stays for two days is its
number, so that the same update is never handled twice. It lies in a file of its own, because
no backup may hold it, and because it is written more carefully (``synchronous=FULL``) and
erased more thoroughly (``secure_delete``) than the journal.

Several processes may share the file: an update belongs to the one that wrote it down, and
after its death to whoever adopts it (:mod:`journal.claim`).
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from sqlite_utils import Database, Migrations

from databases import applying, cannot_write, open_database
from errors import StorageError
from journal.claim import Claim
from journal.writing import writing

migrations = Migrations("netra.inbox")
LARGEST_ID = 2**63 - 1
REMEMBERED_SECONDS = 2 * 24 * 3600
"""How long numbers outlive their update; Telegram repeats none that is older than a day."""
_TRUNCATED_EVERY = 5.0
_BUSY_SECONDS = 10.0


@migrations()
def m001_updates_and_quarantine(db: Database) -> None:
    """Create the first tables."""
    db.table("updates").create(
        {
            "update_id": int,
            "kind": str,
            "received_at": float,
            "owner": str,
            "attempts": int,
            "done_at": float,
            "body": str,
        },
        pk="update_id",
    )
    db.table("updates").create_index(["done_at"])
    db.table("quarantine").create(
        {"id": int, "at": float, "update_id": int, "kind": str, "problem": str}, pk="id"
    )


@dataclass(frozen=True)
class Arrival:
    """An update as it came; ``body`` is its JSON, in ASCII."""

    update_id: int
    kind: str
    body: str


@dataclass(frozen=True)
class Refusal:
    """An update that cannot be handled; ``problem`` holds nothing of its content."""

    update_id: int | None
    kind: str
    problem: str


@dataclass(frozen=True)
class Kept:
    """An update that was received in an earlier life and is not done."""

    update_id: int
    kind: str
    body: str
    age: float
    """Seconds since it was received; 0 where the clock went back."""
    attempts: int
    """How often a process that meant to handle it has ended."""


@dataclass(frozen=True)
class InboxCounts:
    """What waits, and what was ever set aside."""

    waiting: int
    set_aside: int


class Inbox:
    """The inbox of one data folder; safe to use from several threads and processes.

    Every method but ``close`` raises StorageError where the file cannot be used.
    """

    def __init__(self, path: Path, now: Callable[[], float] = time.time) -> None:
        """Open ``path``, creating it where it does not exist; ``now`` tells the time."""
        self._now = now
        self._lock = threading.Lock()
        self._truncated_at = time.monotonic()
        opened = open_database(path, _prepare)
        self._db = Database(opened.connection)
        try:
            # What lives in memory is shared with nobody.
            self._claim = Claim(Path(mkdtemp()) if opened.in_memory else path.parent)
        except OSError as error:
            raise StorageError(cannot_write(path, error)) from error

    def close(self) -> None:
        """Close the file; what is not done waits there, and counts as never tried."""
        # Where that cannot be written any more, it counts as tried: that does no harm.
        with suppress(StorageError), self._writing() as db:
            db.execute(
                "UPDATE updates SET attempts = 0 WHERE owner = ? AND done_at IS NULL",
                [self._claim.name],
            )
        with self._lock:
            self._db.close()
            self._claim.close()

    def accept(self, arrivals: Sequence[Arrival], refusals: Sequence[Refusal] = ()) -> set[int]:
        """Write updates down, all or none; return the numbers of those never seen before.

        When this returns, the updates are on the disk: Telegram may forget them.
        """
        now = self._now()
        with self._writing() as db:
            new = {
                arrival.update_id
                for arrival in arrivals
                if self._insert(db, arrival.update_id, arrival.kind, now, None, arrival.body)
            }
            for refusal in refusals:
                number = refusal.update_id
                if number is None or self._insert(db, number, refusal.kind, now, now, None):
                    self._set_aside(db, refusal, now)
        return new

    def finish(self, update_id: int) -> None:
        """Erase an update that is done."""
        with self._writing() as db:
            self._erase(db, update_id)
        self.tidy(at_once=False)

    def set_aside(self, refusal: Refusal) -> None:
        """Give up on an update that was accepted, and erase it."""
        with self._writing() as db:
            self._set_aside(db, refusal, self._now())
            if refusal.update_id is not None:
                self._erase(db, refusal.update_id)
        self.tidy(at_once=False)

    def forget(self, is_meant: Callable[[str], bool]) -> set[int]:
        """Erase the updates that are not done and whose body is meant; return their numbers."""
        with self._writing() as db:
            waiting = db.execute("SELECT update_id, body FROM updates WHERE done_at IS NULL")
            found = {number for number, body in waiting.fetchall() if is_meant(body)}
            for number in found:
                self._erase(db, number)
        self.tidy()
        return found

    def adopt(self) -> list[Kept]:
        """Take over what ended processes left; return all that is ours to do.

        What was tried least comes first, so that what ends processes does not keep the rest.
        """
        with self._writing() as db:
            owners = db.execute("SELECT DISTINCT owner FROM updates WHERE done_at IS NULL")
            for (owner,) in owners.fetchall():
                if self._claim.is_dead(owner):
                    db.execute(
                        "UPDATE updates SET owner = ? WHERE owner = ? AND done_at IS NULL",
                        [self._claim.name, owner],
                    )
            found = db.execute(
                "SELECT update_id, kind, body, received_at, attempts FROM updates "
                "WHERE owner = ? AND done_at IS NULL ORDER BY attempts, received_at, update_id",
                [self._claim.name],
            ).fetchall()
        self._claim.sweep()
        now = self._now()
        self.tidy(at_once=False)
        return [
            Kept(number, kind, body, max(0.0, now - received_at), attempts)
            for number, kind, body, received_at, attempts in found
        ]

    def try_again(self, update_id: int) -> None:
        """Count one more attempt, before it is made."""
        with self._writing() as db:
            db.execute(
                "UPDATE updates SET attempts = attempts + 1 WHERE update_id = ?", [update_id]
            )

    def counts(self) -> InboxCounts:
        """Return what waits and what was set aside."""
        with self._lock:
            return InboxCounts(
                waiting=self._db.table("updates").count_where("done_at IS NULL"),
                set_aside=self._db.table("quarantine").count,
            )

    def _insert(
        self,
        db: sqlite3.Connection,
        update_id: int,
        kind: str,
        received_at: float,
        done_at: float | None,
        body: str | None,
    ) -> bool:
        # It counts as tried from the start: nothing has to be written when it is begun.
        done = db.execute(
            "INSERT OR IGNORE INTO updates "
            "(update_id, kind, received_at, owner, attempts, done_at, body) "
            "VALUES (?, ?, ?, ?, 1, ?, ?)",
            [update_id, kind, received_at, self._claim.name, done_at, body],
        )
        return done.rowcount > 0

    def _set_aside(self, db: sqlite3.Connection, refusal: Refusal, at: float) -> None:
        db.execute(
            "INSERT INTO quarantine (at, update_id, kind, problem) VALUES (?, ?, ?, ?)",
            [at, refusal.update_id, refusal.kind, refusal.problem],
        )

    def _erase(self, db: sqlite3.Connection, update_id: int) -> None:
        db.execute(
            "UPDATE updates SET done_at = ?, body = NULL WHERE update_id = ?",
            [self._now(), update_id],
        )

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; what goes wrong in the file is a StorageError."""
        with self._lock:
            try:
                with writing(self._db):
                    yield self._db.conn
            except sqlite3.Error as error:
                raise StorageError(f"kotak masuk tidak dapat ditulisi ({error})") from error

    def tidy(self, *, at_once: bool = True) -> None:
        """Cut the write-ahead log, which still holds what was erased, and forget old numbers.

        Not ``at_once``: only where nothing waits, or it has not been done for some seconds.
        """
        with self._lock:
            try:
                waits = self._db.execute(
                    "SELECT EXISTS (SELECT 1 FROM updates WHERE done_at IS NULL)"
                ).fetchone()[0]
                due = time.monotonic() - self._truncated_at >= _TRUNCATED_EVERY
                if waits and not due and not at_once:
                    return
                with writing(self._db):
                    self._db.execute(
                        "DELETE FROM updates WHERE done_at < ?", [self._now() - REMEMBERED_SECONDS]
                    )
                self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                self._truncated_at = time.monotonic()
            except sqlite3.Error as error:
                raise StorageError(f"kotak masuk tidak dapat ditulisi ({error})") from error


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("pragma synchronous = full")
    applying(migrations)(connection)
