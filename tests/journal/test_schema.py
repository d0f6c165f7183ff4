"""A journal of an earlier version is brought forward and loses nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from journal.schema import migrations
from journal.store import FeedbackCounts, Journal
from tests.journal.files import ANSWERED, rows

# As version 0.1 wrote it, byte for byte of its schema.
FIRST = """
create table _sqlite_migrations (
    id integer primary key, migration_set text, name text, applied_at text);
create unique index idx__sqlite_migrations on _sqlite_migrations (migration_set, name);
create table outcomes (
    id integer primary key, asked_at text, channel text, outcome text, route text, verdict text,
    guidance text, confidence float, latency_ms float, version text);
create table feedback (
    outcome_id integer primary key references outcomes(id), useful integer, given_at text);
insert into _sqlite_migrations (migration_set, name, applied_at) values
    ('netra.journal', 'm001_outcomes_and_feedback', '2026-11-22 00:00:00.000000+00:00');
insert into outcomes values
    (1, '2026-11-22T01:00:00+00:00', 'private', 'answered', 'neutrality', 'prohibited', 'like',
     0.9, 20.0, 'a1'),
    (2, '2026-11-22T02:00:00+00:00', 'private', 'not_found', 'neutrality', null, null, 0.1, 9.0,
     'a1');
insert into feedback values (1, 0, '2026-11-22T01:01:00+00:00');
"""


def test_the_first_version_is_brought_forward(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    with closing(sqlite3.connect(path)) as old:
        old.executescript(FIRST)
    journal = Journal(path)
    assert journal.counts() == FeedbackCounts(questions=2, useful=0, not_useful=1)
    assert journal.record(ANSWERED, 7, "boleh?") == 3
    journal.close()
    assert rows(path, "select id, guidance, person is null, question from outcomes") == [
        (1, "like", 1, None), (2, None, 1, None), (3, "like-unggahan-calon", 0, "boleh?"),
    ]  # fmt: skip


def test_the_migration_that_has_been_published_is_what_it_was(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "old.db")) as old:
        old.executescript(FIRST)
        published = {table: _columns(old, table) for table in ("outcomes", "feedback")}
    db = Database(tmp_path / "new.db")
    migrations.apply(db, stop_before="m002_people_and_retention")
    assert {table: _columns(db.conn, table) for table in published} == published
    assert db.table_names() == ["_sqlite_migrations", "outcomes", "feedback"]
    db.close()


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    for _ in range(3):
        Journal(path).close()
    assert len(rows(path, "select * from _sqlite_migrations")) == 3


def _columns(db: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    found = db.execute(f"select name, type from pragma_table_info('{table}')").fetchall()
    return [(name, kind.upper().replace("REAL", "FLOAT")) for name, kind in found]
