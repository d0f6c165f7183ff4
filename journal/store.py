"""The journal: how questions ended, and what was asked where somebody should look at it.

A person is a keyed hash here and a question is masked, both before anything is written;
neither a name nor an id of a person or chat has a place. :mod:`journal.retention` says how
long what is kept.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from errors import StorageError
from journal.conversations import Conversations
from journal.file import JournalFile
from journal.identity import open_identity
from journal.masking import mask
from journal.retention import stamp, tidy
from journal.review import Review
from journal.schema import migrations

logger = logging.getLogger(__name__)

NOT_RECORDED = 0
"""The id of an outcome that could not be written; nothing refers to it."""

_LARGEST_ID = 2**63 - 1
_FOREVER = "9999"
"""After every moment, also after those that a clock wrote that was ahead."""


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
    """Totals over the whole journal, days that are only counts included."""

    questions: int
    useful: int
    not_useful: int


class Journal:
    """The journal of one data folder; safe to use from several threads.

    What cannot be written is not a reason to stay silent: recording then returns
    :data:`NOT_RECORDED`, and :attr:`trouble` says what is wrong.
    """

    def __init__(self, path: Path) -> None:
        """Open ``path``, creating it where it does not exist.

        Raises:
            StorageError: the folder or the file cannot be used.
        """
        self._file = JournalFile(path, migrations)
        if self.trouble:
            logger.error("%s", self.trouble)
        self._identity = open_identity(path.parent)
        self.conversations = Conversations(self._file, self._identity)
        self.review = Review(self._file)
        self._forget_strangers()

    @property
    def trouble(self) -> str | None:
        """What an operator should know about the file, or None."""
        return self._file.trouble

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def record(
        self, entry: OutcomeRecord, person: int | None = None, question: str | None = None
    ) -> int:
        """Write how a question ended; return the id that feedback refers to.

        ``person`` is a Telegram id. The question is kept, masked, only with a person, since
        nobody else could have it erased.
        """
        row = {
            "asked_at": _now(),
            **asdict(entry),
            "person": None if person is None else self._identity.person(person),
            "question": mask(question) if question and person is not None else None,
        }
        with suppress(StorageError), self._file.writing() as db:
            return int(str(db.table("outcomes").insert(row).last_pk))
        return NOT_RECORDED

    def give_feedback(self, outcome_id: int, *, useful: bool) -> bool:
        """Keep the last feedback on an outcome; False where there is no such outcome."""
        if not 0 < outcome_id <= _LARGEST_ID:
            return False
        row = {"outcome_id": outcome_id, "useful": int(useful), "given_at": _now()}
        with suppress(StorageError), self._file.writing() as db:
            if not db.table("outcomes").count_where("id = ?", [outcome_id]):
                return False
            db.table("feedback").upsert(row, pk="outcome_id")
            if useful:
                # Nobody needs to look at this one any more.
                db.conn.execute(
                    "update outcomes set question = null where id = ? and outcome = 'answered'",
                    [outcome_id],
                )
            return True
        return False

    def counts(self) -> FeedbackCounts:
        """Return the totals that ``/status`` shows; zeros where the file cannot be read."""
        with suppress(StorageError), self._file.reading() as db:
            return FeedbackCounts(*db.execute(_TOTALS).fetchone())
        return FeedbackCounts(0, 0, 0)

    def tidy(self, retention_days: int, now: datetime | None = None) -> None:
        """Drop what has been kept long enough, from the disk as well.

        Raises:
            StorageError: it could not be written.
        """
        with self._file.writing() as db:
            tidy(db, now or datetime.now(UTC), retention_days)
        # Also for what was dropped since the last time, by a thumb up or a new question.
        self._file.forget_pages()

    def erase(self, person: int) -> None:
        """Delete everything kept under the Telegram id ``person``, from the disk as well.

        A mark of the erasure stays, so that a backup from before, once restored, does not
        bring anything back.

        Raises:
            StorageError: it could not be deleted, or not surely from the disk.
        """
        if self._file.in_memory:
            raise StorageError(self.trouble or "")
        hashed, now = self._identity.person(person), _now()
        with self._file.writing() as db:
            forget_person(db, hashed)
            db.table("erasures").upsert({"person": hashed, "erased_at": now}, pk="person")
        self._file.forget_pages()

    def _forget_strangers(self) -> None:
        """Drop who and what was written with another key: nobody could have it erased."""
        fingerprint = self._identity.fingerprint
        with suppress(StorageError):
            with self._file.reading() as db:
                known = [row[0] for row in db.execute("select fingerprint from identity")]
            if known == [fingerprint]:
                return
            with self._file.writing() as db:
                db.conn.execute("update outcomes set person = null, question = null")
                db.conn.execute("delete from conversations")
                db.conn.execute("delete from erasures")
                db.conn.execute("delete from identity")
                db.table("identity").insert({"fingerprint": fingerprint})
            self._file.forget_pages()


def forget_person(db: Database, hashed: str, until: str = _FOREVER) -> None:
    """Delete what was kept of a person, up to a moment if one is given; needs a transaction
    around it.
    """
    for statement in (
        "delete from feedback where outcome_id in "
        "(select id from outcomes where person = ? and asked_at <= ?)",
        "delete from outcomes where person = ? and asked_at <= ?",
        "delete from conversations where person = ? and asked_at <= ?",
    ):
        db.conn.execute(statement, [hashed, until])


def _now() -> str:
    return stamp(datetime.now(UTC))


_TOTALS = """
select (select count(*) from outcomes) + (select coalesce(sum(questions), 0) from daily_counts),
       (select count(*) from feedback where useful = 1)
           + (select coalesce(sum(useful), 0) from daily_counts),
       (select count(*) from feedback where useful = 0)
           + (select coalesce(sum(not_useful), 0) from daily_counts)
"""
