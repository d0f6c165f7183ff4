"""What waits to be looked at, until somebody has, and no longer than it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from journal.store import Journal
from tests.journal.files import ANSWERED

NOT_FOUND = replace(ANSWERED, outcome="not_found", verdict=None, guidance=None)
CLARIFY = replace(NOT_FOUND, outcome="clarify")
CHOICE = replace(ANSWERED, channel="button")
BUDI, SITI = 7, 8


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = Journal(tmp_path / "journal.db")
    yield opened
    opened.close()


def waiting(journal: Journal) -> list[str]:
    return [item.question for item in journal.review.waiting("button")]


def test_what_was_not_answered_waits_newest_first(journal: Journal) -> None:
    journal.record(NOT_FOUND, BUDI, "satu")
    journal.record(replace(NOT_FOUND, outcome="declined"), BUDI, "dua")
    journal.record(ANSWERED, BUDI, "tiga")
    disliked = journal.record(ANSWERED, SITI, "empat")
    journal.give_feedback(disliked, useful=False)
    liked = journal.record(ANSWERED, SITI, "lima")
    journal.give_feedback(liked, useful=True)
    assert waiting(journal) == ["empat", "dua", "satu"]
    assert [item.disliked for item in journal.review.waiting("button")] == [True, False, False]


def test_a_choice_that_was_made_does_not_wait(journal: Journal) -> None:
    journal.record(CLARIFY, BUDI, "dipilih")
    journal.record(CLARIFY, SITI, "dibiarkan")
    journal.record(CHOICE, BUDI)
    journal.record(ANSWERED, SITI, "lain")
    assert waiting(journal) == ["dibiarkan"]


def test_what_was_dealt_with_does_not_come_back(journal: Journal) -> None:
    first = journal.record(NOT_FOUND, BUDI, "satu")
    journal.record(NOT_FOUND, SITI, "dua")
    journal.review.close([first])
    assert waiting(journal) == ["dua"]
    assert journal.review.questions([first]) == ["satu"]


def test_a_question_without_its_person_is_not_there(journal: Journal) -> None:
    first = journal.record(NOT_FOUND, BUDI, "satu")
    second = journal.record(NOT_FOUND, SITI, "dua")
    journal.erase(BUDI)
    assert waiting(journal) == ["dua"]
    assert journal.review.questions([first, second]) == ["dua"]


def test_it_is_masked(journal: Journal) -> None:
    journal.record(NOT_FOUND, BUDI, "boleh telepon 0812-3456-7890?")
    assert waiting(journal) == ["boleh telepon [nomor]?"]
