"""The inverted index gives the scores of rank-bm25."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from retrieval.lexical import LexicalIndex

TERM = st.sampled_from("asn pns calon bupati like foto kampanye sanksi uu pasal".split())
DOCUMENTS = st.lists(st.lists(TERM, max_size=12), min_size=1, max_size=25).filter(any)
QUERY = st.lists(st.one_of(TERM, st.sampled_from(["tak-dikenal", ""])), max_size=8)
K1 = st.floats(0.5, 3.0)
B = st.floats(0.0, 1.0)


@given(DOCUMENTS, QUERY, K1, B)
@example([["asn"]], ["asn"], 1.5, 0.75)
@example([["asn", "asn"], []], ["asn", "asn"], 1.5, 0.75)
@example([["asn"], ["asn"], ["asn"]], ["asn", "pns"], 1.5, 1.0)
@example([["asn", "pns"]], ["asn", "asn", "pns", "tak-dikenal"], 1.2, 0.0)
def test_scores_are_those_of_rank_bm25(
    documents: list[list[str]], query: list[str], k1: float, b: float
) -> None:
    expected = BM25Okapi(documents, k1=k1, b=b).get_scores(query)

    scores = LexicalIndex(documents, k1=k1, b=b).scores(query)

    assert scores.shape == (len(documents),)
    np.testing.assert_allclose(scores, expected, rtol=1e-4, atol=1e-5)


@given(DOCUMENTS, QUERY)
def test_the_defaults_are_those_of_rank_bm25(documents: list[list[str]], query: list[str]) -> None:
    expected = BM25Okapi(documents).get_scores(query)

    np.testing.assert_allclose(
        LexicalIndex(documents).scores(query), expected, rtol=1e-4, atol=1e-5
    )


@pytest.mark.parametrize("documents", [[], [[]], [[], [], []]])
def test_documents_without_terms_score_zero(documents: list[list[str]]) -> None:
    index = LexicalIndex(documents)

    assert index.size == len(documents)
    assert index.scores(["asn", "pns"]).tolist() == [0.0] * len(documents)
    assert index.terms == frozenset()
    assert index.weight("asn") == 0.0


def test_an_empty_document_among_others_scores_zero() -> None:
    scores = LexicalIndex([["asn"], [], ["pns", "asn"], ["pns"], ["calon"]]).scores(["asn"])

    assert scores[1] == 0.0
    assert scores[0] > 0.0


def test_a_repeated_term_counts_each_time() -> None:
    index = LexicalIndex([["asn", "like"], ["pns"], ["calon"], ["foto"]])

    np.testing.assert_allclose(index.scores(["like"] * 3), 3 * index.scores(["like"]), rtol=1e-6)


def test_unknown_terms_and_no_terms_score_zero() -> None:
    index = LexicalIndex([["asn"], ["pns"], ["calon"]])

    assert not index.scores(["tak-dikenal"]).any()
    assert not index.scores([]).any()
    assert index.weight("tak-dikenal") == 0.0


@given(DOCUMENTS)
def test_terms_and_weights_are_those_of_the_documents(documents: list[list[str]]) -> None:
    index = LexicalIndex(documents)

    assert index.terms == {term for terms in documents for term in terms}
    for term in index.terms:
        holding = [row for row, terms in enumerate(documents) if term in terms]
        assert index.weight(term) == pytest.approx(max(index.scores([term])[holding]))


def test_asking_does_not_change_the_index() -> None:
    index = LexicalIndex([["asn", "like"], ["pns"], ["calon"], ["foto"]])
    before = index.scores(["like"])
    before[:] = 99.0

    assert index.scores(["like"])[1] == 0.0
