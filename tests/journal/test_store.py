"""The journal keeps how questions end, a hash for who asked, and a masked text."""

from __future__ import annotations

import dataclasses
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from errors import StorageError
from journal.alert_times import AlertTimes
from journal.audit import AuditLog
from journal.drafts import Drafts
from journal.groups import MutedGroups
from journal.store import FeedbackCounts, Journal, OutcomeRecord
from tests.journal.files import ANSWERED, rows

PERSON = 6_234_567_890_12
NOT_FOUND = dataclasses.replace(ANSWERED, outcome="not_found", verdict=None, guidance=None)


def test_a_record_is_written_as_it_is(journal: Journal, path: Path) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    first = journal.record(ANSWERED)
    second = journal.record(NOT_FOUND)
    assert (first, second) == (1, 2)
    columns = ", ".join(field.name for field in dataclasses.fields(OutcomeRecord))
    assert rows(path, f"select {columns} from outcomes order by id") == [
        dataclasses.astuple(ANSWERED),
        dataclasses.astuple(NOT_FOUND),
    ]
    for (asked_at,) in rows(path, "select asked_at from outcomes"):
        moment = datetime.fromisoformat(str(asked_at))
        assert before <= moment <= datetime.now(UTC)


def test_an_empty_journal_counts_nothing(journal: Journal) -> None:
    assert journal.counts() == FeedbackCounts(questions=0, useful=0, not_useful=0)


def test_feedback_is_counted(journal: Journal) -> None:
    ids = [journal.record(ANSWERED) for _ in range(5)]
    assert journal.give_feedback(ids[0], useful=True)
    assert journal.give_feedback(ids[1], useful=True)
    assert journal.give_feedback(ids[2], useful=False)
    assert journal.counts() == FeedbackCounts(questions=5, useful=2, not_useful=1)


def test_the_last_feedback_on_an_outcome_counts(journal: Journal, path: Path) -> None:
    outcome = journal.record(ANSWERED)
    for useful in (True, True, False):
        assert journal.give_feedback(outcome, useful=useful)
    assert journal.counts() == FeedbackCounts(questions=1, useful=0, not_useful=1)
    assert len(rows(path, "select * from feedback")) == 1


@pytest.mark.parametrize("outcome", [0, -1, 2, 999, 2**63 - 1, 2**63, 10**30, -(10**30)])
def test_feedback_on_an_unknown_outcome_is_not_kept(journal: Journal, outcome: int) -> None:
    journal.record(ANSWERED)
    assert journal.give_feedback(outcome, useful=True) is False
    assert journal.counts() == FeedbackCounts(questions=1, useful=0, not_useful=0)


def test_everything_is_there_after_reopening(path: Path) -> None:
    for number in range(3):
        journal = Journal(path)
        assert journal.record(ANSWERED) == number + 1
        journal.give_feedback(number + 1, useful=True)
        journal.close()
    journal = Journal(path)
    assert journal.counts() == FeedbackCounts(questions=3, useful=3, not_useful=0)
    journal.close()


def test_a_person_is_a_hash_and_a_question_is_masked(journal: Journal, path: Path) -> None:
    journal.record(NOT_FOUND, PERSON, "kata Pak Wiryawanto 081234567890 boleh?")
    journal.record(NOT_FOUND, PERSON, "yang lain")
    journal.record(NOT_FOUND, PERSON + 1)
    (first, second, other) = rows(path, "select person, question from outcomes order by id")
    assert first[1] == "kata Pak [nama] [nomor] boleh?"
    assert first[0] == second[0] != other[0]
    assert re.fullmatch("[0-9a-f]{64}", str(first[0]))
    assert other[1] is None


def test_without_a_person_no_text_is_kept(journal: Journal, path: Path) -> None:
    journal.record(NOT_FOUND, None, "boleh?")
    assert rows(path, "select person, question from outcomes") == [(None, None)]


