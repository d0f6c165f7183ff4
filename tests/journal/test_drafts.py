"""Drafts are decided about once, and what was asked of an admin is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal.drafts import Drafts, State, Turn
from journal.store import Journal
from tests.journal.files import rows

FIRST, SECOND = 7, 8


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def drafts(path: Path) -> Drafts:
    return Drafts(path)


def test_a_draft_is_kept_over_a_restart(drafts: Drafts, path: Path) -> None:
    number = drafts.add("{}", FIRST)
    drafts.close()
    found = Drafts(path).get(number)
    assert found is not None
    assert (found.state, found.body, found.added_by) == (State.DRAFT, "{}", FIRST)


@pytest.mark.parametrize("state", [State.PUBLISHED, State.DISCARDED])
def test_only_the_first_decides(drafts: Drafts, path: Path, state: State) -> None:
    number = drafts.add("isi", FIRST)
    assert drafts.close_draft(number, state, FIRST)
    assert not drafts.close_draft(number, State.PUBLISHED, SECOND)
    assert not drafts.change(number, "lain")
    assert rows(path, "select state, body, closed_by from drafts") == [(state, "", FIRST)]


def test_there_is_no_draft_of_that_number(drafts: Drafts) -> None:
    assert drafts.get(5) is None
    assert not drafts.change(5, "isi")
    assert not drafts.close_draft(5, State.PUBLISHED, FIRST)


def test_each_admin_has_one_turn_which_outlives_a_restart(drafts: Drafts, path: Path) -> None:
    drafts.ask(FIRST, Turn("title", "1"))
    drafts.ask(FIRST, Turn("answer", "2"))
    drafts.ask(SECOND, Turn("reason", "x"))
    drafts.ask(SECOND, None)
    drafts.close()
    again = Drafts(path)
    assert again.turn(FIRST) == Turn("answer", "2")
    assert again.turn(SECOND) is None


def test_only_what_is_named_is_asked_for_no_more(drafts: Drafts) -> None:
    drafts.ask(FIRST, Turn("title", "1"))
    drafts.ask(SECOND, Turn("reason", "x"))
    drafts.ask_no_more(FIRST, "reason", "why")
    drafts.ask_no_more(SECOND, "why")
    assert drafts.turn(FIRST) == Turn("title", "1")
    assert drafts.turn(SECOND) == Turn("reason", "x")
    drafts.ask_no_more(FIRST, "why", "title")
    assert drafts.turn(FIRST) is None
    assert drafts.turn(SECOND) == Turn("reason", "x")


def test_the_journal_may_be_there_before_or_after(path: Path) -> None:
    Journal(path).close()
    drafts = Drafts(path)
    assert drafts.get(drafts.add("a", FIRST)) is not None
    Journal(path).close()
