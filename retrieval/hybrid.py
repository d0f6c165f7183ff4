"""One list of texts, searched by words and by meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from retrieval.lexical import LexicalIndex
from retrieval.semantic import Vectors, cosines

Scores = npt.NDArray[np.float32]

LEXICAL_WEIGHT = 1 / 80
SEMANTIC_WEIGHT = 5.0
"""score = LEXICAL_WEIGHT · BM25 + SEMANTIC_WEIGHT · cosine. A linear sum of raw scores beat both
rankings on idk-mrc where reciprocal rank fusion fell below the better one (docs/decisions)."""


@dataclass(frozen=True)
class HybridIndex:
    """BM25 over ``lexical`` and cosine over ``vectors``, row for row the same texts.

    ``vectors`` is None where the embedding model could not be loaded: words alone decide.
    """

    lexical: LexicalIndex
    vectors: Vectors | None

    @classmethod
    def build(cls, terms: Sequence[Sequence[str]], vectors: Vectors | None) -> HybridIndex:
        """Index texts given as terms and, row for row, as vectors."""
        return cls(LexicalIndex(terms), vectors)

    def cosines(self, vector: npt.NDArray[np.float32] | None) -> Scores:
        """Return the cosine of every text with ``vector``; zeros where there is none."""
        if self.vectors is None or vector is None:
            return np.zeros(self.lexical.size, dtype=np.float32)
        return cosines(self.vectors, vector)

    def scores(self, terms: Sequence[str], vector: npt.NDArray[np.float32] | None) -> Scores:
        """Return the fused score of every text, shape ``(size,)``."""
        return fused(self.lexical.scores(terms), self.cosines(vector))

    def best(
        self, terms: Sequence[str], vector: npt.NDArray[np.float32] | None, limit: int
    ) -> list[tuple[int, float]]:
        """Return the ``limit`` best rows with their fused scores, best first."""
        return top(self.scores(terms, vector), limit)


def fused(lexical: Scores, cosines: Scores) -> Scores:
    """Return the fused score of each text by its BM25 score and its cosine."""
    return LEXICAL_WEIGHT * lexical + SEMANTIC_WEIGHT * cosines


def top(scores: Scores, limit: int) -> list[tuple[int, float]]:
    """Return the rows of the ``limit`` highest scores, best first, ties by row."""
    limit = min(limit, len(scores))
    if limit <= 0:
        return []
    chosen = np.argpartition(-scores, limit - 1)[:limit]
    order = sorted(chosen, key=lambda row: (-scores[row], row))
    return [(int(row), float(scores[row])) for row in order]
