"""Of a group nothing is kept but that it is switched off."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

from journal.groups import MutedGroups
from journal.store import Journal

GROUP, MOVED = -1_002_000_000_001, -1_002_000_000_002


def kept(path: Path) -> list[int]:
    with closing(sqlite3.connect(path)) as db:
        return [number for (number,) in db.execute("select chat_id from muted_groups")]


def test_a_group_is_off_until_it_is_on_again(path: Path) -> None:
    groups = MutedGroups(path)
    assert GROUP not in groups
    groups.add(GROUP)
    groups.add(GROUP)
    assert GROUP in groups
    assert kept(path) == [GROUP]
    groups.discard(GROUP)
    groups.discard(GROUP)
    assert GROUP not in groups
    assert kept(path) == []
    groups.close()


def test_it_is_still_off_after_reopening(path: Path) -> None:
    for _ in range(2):
        groups = MutedGroups(path)
        groups.add(GROUP)
        groups.close()
    groups = MutedGroups(path)
    assert GROUP in groups
    groups.close()


def test_a_group_that_moves_is_followed_only_where_it_is_off(path: Path) -> None:
    groups = MutedGroups(path)
    groups.move(GROUP, MOVED)
    assert kept(path) == []
    groups.add(GROUP)
    for _ in range(2):
        groups.move(GROUP, MOVED)
        assert kept(path) == [MOVED]
    assert MOVED in groups
    assert GROUP not in groups
    groups.close()


def test_it_shares_the_file_of_the_journal_in_any_order(path: Path) -> None:
    for first, second in ((Journal, MutedGroups), (MutedGroups, Journal)):
        one, other = first(path), second(path)
        one.close()
        other.close()


def test_many_threads_at_once(path: Path) -> None:
    groups = MutedGroups(path)
    threads = [threading.Thread(target=groups.add, args=(-number,)) for number in range(1, 17)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kept(path)) == list(range(-16, 0))
    groups.close()


def test_a_file_that_is_no_database_is_set_aside(tmp_path: Path) -> None:
    content = b"ini bukan basis data SQLite" * 100
    (tmp_path / "rusak.db").write_bytes(content)
    muted = MutedGroups(tmp_path / "rusak.db")
    muted.add(-1)
    muted.close()
    (aside,) = tmp_path.glob("rusak.db.rusak-*")
    assert aside.read_bytes() == content
