"""What has been kept long enough is reduced or gone, also from the disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from journal.retention import CONVERSATION, FEEDBACK_WINDOW
from journal.store import FeedbackCounts, Journal, OutcomeRecord
from tests.journal.files import ANSWERED, NOT_FOUND, bytes_of, rows

PERSON = 612_345_678
DAYS = 90
MARGIN = timedelta(seconds=30)
"""More than a test takes, on a busy machine as well."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def asked() -> datetime:
    """When what a test records is asked."""
    return datetime.now(UTC)


def texts(path: Path) -> list[object]:
    return [row[0] for row in rows(path, "select question from outcomes order by id")]


@pytest.mark.parametrize(
    ("entry", "useful", "kept"),
    [
        (ANSWERED, None, False),
        (ANSWERED, True, False),
        (ANSWERED, False, True),
        (NOT_FOUND, None, True),
        (NOT_FOUND, True, True),
    ],
)
def test_texts_that_need_no_review_go_when_the_window_closes(
    journal: Journal,
    asked: datetime,
    path: Path,
    entry: OutcomeRecord,
    useful: bool | None,
    kept: bool,
) -> None:
    outcome = journal.record(entry, PERSON, "boleh kataunik?")
    if useful is not None:
        journal.give_feedback(outcome, useful=useful)
    journal.tidy(DAYS, asked + FEEDBACK_WINDOW - MARGIN)
    assert texts(path) == [None if useful and entry is ANSWERED else "boleh kataunik?"]
    journal.tidy(DAYS, asked + FEEDBACK_WINDOW + MARGIN)
    assert texts(path) == ["boleh kataunik?" if kept else None]
    assert (b"kataunik" in bytes_of(path.parent)) is kept


def test_old_rows_become_counts_of_their_day(
    journal: Journal, asked: datetime, path: Path
) -> None:
    ids = [journal.record(ANSWERED, PERSON, "boleh kataunik?") for _ in range(3)]
    journal.record(NOT_FOUND, PERSON, "tidak kataunik?")
    journal.give_feedback(ids[0], useful=True)
    journal.give_feedback(ids[1], useful=False)
    journal.tidy(DAYS, asked + timedelta(days=DAYS) - MARGIN)
    assert len(rows(path, "select * from outcomes")) == 4
    journal.tidy(DAYS, asked + timedelta(days=DAYS) + MARGIN)
    assert (
        rows(path, "select * from outcomes union all select *, 1,1,1,1,1,1,1,1,1,1 from feedback")
        == []
    )
    day = asked.date().isoformat()
    assert rows(path, "select * from daily_counts order by outcome") == [
        (day, "private", "answered", "prohibited", "like-unggahan-calon", 3, 1, 1),
        (day, "private", "not_found", "", "", 1, 0, 0),
    ]
    assert journal.counts() == FeedbackCounts(questions=4, useful=1, not_useful=1)
    assert b"kataunik" not in bytes_of(path.parent)


def test_counts_of_a_day_grow_as_its_rows_grow_old(
    journal: Journal, asked: datetime, path: Path
) -> None:
    late = asked + timedelta(days=DAYS) + MARGIN
    for _ in range(3):
        journal.record(ANSWERED, PERSON)
        journal.tidy(DAYS, late)
    assert rows(path, "select questions from daily_counts") == [(3,)]


def test_nothing_is_counted_twice(journal: Journal, asked: datetime) -> None:
    journal.record(ANSWERED, PERSON)
    for _ in range(3):
        journal.tidy(DAYS, asked + timedelta(days=DAYS + 1))
    assert journal.counts().questions == 1


def test_a_conversation_is_deleted_when_it_is_over(
    journal: Journal, asked: datetime, path: Path
) -> None:
    journal.conversations.keep(PERSON, PERSON, "boleh kataunik?")
    journal.tidy(DAYS, asked + CONVERSATION - MARGIN)
    assert journal.conversations.last(PERSON, PERSON) == "boleh kataunik?"
    journal.tidy(DAYS, asked + CONVERSATION + MARGIN)
    assert journal.conversations.last(PERSON, PERSON) is None
    assert b"kataunik" not in bytes_of(path.parent)


