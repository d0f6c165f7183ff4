"""The inbox keeps updates until they are done, and nothing of them afterwards."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.inbox import (
    LARGEST_ID,
    REMEMBERED_SECONDS,
    Arrival,
    Inbox,
    InboxCounts,
    Kept,
    Refusal,
)
from settings import ROOT

SECRET = "boleh like unggahan rahasia"


class Clock:
    """A clock that goes where a test wants it."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "inbox.db"


@pytest.fixture
def inbox(path: Path, clock: Clock) -> Iterator[Inbox]:
    opened = Inbox(path, clock)
    yield opened
    opened.close()


def message(number: int, body: str = SECRET) -> Arrival:
    return Arrival(number, "message", body)


def on_disk(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.glob("inbox.db*"))


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(query).fetchall()


def test_only_what_is_new_is_returned(inbox: Inbox) -> None:
    assert inbox.accept([message(1), message(2), message(1)]) == {1, 2}
    assert inbox.accept([message(2), message(3)]) == {3}
    inbox.finish(3)
    assert inbox.accept([message(3)]) == set()


def test_what_was_accepted_is_on_the_disk(inbox: Inbox, path: Path) -> None:
    inbox.accept([message(1), message(LARGEST_ID)])
    assert rows(path, "select update_id, body from updates order by 1") == [
        (1, SECRET),
        (LARGEST_ID, SECRET),
    ]


def test_what_is_done_is_gone_from_every_file(inbox: Inbox, path: Path) -> None:
    inbox.accept([message(number, SECRET * 500) for number in range(20)])
    assert SECRET.encode() in on_disk(path)
    for number in range(20):
        inbox.finish(number)
    assert SECRET.encode() not in on_disk(path)
    assert inbox.counts() == InboxCounts(waiting=0, set_aside=0)


