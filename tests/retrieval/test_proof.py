"""The whole proof: what is read, what is asked, and what is left out without a model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.freshness import today
from knowledge.store import KnowledgeStore
from retrieval.proof import prove
from tests.knowledge_base import GUIDANCE, line_of, write_knowledge_base
from tests.retrieval.fakes import HashEncoder

LONG = dt.timedelta(days=36_500)
NO_TIME = today() - dt.date(2026, 11, 21)
"""Too short for the one review of 20 November, long enough for the others."""
FOUND_ELSEWHERE = (GUIDANCE, "- keputusan pejabat masa kampanye", "- Like unggahan calon!")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[KnowledgeStore]:
    with KnowledgeStore(tmp_path / "knowledge.db") as opened:
        yield opened


def test_without_a_model_nothing_is_searched(tmp_path: Path, store: KnowledgeStore) -> None:
    folder = write_knowledge_base(tmp_path / "isi", FOUND_ELSEWHERE)

    summary = prove(folder, store, None, NO_TIME)

    [problem] = summary.problems
    assert problem.startswith(f"{GUIDANCE}:{line_of(folder, GUIDANCE, 'reviewed: 2026-11-20')}: ")
    assert store.counts() == {"versions": 0, "vectors": 0, "learned": 0}


def test_what_is_refused_is_not_searched_either(tmp_path: Path, store: KnowledgeStore) -> None:
    broken = (GUIDANCE, "verdict: allowed", "verdict: mungkin")
    folder = write_knowledge_base(tmp_path / "isi", FOUND_ELSEWHERE, broken)
    encoder = HashEncoder()

    summary = prove(folder, store, encoder, NO_TIME)

    assert not summary.ok
    assert [problem.split(": ")[0] for problem in summary.problems] == [
        f"{GUIDANCE}:{line_of(folder, GUIDANCE, 'verdict: mungkin')}"
    ]
    assert encoder.questions == []
    assert store.counts()["versions"] == 0


def test_old_reviews_and_what_is_not_found_come_together(
    tmp_path: Path, store: KnowledgeStore
) -> None:
    folder = write_knowledge_base(tmp_path / "isi", FOUND_ELSEWHERE)
    reports: list[tuple[int, int]] = []

    summary = prove(
        folder, store, HashEncoder(), NO_TIME, lambda done, total: reports.append((done, total))
    )

    lines = [int(problem.split(":")[1]) for problem in summary.problems]
    assert line_of(folder, GUIDANCE, "reviewed: 2026-11-20") in lines
    # This encoder tells texts apart and knows no likeness, so situations are not found.
    assert any("cara bertanya menemukan" in problem for problem in summary.problems)
    assert lines == sorted(lines)
    assert (summary.ok, summary.guidance) == (False, 3)
    assert reports


def test_what_was_embedded_once_is_not_embedded_again(
    tmp_path: Path, store: KnowledgeStore
) -> None:
    folder = write_knowledge_base(tmp_path / "isi")
    first, second = HashEncoder(), HashEncoder()

    assert prove(folder, store, first, LONG) == prove(folder, store, second, LONG)

    assert first.questions
    assert second.questions == second.passages == []
