"""Words and meaning in one ranking."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from retrieval.hybrid import LEXICAL_WEIGHT, SEMANTIC_WEIGHT, HybridIndex, Scores, top
from retrieval.lexical import LexicalIndex
from tests.retrieval.fakes import unit_vector

TERMS = [["like", "calon"], ["foto", "calon"], ["kampanye"], []]
VECTORS = np.stack([unit_vector(" ".join(terms)) for terms in TERMS])
SCORES = npst.arrays(
    np.float32, st.integers(0, 40), elements=st.floats(-5, 5, width=16, allow_nan=False)
)


@given(SCORES, st.integers(-2, 50))
def test_top_is_the_head_of_a_full_sort(scores: Scores, limit: int) -> None:
    order = sorted(range(len(scores)), key=lambda row: -scores[row])

    best = top(scores, limit)

    assert [score for _, score in best] == [float(scores[row]) for row in order][: max(limit, 0)]
    assert all(float(scores[row]) == score for row, score in best)
    assert len({row for row, _ in best}) == len(best)


@given(SCORES)
def test_ties_are_in_order_of_rows(scores: Scores) -> None:
    order = sorted(range(len(scores)), key=lambda row: (-scores[row], row))

    assert [row for row, _ in top(scores, len(scores))] == order


@pytest.mark.parametrize("limit", [0, -1])
def test_nothing_is_asked_for(limit: int) -> None:
    assert top(np.ones(3, dtype=np.float32), limit) == []


def test_scores_are_the_weighted_sum_of_both() -> None:
    index = HybridIndex.build(TERMS, VECTORS)

    expected = LEXICAL_WEIGHT * LexicalIndex(TERMS).scores(["calon"]) + SEMANTIC_WEIGHT * (
        VECTORS @ VECTORS[2]
    )

    np.testing.assert_allclose(index.scores(["calon"], VECTORS[2]), expected, rtol=1e-5)


def test_the_nearest_in_meaning_comes_first() -> None:
    index = HybridIndex.build(TERMS, VECTORS)

    rows = [row for row, _ in index.best([], VECTORS[2], 2)]

    assert rows[0] == 2
    assert len(rows) == 2


@pytest.mark.parametrize(
    ("vectors", "vector"), [(None, VECTORS[0]), (VECTORS, None), (None, None)]
)
def test_without_vectors_words_alone_decide(vectors: Scores | None, vector: Scores | None) -> None:
    index = HybridIndex.build(TERMS, vectors)

    assert index.cosines(vector).tolist() == [0.0] * len(TERMS)
    assert index.best(["foto"], vector, 1)[0][0] == 1


def test_an_empty_index_finds_nothing() -> None:
    index = HybridIndex.build([], np.zeros((0, 0), dtype=np.float32))

    assert index.best(["foto"], VECTORS[0], 5) == []
