"""One tree of exceptions, each of which reads as one message for people."""

from __future__ import annotations

import dataclasses

import pytest

from errors import (
    EncoderError,
    ImportFailed,
    KnowledgeError,
    NetraError,
    Problem,
    SettingsError,
    StorageError,
)


@pytest.mark.parametrize(
    "error",
    [SettingsError, KnowledgeError, ImportFailed, StorageError, EncoderError],
)
def test_every_error_belongs_to_the_tree(error: type[NetraError]) -> None:
    assert error.__bases__ == (NetraError,)
    assert NetraError.__bases__ == (Exception,)


def test_a_settings_error_names_its_key() -> None:
    error = SettingsError("NETRA_ADMIN_IDS", "bukan angka")
    assert error.key == "NETRA_ADMIN_IDS"
    assert str(error) == "NETRA_ADMIN_IDS: bukan angka"


def test_a_problem_reads_as_file_line_message() -> None:
    problem = Problem("routing.yaml", 3, "kosong")
    assert str(problem) == "routing.yaml:3: kosong"
    with pytest.raises(dataclasses.FrozenInstanceError):
        problem.line = 4  # type: ignore[misc]


def test_a_knowledge_error_lists_its_problems_by_file_and_line() -> None:
    problems = [
        Problem("b.yaml", 10, "dua"),
        Problem("b.yaml", 9, "satu"),
        Problem("a.yaml", 99, "nol"),
    ]
    error = KnowledgeError(problems)
    assert error.problems == (problems[2], problems[1], problems[0])
    assert str(error).splitlines() == [
        "basis pengetahuan ditolak, 3 masalah:",
        "a.yaml:99: nol",
        "b.yaml:9: satu",
        "b.yaml:10: dua",
    ]
