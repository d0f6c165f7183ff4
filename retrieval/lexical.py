"""BM25 with rank-bm25's statistics, scored from an inverted index.

rank-bm25 scores every document for every query; the same sums taken term by term over
postings give the same scores (a test holds the two against each other) at a cost that
grows with the number of matches only. What a term adds to a document's score does not depend
on the query, so it is worked out once; the postings of all terms lie end to end in two arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Okapi

Scores = npt.NDArray[np.float32]


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
        self._postings: dict[str, slice] = {}
        # np.add.at is fastest where the positions need no conversion: intp, not int32.
        self._documents = np.zeros(0, dtype=np.intp)
        self._weights = np.zeros(0, dtype=np.float32)
        if not any(documents):
            # rank-bm25 divides by the number of documents and of terms.
            return
        statistics = BM25Okapi(documents, k1=k1, b=b)
        numbers = {term: number for number, term in enumerate(statistics.idf)}
        held = statistics.doc_freqs
        of_term = np.fromiter((numbers[term] for counts in held for term in counts), np.int32)
        frequency = np.fromiter((n for counts in held for n in counts.values()), np.float64)
        document = np.repeat(np.arange(self.size), [len(counts) for counts in held])
        lengths = np.asarray(statistics.doc_len, dtype=np.float64)
        damping = k1 * (1 - b + b * lengths / statistics.avgdl)
        idf = np.fromiter(statistics.idf.values(), np.float64)
        weights = idf[of_term] * frequency * (k1 + 1) / (frequency + damping[document])
        by_term = np.argsort(of_term, kind="stable")
        self._documents = document[by_term]
        self._weights = weights[by_term].astype(np.float32)
        ends = np.cumsum(np.bincount(of_term)).tolist()
        self._postings = dict(zip(numbers, map(slice, [0, *ends[:-1]], ends), strict=True))

    @cached_property
    def terms(self) -> frozenset[str]:
        """Every term that occurs in a document."""
        return frozenset(self._postings)

    @property
    def nbytes(self) -> int:
        """Bytes of the postings."""
        return self._documents.nbytes + self._weights.nbytes

    def scores(self, query: Sequence[str]) -> Scores:
        """Return the BM25 score of every document, shape ``(size,)``.

        A document without any term of the query scores 0. In a corpus of one to three
        documents rank-bm25's idf may be negative, and with it the scores of matches.
        """
        scores = np.zeros(self.size, dtype=np.float32)
        for term in query:
            if postings := self._postings.get(term):
                np.add.at(scores, self._documents[postings], self._weights[postings])
        return scores

    def weight(self, term: str) -> float:
        """Return the largest weight that ``term`` has in any document; 0 if unknown."""
        postings = self._postings.get(term)
        return float(self._weights[postings].max()) if postings else 0.0
