"""Questions that somebody should look at, until somebody has."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from journal.file import JournalFile
from journal.retention import stamp

_AT_MOST = 1000


@dataclass(frozen=True)
class Unanswered:
    """A masked question and how it ended; who asked it is not known here."""

    id: int
    question: str
    outcome: str
    disliked: bool


class Review:
    """The questions of one journal that were not answered, or not well."""

    def __init__(self, file: JournalFile) -> None:
        self._file = file

    def waiting(self, chosen_by: str) -> list[Unanswered]:
        """Return what is to be looked at, newest first, a thousand at most.

        A question that was answered with a choice is not, where the same person's next
        outcome came through the channel ``chosen_by``: the choice was made.

        Raises:
            StorageError: the journal cannot be read.
        """
        with self._file.reading() as db:
            rows = db.execute(_WAITING, {"chosen_by": chosen_by, "limit": _AT_MOST}).fetchall()
        return [Unanswered(number, text, how, bool(bad)) for number, text, how, bad in rows]

    def questions(self, ids: Sequence[int]) -> list[str]:
        """Return the masked texts of outcomes, as many as are still kept, oldest first.

        Raises:
            StorageError: the journal cannot be read.
        """
        with self._file.reading() as db:
            rows = db.execute(
                "select question from outcomes where question is not null "
                "and id in (select value from json_each(?)) order by id",
                [json.dumps(list(ids))],
            ).fetchall()
        return [text for (text,) in rows]

    def close(self, ids: Sequence[int]) -> None:
        """Note that outcomes were dealt with: they do not wait any more.

        Raises:
            StorageError: it cannot be written.
        """
        with self._file.writing() as db:
            db.conn.execute(
                "update outcomes set reviewed_at = ? where id in (select value from json_each(?))",
                [stamp(datetime.now(UTC)), json.dumps(list(ids))],
            )


_WAITING = """
select id, question, outcome, coalesce(useful = 0, 0)
from outcomes asked left join feedback on outcome_id = id
where question is not null and reviewed_at is null
  and (outcome in ('not_found', 'declined', 'clarify') or useful = 0)
  and not (outcome = 'clarify' and :chosen_by = coalesce(
      (select channel from outcomes later
       where later.person = asked.person and later.id > asked.id order by later.id limit 1), ''))
order by id desc limit :limit
"""
