"""A review may be as old as the setting says and not a day older."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from errors import Problem
from knowledge.freshness import check_reviews
from knowledge.loader import read_knowledge
from tests.knowledge_base import GUIDANCE, line_of, write_knowledge_base

LONGEST = dt.timedelta(days=100)
OLDEST = dt.date(2026, 11, 20)
"""The review of ``hak-pilih``; the others are one and two days younger."""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return write_knowledge_base(tmp_path)


def problems_on(today: dt.date, base: Path) -> list[Problem]:
    return list(check_reviews(*read_knowledge(base), today, LONGEST))


def test_on_its_last_day_a_review_still_counts(base: Path) -> None:
    assert problems_on(OLDEST + LONGEST, base) == []


def test_a_day_later_it_is_too_old(base: Path) -> None:
    line = line_of(base, GUIDANCE, "reviewed: 2026-11-20")
    assert problems_on(OLDEST + LONGEST + dt.timedelta(days=1), base) == [
        Problem(GUIDANCE, line, "ditinjau 101 hari lalu, lebih dari 100; tinjau lagi")
    ]


def test_every_old_review_is_listed(base: Path) -> None:
    found = problems_on(dt.date(2030, 1, 1), base)
    assert [problem.line for problem in found] == [
        line_of(base, GUIDANCE, f"reviewed: 2026-11-{day}") for day in (22, 20, 21)
    ]


def test_a_review_on_the_day_itself_counts_and_one_to_come_does_not(base: Path) -> None:
    found = problems_on(dt.date(2026, 11, 21), base)
    line = line_of(base, GUIDANCE, "reviewed: 2026-11-22")
    assert found == [Problem(GUIDANCE, line, "ditinjau 2026-11-22, tanggal yang belum tiba")]
