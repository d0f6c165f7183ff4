"""Figures over a period, from rows and from counts alike, against journals made by hand."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors import StorageError
from journal.statistics import Count, Latency, read_latency, read_statistics
from journal.store import Journal

TODAY = date(2026, 11, 22)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "journal.db"
    Journal(file).close()
    return file


def ask(
    path: Path,
    day: str,
    outcome: str = "answered",
    guidance: str | None = None,
    *,
    ms: Sequence[float] = (10.0,),
    useful: bool | None = None,
    channel: str = "private",
    clock: str = "12:00:00",
) -> None:
    """Write one row for each of ``ms``, with the same feedback."""
    with closing(sqlite3.connect(path)) as db, db:
        for time in ms:
            cursor = db.execute(
                "insert into outcomes (asked_at, channel, outcome, guidance, latency_ms) "
                "values (?, ?, ?, ?, ?)",
                [f"{day}T{clock}+00:00", channel, outcome, guidance, time],
            )
            if useful is not None:
                db.execute(
                    "insert into feedback values (?, ?, ?)", [cursor.lastrowid, useful, day]
                )


def count(path: Path, day: str, *rest: object) -> None:
    """Write a day that is only a count."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("insert into daily_counts values (?, ?, ?, ?, ?, ?, ?, ?)", [day, *rest])


def test_rows_and_counts_add_up(path: Path) -> None:
    ask(path, "2026-11-22", guidance="like", ms=(1, 2, 3), useful=True)
    ask(path, "2026-11-22", guidance="like", useful=False)
    ask(path, "2026-11-21", "not_found", channel="group")
    count(path, "2026-11-20", "private", "answered", "prohibited", "like", 10, 4, 1)
    count(path, "2026-11-20", "group", "declined", "", "", 5, 0, 0)
    found = read_statistics(path, 3, TODAY)
    assert (found.first, found.last) == (date(2026, 11, 20), TODAY)
    assert found.questions == 20
    assert (found.useful, found.not_useful) == (7, 2)
    assert list(found.days.values()) == [15, 1, 4]
    assert list(found.outcomes.items()) == [("answered", 14), ("declined", 5), ("not_found", 1)]
    assert found.situations == {"like": 14}
    assert found.counts[0] == Count(date(2026, 11, 20), "group", "declined", "", "", 5, 0, 0)


def test_a_day_half_reduced_to_counts_is_counted_whole(path: Path) -> None:
    ask(path, "2026-11-22", guidance="like", ms=(1, 2))
    count(path, "2026-11-22", "private", "answered", "", "like", 3, 0, 0)
    found = read_statistics(path, 1, TODAY)
    assert found.days == {TODAY: 5}
    assert found.situations == {"like": 5}


def test_both_ends_of_the_period_belong_to_it_and_no_more(path: Path) -> None:
    for day, clock in (
        ("2026-11-15", "23:59:59"),
        ("2026-11-16", "00:00:00"),
        ("2026-11-22", "23:59:59"),
        ("2026-11-23", "00:00:00"),
    ):
        ask(path, day, clock=clock)
        count(path, day, "private", "answered", "", "", 1, 0, 0)
    found = read_statistics(path, 7, TODAY)
    assert found.questions == 4
    assert found.days[date(2026, 11, 16)] == found.days[TODAY] == 2
    assert len(found.days) == 7
    assert found.latency is not None
    assert found.latency.answers == 2


def test_an_empty_journal_has_days_without_questions(path: Path, tmp_path: Path) -> None:
    for file in (path, tmp_path / "none.db"):
        found = read_statistics(file, 30, TODAY)
        assert found.questions == 0
        assert list(found.days.values()) == [0] * 30
        assert found.latency is None
        assert found.latency_by_day == {}
        assert found.outcomes == found.situations == {}
        assert read_latency(file, 1000) is None


def test_percentiles_are_times_that_were_measured(path: Path) -> None:
    ask(path, "2026-11-21", ms=range(1, 101))
    ask(path, "2026-11-22", ms=(7,))
    found = read_statistics(path, 2, TODAY)
    assert found.latency_by_day == {
        date(2026, 11, 21): Latency(50, 95, 100),
        TODAY: Latency(7, 7, 1),
    }


@given(st.lists(st.integers(1, 50), min_size=1, max_size=45))
def test_a_percentile_is_the_least_time_that_the_share_of_answers_kept_to(
    times: list[int],
) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "journal.db"
        with closing(sqlite3.connect(file)) as db, db:
            db.execute("create table outcomes (id integer primary key, latency_ms)")
            db.executemany("insert into outcomes (latency_ms) values (?)", [(t,) for t in times])
        found = read_latency(file, 1000)
    assert found is not None
    for value, hundredths in ((found.p50, 50), (found.p95, 95)):
        within = [sum(time <= limit for time in times) * 100 for limit in (value, value - 1)]
        assert value in times
        assert within[0] >= hundredths * len(times) > within[1]


def test_what_a_button_opened_has_no_answer_time(path: Path) -> None:
    ask(path, "2026-11-22", ms=(0.0, 0.0, 0.0, 40.0))
    found = read_statistics(path, 1, TODAY)
    assert found.questions == 4
    assert found.latency == Latency(40, 40, 1)


def test_the_last_answers_are_the_last(path: Path) -> None:
    ask(path, "2026-11-22", ms=[500.0] * 10 + [5.0] * 3)
    assert read_latency(path, 3) == Latency(5, 5, 3)
    assert read_latency(path, 1000) == Latency(500, 500, 13)


def test_it_reads_beside_a_writer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as writer:
        writer.execute("begin immediate")
        writer.execute(
            "insert into outcomes (asked_at, channel, outcome) values ('2026-11-22', 'a', 'b')"
        )
        assert read_statistics(path, 1, TODAY).questions == 0


def test_what_is_no_journal_is_named(tmp_path: Path) -> None:
    file = tmp_path / "journal.db"
    file.write_bytes(b"bukan basis data" * 99)
    with pytest.raises(StorageError, match=r"journal\.db"):
        read_statistics(file, 7)


def test_the_period_ends_today_of_utc_by_default(path: Path) -> None:
    found = read_statistics(path, 90)
    assert found.last - found.first == timedelta(days=89)
