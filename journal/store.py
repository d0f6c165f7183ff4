"""The journal: outcomes of questions and the feedback on them.

No question text, no name and no id of a person or chat is ever written here.
"""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database, Migrations

from errors import StorageError
from journal.writing import writing

migrations = Migrations("netra.journal")
_LARGEST_ID = 2**63 - 1


@migrations()
def m001_outcomes_and_feedback(db: Database) -> None:
    """Create the first tables."""
    db.table("outcomes").create(
        {
            "id": int,
            "asked_at": str,
            "channel": str,
            "outcome": str,
            "route": str,
            "verdict": str,
            "guidance": str,
            "confidence": float,
            "latency_ms": float,
            "version": str,
        },
        pk="id",
    )
    db.table("feedback").create(
        {"outcome_id": int, "useful": int, "given_at": str},
        pk="outcome_id",
        foreign_keys=[("outcome_id", "outcomes", "id")],
    )


@dataclass(frozen=True)
class OutcomeRecord:
    """How one question ended."""

    channel: str
    outcome: str
    route: str
    verdict: str | None
    guidance: str | None
    confidence: float
    latency_ms: float
    version: str


@dataclass(frozen=True)
class FeedbackCounts:
    """Totals over the whole journal."""

    questions: int
    useful: int
    not_useful: int


class Journal:
    """The journal of one data folder; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        """Open ``path``, creating it where it does not exist.

        Raises:
            StorageError: the folder or the file cannot be used.
        """
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = Database(sqlite3.connect(path, check_same_thread=False))
            self._db.enable_wal()
            migrations.apply(self._db)
        except (OSError, sqlite3.Error) as error:
            raise StorageError(
                f"NETRA_DATA_DIR: '{path}' tidak dapat dibuka atau ditulisi ({error})"
            ) from error

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def record(self, entry: OutcomeRecord) -> int:
        """Write how a question ended; return the id that feedback refers to."""
        row = {"asked_at": _now(), **asdict(entry)}
        with self._lock, writing(self._db):
            return int(str(self._db.table("outcomes").insert(row).last_pk))

    def give_feedback(self, outcome_id: int, *, useful: bool) -> bool:
        """Keep the last feedback on an outcome; False where there is no such outcome."""
        if not 0 < outcome_id <= _LARGEST_ID:
            return False
        row = {"outcome_id": outcome_id, "useful": int(useful), "given_at": _now()}
        with self._lock, writing(self._db):
            known = self._db.table("outcomes").count_where("id = ?", [outcome_id])
            if known:
                self._db.table("feedback").upsert(row, pk="outcome_id")
        return bool(known)

    def counts(self) -> FeedbackCounts:
        """Return the totals that ``/status`` shows."""
        with self._lock:
            feedback = self._db.table("feedback")
            return FeedbackCounts(
                questions=self._db.table("outcomes").count,
                useful=feedback.count_where("useful = 1"),
                not_useful=feedback.count_where("useful = 0"),
            )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
