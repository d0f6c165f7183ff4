"""The question before is remembered for its person and chat alone, also after a restart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from journal.store import Journal
from tests.journal.files import bytes_of, traces

BUDI, SITI, GROUP = 612_345_678_901, 698_765_432_109, -1_001_234_567_890


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = Journal(tmp_path / "journal.db")
    yield opened
    opened.close()


def test_the_last_question_counts(journal: Journal) -> None:
    kept = journal.conversations
    assert kept.last(BUDI, BUDI) is None
    kept.keep(BUDI, BUDI, "boleh like?")
    kept.keep(BUDI, BUDI, "boleh foto?")
    assert kept.last(BUDI, BUDI) == "boleh foto?"
    kept.keep(BUDI, BUDI, None)
    assert kept.last(BUDI, BUDI) is None


def test_each_person_has_a_conversation_in_each_chat(journal: Journal) -> None:
    kept = journal.conversations
    kept.keep(GROUP, BUDI, "boleh like?")
    kept.keep(GROUP, SITI, "boleh foto?")
    kept.keep(SITI, SITI, "boleh cuti?")
    assert kept.last(GROUP, BUDI) == "boleh like?"
    assert kept.last(GROUP, SITI) == "boleh foto?"
    assert kept.last(SITI, SITI) == "boleh cuti?"
    assert kept.last(BUDI, BUDI) is None


def test_it_survives_a_restart_without_names(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    first = Journal(path)
    first.conversations.keep(BUDI, BUDI, "boleh like status Pak Wiryawanto?")
    first.close()
    second = Journal(path)
    assert second.conversations.last(BUDI, BUDI) == "boleh like status Pak ?"
    second.close()
    left = bytes_of(tmp_path)
    assert b"Wiryawanto" not in left
    assert not [trace for trace in traces(BUDI) if trace in left]
