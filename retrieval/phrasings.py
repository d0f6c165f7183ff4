"""Every way of asking about a situation, searched by words and by meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from knowledge.schema import Situation
from retrieval.hybrid import Scores
from retrieval.lexical import LexicalIndex
from retrieval.semantic import Vectors, cosines
from retrieval.spelling import SpellingCorrector
from retrieval.terms import Analyzer, Terms
from retrieval.text import words

Rows = npt.NDArray[np.intp]

_COMPARED = 3
"""Every situation has more phrasings than this (``knowledge/schema.py``)."""


@dataclass(frozen=True)
class Phrasings:
    """The questions and variants of all situations, row for row; situations stay together."""

    texts: tuple[str, ...]
    terms: tuple[Terms, ...]
    lexical: LexicalIndex
    starts: Rows
    """The first row of each situation."""
    vectors: Vectors | None
    """A vector a phrasing, row for row."""

    @cached_property
    def sizes(self) -> Rows:
        """The number of phrasings of each situation."""
        return np.diff(np.append(self.starts, len(self.texts)))

    def rows(self, place: int) -> slice:
        """Return the rows of the situation in ``place``."""
        return slice(int(self.starts[place]), int(self.starts[place] + self.sizes[place]))

    @cached_property
    def _members(self) -> Rows:
        """The rows of each situation, filled up with the row behind the last."""
        ends = self.starts + self.sizes
        rows = self.starts[:, None] + np.arange(int(self.sizes.max()))
        return np.where(rows < ends[:, None], rows, len(self.texts))

    def lexical_likeness(self, scores: Scores) -> tuple[Scores, Scores]:
        """Return the best of the BM25 ``scores`` of each situation's phrasings, and the mean of
        the three best.

        The best finds what was asked in these words before; but one phrasing may share a rare
        word by chance, and three seldom do.
        """
        if not len(self.starts):
            return np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.float32)
        # The row behind the last stands for phrasings that a situation does not have.
        grouped = np.append(scores, np.float32(0.0))[self._members]
        three = np.partition(grouped, -_COMPARED, axis=1)[:, -_COMPARED:]
        return three.max(axis=1), np.asarray(three.mean(axis=1), dtype=np.float32)

    def best_cosine(self, cosines: Scores) -> Scores:
        """Return the best of the ``cosines`` of each situation's phrasings."""
        return _best(cosines, self.starts)

    def best_without(self, place: int, number: int) -> tuple[float, float, float]:
        """Return how near situation ``place`` is to its own phrasing ``number``, left out.

        The figures are those of :meth:`best_cosine` and :meth:`lexical_likeness`.
        """
        rows = self.rows(place)
        scores = self.lexical.scores(self.terms[rows.start + number].all)[rows]
        three = np.sort(np.delete(scores, number))[-_COMPARED:]
        lexical = float(three[-1]), float(three.mean())
        if self.vectors is None:
            return 0.0, *lexical
        own = self.vectors[rows]
        near = cosines(own, own[number])
        near[number] = 0.0
        return float(near.max()), *lexical

    def cosines(self, vector: npt.NDArray[np.float32] | None) -> Scores:
        """Return the cosine with each phrasing; zeros where there is no model."""
        if self.vectors is None or vector is None:
            return np.zeros(len(self.texts), dtype=np.float32)
        return cosines(self.vectors, vector)


@dataclass(frozen=True)
class PhrasingTexts:
    """The phrasings of all situations before they are embedded."""

    texts: tuple[str, ...]
    terms: tuple[Terms, ...]
    sizes: tuple[int, ...]

    @classmethod
    def of(
        cls, situations: Sequence[Situation], analyzer: Analyzer, corrector: SpellingCorrector
    ) -> PhrasingTexts:
        """Collect and analyse the phrasings of ``situations``, the question itself first.

        Slips that were written on purpose are mended as those of a question are: what is
        compared is what was meant.
        """
        texts = tuple(text for item in situations for text in item.phrasings)
        return cls(
            texts=texts,
            terms=tuple(analyzer.analyse_words(corrector.correct(words(text))) for text in texts),
            sizes=tuple(len(item.phrasings) for item in situations),
        )

    @property
    def to_embed(self) -> list[str]:
        """The phrasings in standard words."""
        return [" ".join(terms.standard) for terms in self.terms]

    def index(self, vectors: Vectors | None) -> Phrasings:
        """Index the phrasings; ``vectors`` holds a row for each of ``to_embed``."""
        return Phrasings(
            texts=self.texts,
            terms=self.terms,
            lexical=LexicalIndex([terms.all for terms in self.terms]),
            starts=_starts(self.sizes),
            vectors=vectors,
        )


def _starts(sizes: Sequence[int]) -> Rows:
    return np.cumsum([0, *sizes[:-1]], dtype=np.intp)[: len(sizes)]


def _best(scores: Scores, starts: Rows) -> Scores:
    if not len(starts):
        return np.zeros(0, dtype=np.float32)
    return np.asarray(np.maximum.reduceat(scores, starts), dtype=np.float32)
