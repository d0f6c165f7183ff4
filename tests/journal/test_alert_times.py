"""Each kind of alert is due once an hour, also across restarts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from journal.alert_times import EVERY, AlertTimes

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_each_kind_is_due_once_an_hour(tmp_path: Path) -> None:
    times = AlertTimes(tmp_path / "journal.db")
    assert times.last("crash") is None
    assert times.is_due("crash", NOW)
    times.told("crash", NOW)
    assert not times.is_due("crash", NOW)
    assert not times.is_due("crash", NOW + EVERY - SECOND)
    assert times.is_due("crash", NOW + EVERY)
    assert times.is_due("errors", NOW)
    times.close()


def test_it_is_remembered_across_restarts(tmp_path: Path) -> None:
    for moment in (NOW, NOW + EVERY):
        times = AlertTimes(tmp_path / "journal.db")
        assert times.is_due("crash", moment)
        times.told("crash", moment)
        times.close()
        again = AlertTimes(tmp_path / "journal.db")
        assert again.last("crash") == moment
        assert not again.is_due("crash", moment + EVERY - SECOND)
        again.close()


def test_a_clock_that_was_ahead_silences_nothing(tmp_path: Path) -> None:
    times = AlertTimes(tmp_path / "journal.db")
    times.told("crash", NOW + timedelta(days=400))
    assert times.is_due("crash", NOW)
    times.close()


def test_without_a_disk_it_is_remembered_as_long_as_the_process_lives(tmp_path: Path) -> None:
    times = AlertTimes(tmp_path / "journal.db")
    times.close()
    times.told("crash", NOW)
    assert not times.is_due("crash", NOW)
