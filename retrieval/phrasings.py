"""Every way of asking about a situation, searched by words and by meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.schema import Situation
from retrieval.hybrid import Scores
from retrieval.lexical import LexicalIndex
from retrieval.semantic import Vectors, cosines
from retrieval.terms import Analyzer, Terms

EMBEDDED = 6
"""How many phrasings of a situation are embedded, the first ones: its question and five
variants; those that admins added are embedded as well. On the dev questions six did as well
as all ten (docs/decisions), and the first start takes half the time."""

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Phrasings:
    """The questions and variants of all situations, row for row; situations stay together."""

    texts: tuple[str, ...]
    terms: tuple[Terms, ...]
    lexical: LexicalIndex
    starts: Rows
    """The first row of each situation."""
    embedded: Rows
    """The rows that have a vector."""
    vector_starts: Rows
    """The first vector of each situation."""
    vectors: Vectors | None

    def best_lexical(self, terms: Sequence[str]) -> Scores:
        """Return the best BM25 score of any phrasing of each situation."""
        return _best(self.lexical.scores(terms), self.starts)

    def best_cosine(self, vector: npt.NDArray[np.float32] | None) -> Scores:
        """Return the best cosine of any vector of each situation."""
        return _best(self.cosines(vector), self.vector_starts)

    def best_without(self, place: int, number: int) -> tuple[float, float]:
        """Return how near situation ``place`` is to its own phrasing ``number``, left out.

        That phrasing is embedded. The two figures are those of :meth:`best_cosine` and
        :meth:`best_lexical`.
        """
        rows = _rows(self.starts, place, len(self.texts))
        lexical = self.lexical.scores(self.terms[rows.start + number].all)[rows]
        lexical[number] = 0.0
        if self.vectors is None:
            return 0.0, float(lexical.max())
        own_rows = _rows(self.vector_starts, place, len(self.embedded))
        vector = int(np.searchsorted(self.embedded, rows.start + number)) - own_rows.start
        own = self.vectors[own_rows]
        near = cosines(own, own[vector])
        near[vector] = 0.0
        return float(near.max()), float(lexical.max())

    def cosines(self, vector: npt.NDArray[np.float32] | None) -> Scores:
        """Return the cosine with each embedded phrasing; zeros where there is no model."""
        if self.vectors is None or vector is None:
            return np.zeros(len(self.embedded), dtype=np.float32)
        return cosines(self.vectors, vector)


@dataclass(frozen=True)
class PhrasingTexts:
    """The phrasings of all situations before they are embedded."""

    texts: tuple[str, ...]
    terms: tuple[Terms, ...]
    sizes: tuple[int, ...]
    embedded_sizes: tuple[int, ...]
    embedded: Rows

    @classmethod
    def of(cls, situations: Sequence[Situation], analyzer: Analyzer) -> PhrasingTexts:
        """Collect and analyse the phrasings of ``situations``, the question itself first."""
        texts = tuple(text for item in situations for text in item.phrasings)
        chosen = [
            [
                place < EMBEDDED or place > len(item.variants)
                for place in range(len(item.phrasings))
            ]
            for item in situations
        ]
        return cls(
            texts=texts,
            terms=tuple(map(analyzer.analyse, texts)),
            sizes=tuple(map(len, chosen)),
            embedded_sizes=tuple(map(sum, chosen)),
            embedded=np.flatnonzero([is_chosen for group in chosen for is_chosen in group]),
        )

    @property
    def to_embed(self) -> list[str]:
        """The phrasings that are embedded, in standard words."""
        return [" ".join(self.terms[row].standard) for row in self.embedded]

    def index(self, vectors: Vectors | None) -> Phrasings:
        """Index the phrasings; ``vectors`` holds a row for each of ``to_embed``."""
        return Phrasings(
            texts=self.texts,
            terms=self.terms,
            lexical=LexicalIndex([terms.all for terms in self.terms]),
            starts=_starts(self.sizes),
            embedded=self.embedded,
            vector_starts=_starts(self.embedded_sizes),
            vectors=vectors,
        )


def _starts(sizes: Sequence[int]) -> Rows:
    return np.cumsum([0, *sizes[:-1]], dtype=np.intp)[: len(sizes)]


def _rows(starts: Rows, place: int, end: int) -> slice:
    """Return the rows of one situation where ``end`` is the number of all."""
    after = int(starts[place + 1]) if place + 1 < len(starts) else end
    return slice(int(starts[place]), after)


def _best(scores: Scores, starts: Rows) -> Scores:
    if not len(starts):
        return np.zeros(0, dtype=np.float32)
    return np.asarray(np.maximum.reduceat(scores, starts), dtype=np.float32)
