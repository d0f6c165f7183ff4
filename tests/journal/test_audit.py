"""What admins did is kept, in order, and outlives the process."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from journal.audit import AuditLog
from journal.pause import PAUSED, RESUMED, Pause
from journal.store import Journal

ADMIN, OTHER = 6_100_000_001, 6_100_000_002


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def audit(path: Path) -> Iterator[AuditLog]:
    log = AuditLog(path)
    yield log
    log.close()


def break_writing(path: Path) -> None:
    """Let every new entry fail, as a full disk does."""
    with closing(sqlite3.connect(path)) as db:
        db.execute(
            "create trigger full before insert on audit begin select raise(abort, 'penuh'); end"
        )


def test_the_newest_comes_first_and_no_more_than_asked(audit: AuditLog) -> None:
    for number in range(5):
        audit.add(ADMIN + number % 2, "muat_ulang", f"versi {number}", f"sebab {number}")
    found = audit.latest(3)
    assert [entry.subject for entry in found] == ["versi 4", "versi 3", "versi 2"]
    assert [entry.admin for entry in found] == [ADMIN, OTHER, ADMIN]
    assert found[0].reason == "sebab 4"
    assert timedelta(0) <= datetime.now(UTC) - found[0].at < timedelta(minutes=1)


def test_a_reason_may_be_left_out(audit: AuditLog) -> None:
    audit.add(ADMIN, "lanjut", "layanan")
    assert audit.latest(1)[0].reason is None


def test_it_outlives_the_process_and_shares_the_file_of_the_journal(
    audit: AuditLog, path: Path
) -> None:
    audit.add(ADMIN, "jeda", "layanan", "diperiksa")
    journal = Journal(path)
    again = AuditLog(path)
    assert [entry.reason for entry in again.latest(9)] == ["diperiksa"]
    again.close()
    journal.close()


def test_the_last_of_some_actions_is_found(audit: AuditLog) -> None:
    assert audit.last_of("jeda", "lanjut") is None
    audit.add(ADMIN, "jeda", "layanan", "satu")
    audit.add(ADMIN, "muat_ulang", "versi")
    found = audit.last_of("jeda", "lanjut")
    assert found is not None
    assert found.reason == "satu"


def test_an_entry_that_cannot_be_written_stops_nobody(audit: AuditLog, path: Path) -> None:
    break_writing(path)
    audit.add(ADMIN, "jeda", "layanan", "satu")
    assert audit.latest(9) == []


def test_a_pause_lasts_until_it_is_ended_also_across_a_restart(audit: AuditLog) -> None:
    pause = Pause(audit)
    assert not pause.is_on
    assert pause.is_noted
    pause.begin(ADMIN, "diperiksa")
    for state in (pause, Pause(audit)):
        assert state.is_on
        assert state.is_noted
        assert state.entry is not None
        assert (state.entry.admin, state.entry.reason) == (ADMIN, "diperiksa")
    pause.end(OTHER)
    for state in (pause, Pause(audit)):
        assert not state.is_on
        assert state.entry is None
        assert state.is_noted
    assert [(entry.action, entry.admin) for entry in audit.latest(9)] == [
        (RESUMED, OTHER),
        (PAUSED, ADMIN),
    ]


def test_the_kill_switch_works_on_a_full_disk_and_says_that_it_is_not_noted(
    audit: AuditLog, path: Path
) -> None:
    pause = Pause(audit)
    pause.begin(ADMIN, "lama")
    pause.end(ADMIN)
    break_writing(path)
    pause.begin(ADMIN, "diperiksa")
    assert pause.is_on
    assert not pause.is_noted
    assert pause.entry is None, "an older pause is not this one"
    assert not Pause(audit).is_on


def test_an_end_that_cannot_be_noted_says_so(audit: AuditLog, path: Path) -> None:
    pause = Pause(audit)
    pause.begin(ADMIN, "diperiksa")
    break_writing(path)
    pause.end(ADMIN)
    assert not pause.is_on
    assert not pause.is_noted
    assert Pause(audit).is_on
