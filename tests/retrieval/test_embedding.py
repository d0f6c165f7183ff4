"""Only what the store does not hold is embedded, and what was embedded is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.store import KnowledgeStore
from retrieval.embedding import Role, embed
from tests.retrieval.fakes import HashEncoder, unit_vector

MANY = [f"teks {'x' * (number // 10)} {number:03}" for number in range(150)]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[KnowledgeStore]:
    """A store with nothing in it."""
    with KnowledgeStore(tmp_path / "knowledge.db") as opened:
        yield opened


def test_each_text_has_its_vector_in_order(empty: KnowledgeStore) -> None:
    texts = ["panjang sekali teks ini", "b", "a", "panjang sekali teks ini"]

    vectors = embed(texts, Role.QUESTION, HashEncoder(), empty)

    expected = [unit_vector(f"question:{text}") for text in texts]
    np.testing.assert_array_equal(vectors, np.stack(expected))


def test_the_same_text_is_embedded_once(empty: KnowledgeStore) -> None:
    encoder = HashEncoder()

    embed(["a", "b", "a", "a"], Role.PASSAGE, encoder, empty)

    assert sorted(encoder.passages) == ["a", "b"]


def test_only_missing_texts_are_embedded(empty: KnowledgeStore) -> None:
    embed(["a", "b"], Role.PASSAGE, HashEncoder(), empty)
    encoder = HashEncoder()

    vectors = embed(["b", "c", "a"], Role.PASSAGE, encoder, empty)

    assert encoder.passages == ["c"]
    expected = [unit_vector(f"passage:{text}") for text in "bca"]
    np.testing.assert_array_equal(vectors, np.stack(expected))


def test_a_question_is_no_passage(empty: KnowledgeStore) -> None:
    encoder = HashEncoder()

    question = embed(["a"], Role.QUESTION, encoder, empty)
    passage = embed(["a"], Role.PASSAGE, encoder, empty)

    assert (encoder.questions, encoder.passages) == (["a"], ["a"])
    assert not np.array_equal(question, passage)


def test_another_encoder_has_its_own_vectors(empty: KnowledgeStore) -> None:
    embed(["a"], Role.PASSAGE, HashEncoder("satu"), empty)
    other = HashEncoder("dua")

    embed(["a"], Role.PASSAGE, other, empty)

    assert other.passages == ["a"]


def test_vectors_outlive_the_store(tmp_path: Path) -> None:
    file = tmp_path / "knowledge.db"
    with KnowledgeStore(file) as opened:
        first = embed(MANY, Role.QUESTION, HashEncoder(), opened)
    encoder = HashEncoder()

    with KnowledgeStore(file) as opened:
        second = embed(MANY, Role.QUESTION, encoder, opened)

    assert encoder.questions == []
    np.testing.assert_array_equal(first, second)


def test_no_texts_need_no_encoder(empty: KnowledgeStore) -> None:
    encoder = HashEncoder()

    assert embed([], Role.PASSAGE, encoder, empty).size == 0
    assert encoder.passages == []


def test_a_failure_keeps_the_batches_before_it(empty: KnowledgeStore) -> None:
    with pytest.raises(RuntimeError):
        embed(MANY, Role.PASSAGE, HashEncoder(poison=MANY[-1]), empty)
    kept = empty.counts()["vectors"]
    encoder = HashEncoder()

    embed(MANY, Role.PASSAGE, encoder, empty)

    assert kept >= len(MANY) // 2
    assert len(encoder.passages) == len(MANY) - kept


def test_an_interruption_keeps_the_batches_before_it(empty: KnowledgeStore) -> None:
    def interrupt(done: int, total: int) -> None:
        if done > total // 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        embed(MANY, Role.PASSAGE, HashEncoder(), empty, interrupt)
    kept = empty.counts()["vectors"]
    encoder = HashEncoder()

    vectors = embed(MANY, Role.PASSAGE, encoder, empty)

    assert kept > len(MANY) // 3
    assert len(encoder.passages) == len(MANY) - kept
    np.testing.assert_array_equal(vectors[7], unit_vector(f"passage:{MANY[7]}"))


def test_progress_rises_to_the_number_of_new_texts(empty: KnowledgeStore) -> None:
    embed(MANY[:20], Role.PASSAGE, HashEncoder(), empty)
    reports: list[tuple[int, int]] = []

    embed(
        MANY, Role.PASSAGE, HashEncoder(), empty, lambda done, total: reports.append((done, total))
    )

    done = [report[0] for report in reports]
    assert done == sorted(set(done))
    assert len(reports) > 2
    assert {report[1] for report in reports} == {len(MANY) - 20}
    assert reports[-1] == (len(MANY) - 20, len(MANY) - 20)


def test_nothing_new_reports_no_progress(empty: KnowledgeStore) -> None:
    embed(MANY, Role.PASSAGE, HashEncoder(), empty)
    reports: list[int] = []

    embed(MANY, Role.PASSAGE, HashEncoder(), empty, lambda done, total: reports.append(done))

    assert reports == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from(MANY[:60]), max_size=70), max_size=4))
def test_however_texts_arrive_none_is_embedded_twice(
    empty: KnowledgeStore, rounds: list[list[str]]
) -> None:
    encoder = HashEncoder(
        name=f"putaran {empty.counts()['vectors']} {len(rounds)} {hash(str(rounds))}"
    )

    for texts in rounds:
        vectors = embed(texts, Role.QUESTION, encoder, empty)
        for text, vector in zip(texts, vectors, strict=True):
            np.testing.assert_array_equal(vector, unit_vector(f"question:{text}"))

    assert sorted(encoder.questions) == sorted({text for texts in rounds for text in texts})