@pytest.fixture
def ahead(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Let the clock of the journal be ahead of the real one, by nothing again after the test."""

    def leap(jump: timedelta) -> None:
        class Leaping(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:
                return datetime.now(tz) + jump

        for module in ("store", "conversations"):
            monkeypatch.setattr(f"journal.{module}.datetime", Leaping)

    return leap


JUMPS = [timedelta(hours=1), timedelta(days=1), timedelta(days=400)]


@pytest.mark.parametrize("jump", JUMPS)
def test_what_a_clock_wrote_that_was_ahead_is_kept_no_longer(
    journal: Journal, asked: datetime, path: Path, jump: timedelta,
    ahead: Callable[[timedelta], None],
) -> None:  # fmt: skip
    ahead(jump)
    journal.record(ANSWERED, PERSON, "boleh kataunik?")
    journal.record(NOT_FOUND, PERSON, "boleh katalain?")
    journal.conversations.keep(PERSON, PERSON, "boleh kataunik?")
    journal.erase(PERSON + 1)
    ahead(timedelta())
    journal.tidy(DAYS, asked + MARGIN)
    assert texts(path) == ["boleh kataunik?", "boleh katalain?"]
    journal.tidy(DAYS, asked + MARGIN + CONVERSATION + MARGIN)
    assert rows(path, "select * from conversations") == []
    journal.tidy(DAYS, asked + MARGIN + FEEDBACK_WINDOW + MARGIN)
    assert texts(path) == [None, "boleh katalain?"]
    journal.tidy(DAYS, asked + timedelta(days=DAYS) + 2 * MARGIN)
    assert texts(path) == []
    assert rows(path, "select * from erasures") == []
    assert journal.counts().questions == 2


@pytest.mark.parametrize("jump", JUMPS)
def test_a_clock_that_leaps_forward_forgets_early_and_counts_all(
    journal: Journal, asked: datetime, path: Path, jump: timedelta
) -> None:
    journal.record(NOT_FOUND, PERSON, "boleh?")
    journal.tidy(DAYS, asked + jump)
    journal.tidy(DAYS, asked + MARGIN)
    assert journal.counts().questions == 1
    assert texts(path) == ([] if jump > timedelta(days=DAYS) else ["boleh?"])


@pytest.mark.parametrize("jump", JUMPS)
def test_what_a_clock_wrote_that_was_ahead_is_erased_as_well(
    journal: Journal, path: Path, jump: timedelta, ahead: Callable[[timedelta], None]
) -> None:
    ahead(jump)
    journal.give_feedback(journal.record(NOT_FOUND, PERSON, "boleh kataunik?"), useful=False)
    journal.conversations.keep(PERSON, PERSON, "boleh kataunik?")
    ahead(timedelta())
    journal.erase(PERSON)
    assert b"kataunik" not in bytes_of(path.parent)
    assert journal.counts() == FeedbackCounts(0, 0, 0)


def test_a_mark_of_an_erasure_goes_with_the_last_backup_it_is_for(
    journal: Journal, asked: datetime, path: Path
) -> None:
    journal.erase(PERSON)
    journal.tidy(DAYS, asked + timedelta(days=DAYS) - MARGIN)
    assert len(rows(path, "select * from erasures")) == 1
    journal.tidy(DAYS, asked + timedelta(days=DAYS) + MARGIN)
    assert rows(path, "select * from erasures") == []


def test_rows_of_an_earlier_version_grow_old_as_well(path: Path) -> None:
    Journal(path).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute(
            "insert into outcomes (asked_at, channel, outcome) "
            "values ('2020-01-01T00:00:00+00:00', 'private', 'answered')"
        )
        db.commit()
    journal = Journal(path)
    journal.tidy(DAYS)
    journal.close()
    assert rows(path, "select day, questions from daily_counts") == [("2020-01-01", 1)]