def test_a_thumb_up_drops_the_text_of_an_answer_and_a_thumb_down_keeps_it(
    journal: Journal, path: Path
) -> None:
    good, bad, missing = (
        journal.record(entry, PERSON, "boleh?") for entry in (ANSWERED, ANSWERED, NOT_FOUND)
    )
    journal.give_feedback(good, useful=True)
    journal.give_feedback(bad, useful=False)
    journal.give_feedback(missing, useful=True)
    assert rows(path, "select question from outcomes order by id") == [
        (None,), ("boleh?",), ("boleh?",),
    ]  # fmt: skip


def test_every_place_for_a_text_is_known(journal: Journal, path: Path) -> None:
    for room in (AuditLog(path), Drafts(path), AlertTimes(path), MutedGroups(path)):
        room.close()
    columns = {
        (str(table), str(column))
        for (table,) in rows(path, "select name from sqlite_master where type = 'table'")
        for (column,) in rows(path, f"select name from pragma_table_info('{table}')")
        if not str(table).startswith(("sqlite_", "_sqlite_"))
    }
    known = {field.name for field in dataclasses.fields(OutcomeRecord)}
    known |= {"id", "asked_at", "person", "question", "reviewed_at"}
    assert columns == {
        *(("outcomes", name) for name in known),
        *(("feedback", name) for name in ("outcome_id", "useful", "given_at")),
        *(
            ("daily_counts", name)
            for name in (
                "day", "channel", "outcome", "verdict", "guidance",
                "questions", "useful", "not_useful",
            )
        ),
        *(("conversations", name) for name in ("place", "person", "question", "asked_at")),
        *(("erasures", name) for name in ("person", "erased_at")),
        ("identity", "fingerprint"),
        # What admins do: ids of theirs, and of outcomes in the bodies of drafts.
        *(("audit", name) for name in ("id", "at", "admin", "action", "subject", "reason")),
        *(
            ("drafts", name)
            for name in ("id", "state", "body", "added_by", "added_at", "closed_by", "closed_at")
        ),
        *(("draft_turns", name) for name in ("admin", "asked", "subject")),
        *(("alerts", name) for name in ("kind", "told_at")),
        ("muted_groups", "chat_id"),
    }  # fmt: skip


def test_many_threads_at_once_lose_nothing(journal: Journal) -> None:
    start = threading.Barrier(16)

    def work(number: int) -> list[int]:
        start.wait(timeout=30)
        ids = []
        for turn in range(25):
            outcome = journal.record(ANSWERED)
            assert journal.give_feedback(outcome, useful=turn % 5 != 0)
            journal.counts()
            ids.append(outcome)
        return ids

    with ThreadPoolExecutor(16) as pool:
        ids = [outcome for part in pool.map(work, range(16)) for outcome in part]
    assert sorted(ids) == list(range(1, 401))
    assert journal.counts() == FeedbackCounts(questions=400, useful=320, not_useful=80)


def test_two_journals_share_one_file(journal: Journal, path: Path) -> None:
    other = Journal(path)
    outcome = journal.record(ANSWERED)
    assert other.give_feedback(outcome, useful=True)
    assert journal.counts().useful == 1
    other.close()


@pytest.mark.parametrize("name", ["berkas/journal.db", "folder.db"])
def test_an_unusable_folder_names_the_setting(tmp_path: Path, name: str) -> None:
    (tmp_path / "berkas").write_text("bukan folder")
    (tmp_path / "folder.db").mkdir()
    with pytest.raises(StorageError) as caught:
        Journal(tmp_path / name)
    assert str(caught.value).startswith(f"NETRA_DATA_DIR: '{tmp_path / name}' tidak dapat")
    assert caught.value.__cause__ is not None


def test_two_processes_writing_at_once_lose_nothing(journal: Journal, path: Path) -> None:
    others = [Journal(path) for _ in range(3)]
    start = threading.Barrier(4)

    def work(opened: Journal) -> int:
        start.wait(timeout=30)
        done = 0
        for _ in range(60):
            outcome = opened.record(ANSWERED, PERSON, "boleh?")
            # Reads before it writes, which another writer must not be able to spoil.
            done += opened.give_feedback(outcome, useful=False)
        return done

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, [journal, *others])) == 240
    assert journal.counts() == FeedbackCounts(questions=240, useful=0, not_useful=240)
    for other in others:
        assert other.trouble is None
        other.close()