def test_what_is_done_is_gone_soon_though_something_always_waits(
    inbox: Inbox, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox.accept([message(1, "masih menunggu"), message(2)])
    later = time.monotonic() + 60
    monkeypatch.setattr("journal.inbox.time.monotonic", lambda: later)
    inbox.finish(2)
    assert SECRET.encode() not in on_disk(path)
    assert b"masih menunggu" in on_disk(path)


def test_what_a_closed_process_left_counts_as_never_tried(path: Path, clock: Clock) -> None:
    inbox = Inbox(path, clock)
    inbox.accept([message(2), message(1), message(3)])
    inbox.finish(1)
    inbox.close()
    clock.now += 90
    again = Inbox(path, clock)
    assert again.adopt() == [
        Kept(2, "message", SECRET, age=90, attempts=0),
        Kept(3, "message", SECRET, age=90, attempts=0),
    ]
    again.close()


KILLED = """
import os, signal, sys
from pathlib import Path
from journal.inbox import Arrival, Inbox
inbox = Inbox(Path(sys.argv[1]))
inbox.accept([Arrival(number, "message", "{}") for number in range(1, 4)])
if sys.argv[2] == "hang":
    print("ready", flush=True)
    sys.stdin.read()
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_process_left_counts_as_tried(path: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, path, "die"], cwd=ROOT, check=False, timeout=60
    )
    assert killed.returncode == -signal.SIGKILL
    with closing(Inbox(path)) as inbox:
        left = [(kept.update_id, kept.attempts) for kept in inbox.adopt()]
        assert left == [(1, 1), (2, 1), (3, 1)]
        inbox.try_again(2)
        left = [(kept.update_id, kept.attempts) for kept in inbox.adopt()]
        assert left == [(1, 1), (3, 1), (2, 2)], "what was tried most comes last"
    assert list(path.parent.glob("*.lock")) == []


def test_what_belongs_to_a_living_process_is_left_to_it(path: Path) -> None:
    living = subprocess.Popen(
        [sys.executable, "-c", KILLED, path, "hang"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert living.stdout is not None
    assert living.stdin is not None
    with living, closing(Inbox(path)) as inbox:
        living.stdout.readline()
        assert inbox.accept([message(2), message(9)]) == {9}
        assert [kept.update_id for kept in inbox.adopt()] == [9]
        os.kill(living.pid, signal.SIGKILL)
        living.wait()
        assert [kept.update_id for kept in inbox.adopt()] == [1, 2, 3, 9]


def test_many_threads_and_two_inboxes_claim_each_update_once(path: Path) -> None:
    with closing(Inbox(path)) as one, closing(Inbox(path)) as two, ThreadPoolExecutor(8) as pool:
        claimed = list(pool.map(lambda n: (one, two)[n % 2].accept([message(n // 4)]), range(400)))
    assert sorted(number for new in claimed for number in new) == list(range(100))


def test_what_cannot_be_read_is_set_aside_once_and_without_content(
    inbox: Inbox, path: Path, clock: Clock
) -> None:
    refusal = Refusal(7, "message", "message.text: string_type")
    nameless = Refusal(None, "unknown", "update: model_type")
    assert inbox.accept([message(1)], [refusal, nameless]) == {1}
    assert inbox.accept([], [refusal]) == set()
    assert rows(path, "select at, update_id, kind, problem from quarantine") == [
        (clock.now, 7, "message", "message.text: string_type"),
        (clock.now, None, "unknown", "update: model_type"),
    ]
    assert inbox.counts() == InboxCounts(waiting=1, set_aside=2)


def test_an_accepted_update_can_be_given_up(inbox: Inbox, path: Path) -> None:
    inbox.accept([message(1)])
    inbox.set_aside(Refusal(1, "message", "the process ended 3 times with it"))
    assert inbox.counts() == InboxCounts(waiting=0, set_aside=1)
    assert SECRET.encode() not in on_disk(path)


def test_what_is_meant_is_erased_at_once_and_the_rest_waits_on(inbox: Inbox, path: Path) -> None:
    inbox.accept([message(number, f"{number % 2} {SECRET}") for number in range(6)])
    inbox.finish(1)
    assert inbox.forget(lambda body: body.startswith("1")) == {3, 5}
    assert f"1 {SECRET}".encode() not in on_disk(path)
    assert [kept.update_id for kept in inbox.adopt()] == [0, 2, 4]
    assert inbox.accept([message(3)]) == set(), "it is not received once more"


def test_numbers_are_forgotten_when_telegram_has_forgotten_them(
    inbox: Inbox, path: Path, clock: Clock
) -> None:
    inbox.accept([message(1)])
    inbox.finish(1)
    clock.now += REMEMBERED_SECONDS + 1
    inbox.accept([message(2)])
    inbox.finish(2)
    assert rows(path, "select update_id from updates") == [(2,)]


@settings(max_examples=25)
@given(jumps=st.lists(st.integers(-(10**9), 10**9), max_size=8))
def test_a_clock_that_jumps_loses_nothing(
    tmp_path_factory: pytest.TempPathFactory, jumps: list[int]
) -> None:
    clock = Clock()
    path = tmp_path_factory.mktemp("inbox") / "inbox.db"
    with closing(Inbox(path, clock)) as inbox:
        for number, jump in enumerate(jumps):
            clock.now += jump
            inbox.accept([message(2 * number), message(2 * number + 1)])
            inbox.finish(2 * number)
        kept = inbox.adopt()
    assert {item.update_id for item in kept} == {2 * n + 1 for n in range(len(jumps))}
    assert all(item.age >= 0 for item in kept)


def test_nothing_is_half_written(inbox: Inbox) -> None:
    with pytest.raises(UnicodeEncodeError):
        inbox.accept([message(1), Arrival(2, "message", "\ud800")])
    assert inbox.counts().waiting == 0


def test_a_file_that_is_no_database_is_set_aside(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"bukan basis data" * 100)
    inbox = Inbox(path)
    assert inbox.counts().waiting == 0
    inbox.close()
    assert len(list(path.parent.glob(f"{path.name}.rusak-*"))) == 1
