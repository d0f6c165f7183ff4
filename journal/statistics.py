"""What the journal says over a period: rows that are kept whole and days that are only counts.

Days are those of UTC, since nothing else is left of old ones. Answer times come from rows
alone. Everything is read through a connection of its own, so that a long look holds up no
answer.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from journal.reading import reading


@dataclass(frozen=True)
class Count:
    """How many questions of one day ended in one way, and what was thought of the answers.

    ``verdict`` and ``situation`` are empty where there is none.
    """

    day: date
    channel: str
    outcome: str
    verdict: str
    situation: str
    questions: int
    useful: int
    not_useful: int


@dataclass(frozen=True)
class Latency:
    """Answer times in milliseconds; ``answers`` is how many were measured."""

    p50: float
    p95: float
    answers: int


@dataclass(frozen=True)
class Statistics:
    """A period, both days included, and what happened in it."""

    first: date
    last: date
    counts: tuple[Count, ...]
    latency: Latency | None
    latency_by_day: dict[date, Latency]

    @property
    def days(self) -> dict[date, int]:
        """The questions of every day of the period, also of those without any."""
        length = (self.last - self.first).days + 1
        days = {self.first + timedelta(days=number): 0 for number in range(length)}
        for count in self.counts:
            days[count.day] += count.questions
        return days

    @property
    def questions(self) -> int:
        """All questions."""
        return sum(count.questions for count in self.counts)

    @property
    def useful(self) -> int:
        """All thumbs up."""
        return sum(count.useful for count in self.counts)

    @property
    def not_useful(self) -> int:
        """All thumbs down."""
        return sum(count.not_useful for count in self.counts)

    @property
    def outcomes(self) -> dict[str, int]:
        """Questions by how they ended, most frequent first."""
        return self._by("outcome")

    @property
    def situations(self) -> dict[str, int]:
        """Questions by the situation that answered them, most frequent first."""
        found = self._by("situation")
        return {situation: number for situation, number in found.items() if situation}

    def _by(self, field: str) -> dict[str, int]:
        sums: dict[str, int] = {}
        for count in self.counts:
            name = getattr(count, field)
            sums[name] = sums.get(name, 0) + count.questions
        return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))


def read_statistics(path: Path, days: int, today: date | None = None) -> Statistics:
    """Return what the journal at ``path`` says of ``days`` days, ``today`` (UTC) the last.

    A journal that does not exist yet is empty.

    Raises:
        StorageError: it cannot be read.
    """
    last = today or datetime.now(UTC).date()
    first = last - timedelta(days=days - 1)
    if not path.is_file():
        return Statistics(first, last, (), None, {})
    period = {"first": first.isoformat(), "after": (last + timedelta(days=1)).isoformat()}
    with reading(path) as db:
        counts = tuple(
            Count(date.fromisoformat(day), *rest) for day, *rest in db.execute(_COUNTS, period)
        )
        by_day = {
            date.fromisoformat(day): Latency(*times)
            for day, *times in db.execute(_LATENCY_BY_DAY, period)
        }
        latency = _latency(db.execute(_LATENCY, period))
    return Statistics(first, last, counts, latency, by_day)


def read_latency(path: Path, answers: int) -> Latency | None:
    """Return how long the last ``answers`` answers took; None where none was measured.

    Raises:
        StorageError: the journal cannot be read.
    """
    if not path.is_file():
        return None
    with reading(path) as db:
        return _latency(db.execute(_LATEST_LATENCY, {"answers": answers}))


def _latency(found: sqlite3.Cursor) -> Latency | None:
    p50, p95, answers = found.fetchone()
    return Latency(p50, p95, answers) if answers else None


_COUNTS = """
select substr(asked_at, 1, 10), channel, outcome, coalesce(verdict, ''), coalesce(guidance, ''),
       count(*), coalesce(sum(useful = 1), 0), coalesce(sum(useful = 0), 0)
from outcomes left join feedback on outcome_id = id
where asked_at >= :first and asked_at < :after
group by 1, 2, 3, 4, 5
union all
select day, channel, outcome, verdict, guidance, questions, useful, not_useful
from daily_counts
where day >= :first and day < :after
order by 1, 2, 3, 4, 5
"""

# What a button opened was not searched for: its time is zero and says nothing.
_TIMED = "latency_ms > 0 and asked_at >= :first and asked_at < :after"

# The share of answers that took as long or less; the first to reach a share is its percentile.
_PERCENTILES = """
min(latency_ms) filter (where share >= 0.5), min(latency_ms) filter (where share >= 0.95), count(*)
"""

_LATENCY = f"""
select {_PERCENTILES} from (
    select latency_ms, cume_dist() over (order by latency_ms) as share
    from outcomes where {_TIMED}
)
"""  # noqa: S608

_LATENCY_BY_DAY = f"""
select day, {_PERCENTILES} from (
    select substr(asked_at, 1, 10) as day, latency_ms,
           cume_dist() over (partition by substr(asked_at, 1, 10) order by latency_ms) as share
    from outcomes where {_TIMED}
)
group by day
"""  # noqa: S608

_LATEST_LATENCY = f"""
select {_PERCENTILES} from (
    select latency_ms, cume_dist() over (order by latency_ms) as share from (
        select latency_ms from outcomes where latency_ms > 0 order by id desc limit :answers
    )
)
"""  # noqa: S608
