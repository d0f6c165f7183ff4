"""What many people miss is seen by likeness, by people and not by questions, and once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from journal.demand import MANY, WINDOW, Unmet, unmet
from journal.store import Journal
from tests.journal.files import ANSWERED, NOT_FOUND, grow_old

PEOPLE = range(612_000_001, 612_000_001 + MANY)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    opened = Journal(path)
    yield opened
    opened.close()


def now() -> datetime:
    return datetime.now(UTC) + MINUTE


def test_one_question_of_many_people_is_seen_however_it_is_put(
    journal: Journal, path: Path
) -> None:
    ways = (
        "boleh pakai mobil dinas ke rumah mertua calon?",
        "Boleh pakai mobil dinas ke rumah mertua calon",
        "bolehkah pakai mobil dinas ke rumah mertua calon?",
        "ke rumah mertua calon boleh pakai mobil dinas?",
        "boleh pake mobil dinas ke rumah mertua calon ga",
    )
    for person, text in zip(PEOPLE, ways, strict=True):
        assert unmet(path, now()) == []
        journal.record(NOT_FOUND, person, text)
    (found,) = unmet(path, now())
    assert found.people == MANY
    assert found.question in ways


def test_one_person_who_asks_often_is_one(journal: Journal, path: Path) -> None:
    for _ in range(3 * MANY):
        journal.record(NOT_FOUND, PEOPLE[0], "boleh naik balon udara?")
    assert unmet(path, now()) == []


def test_different_questions_are_not_one(journal: Journal, path: Path) -> None:
    questions = (
        "boleh naik balon udara bergambar calon?",
        "cuti di luar tanggungan negara berapa lama?",
        "spanduk lama di pagar kantor harus dicopot?",
        "hadiah dari panitia lomba masuk gratifikasi?",
        "rumah saya disewa untuk posko",
    )
    for person, text in zip(PEOPLE, questions, strict=True):
        journal.record(NOT_FOUND, person, text)
    assert unmet(path, now()) == []


def test_what_was_declined_or_answered_does_not_count(journal: Journal, path: Path) -> None:
    for person in PEOPLE:
        journal.record(replace(NOT_FOUND, outcome="declined"), person, "resep rendang")
        journal.record(ANSWERED, person, "boleh like?")
    assert unmet(path, now()) == []


def test_a_situation_that_many_mark_is_seen(journal: Journal, path: Path) -> None:
    for number, person in enumerate(PEOPLE):
        assert unmet(path, now()) == []
        outcome = journal.record(ANSWERED, person, f"apa pun {number}")
        journal.give_feedback(outcome, useful=False)
        liked = journal.record(replace(ANSWERED, guidance="lain"), person, "baik")
        journal.give_feedback(liked, useful=True)
    assert unmet(path, now()) == [Unmet(MANY, situation="like-unggahan-calon")]


def test_a_day_later_it_is_forgotten(journal: Journal, path: Path) -> None:
    for person in PEOPLE:
        journal.record(NOT_FOUND, person, "boleh naik balon udara?")
    assert unmet(path, now() + WINDOW - 3 * MINUTE)
    assert unmet(path, now() + WINDOW + MINUTE) == []


def test_what_was_told_is_told_again_only_for_as_many_new_people(
    journal: Journal, path: Path
) -> None:
    for person in PEOPLE:
        journal.record(NOT_FOUND, person, "boleh naik balon udara?")
    grow_old(path, timedelta(hours=3))
    told = datetime.now(UTC) - timedelta(hours=2)
    assert unmet(path, now())
    journal.record(NOT_FOUND, 1, "boleh naik balon udara?")
    assert unmet(path, now(), told) == []
    for person in PEOPLE:
        journal.record(NOT_FOUND, person, "apa batas sumbangan dana?")
    assert [item.question for item in unmet(path, now(), told)] == ["apa batas sumbangan dana?"]


def test_what_grew_to_many_only_after_the_telling_is_news(journal: Journal, path: Path) -> None:
    for person in PEOPLE[:-1]:
        journal.record(NOT_FOUND, person, "boleh naik balon udara?")
    grow_old(path, timedelta(hours=3))
    told = datetime.now(UTC) - timedelta(hours=2)
    journal.record(NOT_FOUND, PEOPLE[-1], "boleh naik balon udara?")
    assert [item.people for item in unmet(path, now(), told)] == [MANY]


def test_people_who_had_themselves_erased_do_not_count(journal: Journal, path: Path) -> None:
    for person in PEOPLE:
        journal.record(NOT_FOUND, person, "boleh naik balon udara?")
    journal.erase(PEOPLE[0])
    assert unmet(path, now()) == []


def test_no_journal_has_nothing(tmp_path: Path) -> None:
    assert unmet(tmp_path / "none.db", now()) == []
