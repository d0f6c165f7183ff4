"""BM25 with rank-bm25's statistics, scored from an inverted index.

rank-bm25 scores every document for every query; the same sums taken term by term over
postings give the same scores (a test holds the two against each other) at a cost that
grows with the number of matches only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Okapi

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True)
class _Postings:
    documents: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float32]


class LexicalIndex:
    """BM25 over a fixed list of documents, each a sequence of terms.

    Args:
        documents: the terms of each document; may be empty.
        k1: how fast repeated terms saturate.
        b: how much long documents are held back, 0 to 1.
    """

    def __init__(
        self, documents: Sequence[Sequence[str]], k1: float = 1.5, b: float = 0.75
    ) -> None:
        self.size = len(documents)
        self._postings: dict[str, _Postings] = {}
        if not any(documents):
            # rank-bm25 divides by the number of documents and of terms.
            return
        statistics = BM25Okapi([list(terms) for terms in documents], k1=k1, b=b)
        lengths = np.asarray(statistics.doc_len, dtype=np.float64)
        damping = k1 * (1 - b + b * lengths / statistics.avgdl)
        gathered: dict[str, tuple[list[int], list[int]]] = {}
        for number, frequencies in enumerate(statistics.doc_freqs):
            for term, count in frequencies.items():
                numbers, counts = gathered.setdefault(term, ([], []))
                numbers.append(number)
                counts.append(count)
        for term, (numbers, counts) in gathered.items():
            where = np.asarray(numbers, dtype=np.int32)
            frequency = np.asarray(counts, dtype=np.float64)
            weights = statistics.idf[term] * frequency * (k1 + 1) / (frequency + damping[where])
            self._postings[term] = _Postings(where, weights.astype(np.float32))

    @property
    def terms(self) -> frozenset[str]:
        """Every term that occurs in a document."""
        return frozenset(self._postings)

    def scores(self, query: Sequence[str]) -> Scores:
        """Return the BM25 score of every document, shape ``(size,)``.

        A document without any term of the query scores 0. In a corpus of one to three
        documents rank-bm25's idf may be negative, and with it the scores of matches.
        """
        scores = np.zeros(self.size, dtype=np.float32)
        for term in query:
            if postings := self._postings.get(term):
                scores[postings.documents] += postings.weights
        return scores

    def weight(self, term: str) -> float:
        """Return the largest weight that ``term`` has in any document; 0 if unknown."""
        postings = self._postings.get(term)
        return float(postings.weights.max()) if postings else 0.0
