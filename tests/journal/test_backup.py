"""Backups are whole under load, hold no key, and bring nobody back who was erased."""

from __future__ import annotations

import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from errors import StorageError
from journal.backup import (
    KEPT,
    back_up,
    backups,
    drop_old_asides,
    drop_old_backups,
    last_backup,
    restore,
)
from journal.store import Journal
from journal.upkeep import keep_up
from settings import Settings, load_settings
from tests.journal.files import ANSWERED, NOT_FOUND, bytes_of, rows

BUDI, SITI = 612_345_678_901, 698_765_432_109


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a journal and something that stands for the knowledge."""
    folder = tmp_path / "data"
    Journal(folder / "journal.db").close()
    with closing(sqlite3.connect(folder / "knowledge.db")) as db:
        db.execute("create table vectors (text)")
        db.execute("insert into vectors values ('lama')")
        db.commit()
    return folder


@pytest.fixture
def journal(data: Path) -> Iterator[Journal]:
    opened = Journal(data / "journal.db")
    yield opened
    opened.close()


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "cadangan"


def test_a_backup_holds_both_files_for_their_owner_and_not_the_key(
    data: Path, target: Path
) -> None:
    folder = back_up(data, target)
    assert sorted(file.name for file in folder.iterdir()) == ["journal.db", "knowledge.db"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert (data / "identity.key").read_bytes() not in bytes_of(target)
    assert backups(target) == [folder]
    assert [file.name for file in target.iterdir()] == [folder.name]


def test_backups_under_load_are_whole(journal: Journal, data: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            outcome = journal.record(NOT_FOUND, BUDI + number, f"boleh {number}? " * 20)
            assert outcome
            # Two rows of one transaction each; a torn copy would hold one without the other.
            assert journal.give_feedback(outcome, useful=False)

    writers = [threading.Thread(target=write) for _ in range(3)]
    for writer in writers:
        writer.start()
    try:
        copies = [back_up(data, tmp_path / f"c{number}") / "journal.db" for number in range(10)]
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    sizes = []
    for copy in copies:
        assert rows(copy, "pragma integrity_check") == [("ok",)]
        ((outcomes, feedback),) = rows(
            copy, "select (select count(*) from outcomes), (select count(*) from feedback)"
        )
        assert int(str(outcomes)) - len(writers) <= int(str(feedback)) <= int(str(outcomes))
        sizes.append(int(str(outcomes)))
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1], "nothing was written meanwhile"


def test_a_backup_that_fails_leaves_nothing_behind(data: Path, target: Path) -> None:
    (data / "knowledge.db").write_bytes(b"ini bukan basis data" * 500)
    with pytest.raises(StorageError, match="cadangan"):
        back_up(data, target)
    assert list(target.iterdir()) == []


def test_nothing_to_copy_is_said(tmp_path: Path, target: Path) -> None:
    with pytest.raises(StorageError, match=r"journal\.db"):
        back_up(tmp_path, target)


def test_what_admins_published_is_backed_up_and_restored(data: Path, target: Path) -> None:
    file, labelled = data / "published/articles/rakor.yaml", data / "labelled.jsonl"
    file.parent.mkdir(parents=True)
    file.write_text("key: rakor\n", encoding="utf-8")
    (file.parent / ".lain.yaml.draf").write_text("setengah", encoding="utf-8")
    labelled.write_text('{"question": "a", "verdict": "allowed"}\n', encoding="utf-8")
    folder = back_up(data, target)
    assert [path.name for path in (folder / "published/articles").iterdir()] == ["rakor.yaml"]

    file.write_text("key: salah\n", encoding="utf-8")
    (file.parent / "kemudian.yaml").write_text("key: kemudian\n", encoding="utf-8")
    labelled.unlink()
    aside = restore(folder, data)

    assert [path.name for path in file.parent.iterdir()] == ["rakor.yaml"]
    assert file.read_text(encoding="utf-8") == "key: rakor\n"
    assert labelled.read_text(encoding="utf-8").startswith('{"question"')
    (old,) = [path for path in aside if path.name.startswith("published.")]
    assert (old / "articles/kemudian.yaml").is_file()
    assert not [path for path in data.iterdir() if path.name.endswith(".draf")]


def test_a_backup_without_anything_published_leaves_it_alone(data: Path, target: Path) -> None:
    folder = back_up(data, target)
    labelled = data / "labelled.jsonl"
    labelled.write_text("", encoding="utf-8")
    restore(folder, data)
    assert labelled.exists()


def test_restoring_brings_the_state_back_and_keeps_the_old_files(data: Path, target: Path) -> None:
    first = Journal(data / "journal.db")
    first.record(ANSWERED, BUDI)
    first.close()
    folder = back_up(data, target)
    second = Journal(data / "journal.db")
    second.record(ANSWERED, BUDI)
    second.close()
    aside = restore(folder, data)
    assert len(rows(data / "journal.db", "select * from outcomes")) == 1
    assert rows(data / "knowledge.db", "select * from vectors") == [("lama",)]
    (old,) = [file for file in aside if file.name.startswith("journal.db.sebelum-")]
    assert len(rows(old, "select * from outcomes")) == 2
    assert len(aside) == 2
    assert [file for file in data.iterdir() if "draf" in file.name] == []


def test_restoring_into_an_empty_folder(data: Path, target: Path, tmp_path: Path) -> None:
    assert restore(back_up(data, target), tmp_path / "baru") == []
    Journal(tmp_path / "baru" / "journal.db").close()


def test_what_was_erased_stays_erased_and_what_came_after_stays(data: Path, target: Path) -> None:
    journal = Journal(data / "journal.db")
    outcome = journal.record(NOT_FOUND, BUDI, "boleh budiunik?")
    journal.give_feedback(outcome, useful=False)
    journal.record(NOT_FOUND, SITI, "boleh sitiunik?")
    folder = back_up(data, target)
    journal.erase(BUDI)
    journal.close()
    restore(folder, data)
    assert b"budiunik" not in (data / "journal.db").read_bytes()
    assert rows(data / "journal.db", "select question from outcomes") == [("boleh sitiunik?",)]
    assert rows(data / "journal.db", "select * from feedback") == []
    # The mark went over as well: another backup of then would be cleaned too.
    assert len(rows(data / "journal.db", "select * from erasures")) == 1


def test_a_question_asked_after_an_erasure_is_restored(data: Path, target: Path) -> None:
    journal = Journal(data / "journal.db")
    journal.erase(BUDI)
    journal.close()
    with closing(sqlite3.connect(data / "journal.db")) as db:
        db.execute("update erasures set erased_at = '2026-01-01T00:00:00+00:00'")
        db.commit()
    journal = Journal(data / "journal.db")
    journal.record(NOT_FOUND, BUDI, "sesudahnya?")
    journal.close()
    restore(back_up(data, target), data)
    assert rows(data / "journal.db", "select question from outcomes") == [("sesudahnya?",)]


def test_restoring_elsewhere_without_the_key_keeps_no_person(
    data: Path, target: Path, tmp_path: Path
) -> None:
    journal = Journal(data / "journal.db")
    journal.record(NOT_FOUND, BUDI, "boleh budiunik?")
    journal.close()
    restore(back_up(data, target), tmp_path / "baru")
    moved = Journal(tmp_path / "baru" / "journal.db")
    assert moved.counts().questions == 1
    moved.close()
    assert b"budiunik" not in bytes_of(tmp_path / "baru")


def test_a_file_in_use_is_not_replaced(journal: Journal, data: Path, target: Path) -> None:
    folder = back_up(data, target)
    before = sorted(file.name for file in data.iterdir())
    with pytest.raises(StorageError, match="sedang dipakai"):
        restore(folder, data)
    assert journal.record(ANSWERED)
    assert sorted(file.name for file in data.iterdir()) == before


@pytest.mark.parametrize("name", ["journal.db", "knowledge.db"])
def test_a_broken_backup_changes_nothing(data: Path, target: Path, name: str) -> None:
    folder = back_up(data, target)
    file = folder / name
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    before = {path.name: path.read_bytes() for path in data.iterdir()}
    with pytest.raises(StorageError, match="pemulihan"):
        restore(folder, data)
    assert {path.name: path.read_bytes() for path in data.iterdir()} == before


def test_a_broken_journal_does_not_stop_a_restore(data: Path, target: Path) -> None:
    folder = back_up(data, target)
    (data / "journal.db").write_bytes(b"ini bukan basis data" * 100)
    assert len(restore(folder, data)) == 2
    assert rows(data / "journal.db", "select count(*) from outcomes") == [(0,)]


def test_a_backup_of_a_newer_release_is_refused(data: Path, target: Path) -> None:
    folder = back_up(data, target)
    with closing(sqlite3.connect(folder / "journal.db")) as db:
        db.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at) "
            "values ('netra.journal', 'm999_dari_masa_depan', '2030')"
        )
        db.commit()
    with pytest.raises(StorageError, match="m999_dari_masa_depan"):
        restore(folder, data)


def test_a_folder_that_is_no_backup_is_refused(data: Path, tmp_path: Path) -> None:
    (tmp_path / "kosong").mkdir()
    with pytest.raises(StorageError, match="kosong"):
        restore(tmp_path / "kosong", data)


# --- what the running bot does by itself --------------------------------------------------


def daily(data: Path, target: Path) -> Settings:
    return load_settings(
        {"NETRA_DATA_DIR": str(data), "NETRA_BACKUP_DIR": str(target)}, data / "tidak-ada.yaml"
    )


def named(target: Path, moment: datetime) -> Path:
    folder = target / f"netra-{moment:%Y%m%d-%H%M%S}"
    folder.mkdir(parents=True)
    return folder


def test_a_backup_a_day_and_seven_are_kept(journal: Journal, data: Path, target: Path) -> None:
    now = datetime.now(UTC)
    old = [named(target, now - timedelta(days=days)) for days in range(10, 1, -1)]
    keep_up(journal, daily(data, target), now)
    (*kept, fresh) = backups(target)
    assert kept == old[-KEPT + 1 :]
    keep_up(journal, daily(data, target), now + timedelta(hours=23))
    assert backups(target) == [*kept, fresh]


def test_a_clock_that_was_ahead_stops_no_backup(
    journal: Journal, data: Path, target: Path
) -> None:
    now = datetime.now(UTC)
    ahead = named(target, now + timedelta(days=400))
    assert last_backup(target, now) is None
    for _ in range(3):
        keep_up(journal, daily(data, target), now + timedelta(seconds=5))
    assert len(backups(target)) == 2
    assert ahead in backups(target)


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(days=1), timedelta(days=400)])
def test_backups_from_a_clock_that_was_ahead_do_not_push_out_those_of_today(
    journal: Journal, data: Path, target: Path, jump: timedelta
) -> None:
    now = datetime.now(UTC)
    ahead = [named(target, now + jump + timedelta(days=day)) for day in range(KEPT)]
    keep_up(journal, daily(data, target), now)
    (fresh,) = set(backups(target)) - set(ahead)
    assert backups(target) == [fresh, *ahead[1:]]
    keep_up(journal, daily(data, target), now + timedelta(minutes=1))
    assert fresh in backups(target)
    assert len(backups(target)) == KEPT


def test_a_clock_that_leaps_forward_makes_one_more_backup(
    journal: Journal, data: Path, target: Path
) -> None:
    now = datetime.now(UTC)
    today = named(target, now - timedelta(seconds=90))
    keep_up(journal, daily(data, target), now + timedelta(hours=1))
    assert backups(target) == [today]
    keep_up(journal, daily(data, target), now + timedelta(days=1))
    assert len(backups(target)) == 2


def test_without_a_folder_no_backup_is_made(journal: Journal, data: Path, tmp_path: Path) -> None:
    settings = load_settings({"NETRA_DATA_DIR": str(data)}, data / "tidak-ada.yaml")
    keep_up(journal, settings, datetime.now(UTC))
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_other_files_in_the_backup_folder_are_left_alone(target: Path) -> None:
    target.mkdir()
    (target / "catatan.txt").write_text("penting")
    now = datetime.now(UTC)
    for days in range(KEPT + 3):
        named(target, now - timedelta(days=days))
    drop_old_backups(target, now)
    assert len(backups(target)) == KEPT
    assert (target / "catatan.txt").exists()


def test_journals_that_were_set_aside_go_after_a_while(journal: Journal, data: Path) -> None:
    for name in ("journal.db.rusak-1", "journal.db.sebelum-1-wal", "knowledge.db.rusak-1"):
        (data / name).write_bytes(b"x")
    now = datetime.now(UTC)
    drop_old_asides(data, now - timedelta(days=7))
    assert (data / "journal.db.rusak-1").exists()
    drop_old_asides(data, now + timedelta(minutes=1))
    assert not list(data.glob("journal.db.*"))
    assert (data / "knowledge.db.rusak-1").exists()
    assert journal.record(ANSWERED)
