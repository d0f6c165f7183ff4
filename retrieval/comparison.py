"""A question beside every way of asking that is known: worked out once, used by two.

The ranking asks which situation is meant, the router whether any is; both by the same figures.
"""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.hybrid import Scores
from retrieval.phrasings import Phrasings
from retrieval.question import Question

_THE_SAME = 0.995
"""The cosine of a question with a phrasing from which on they are the same words."""


@dataclass(frozen=True)
class Comparison:
    """How like ``question`` is to each phrasing, row for row."""

    question: Question
    cosines: Scores
    """By meaning; zeros where the embedding model is not available."""
    lexical: Scores
    """By words: BM25."""

    @classmethod
    def of(cls, question: Question, phrasings: Phrasings) -> Comparison:
        """Compare ``question`` with all ``phrasings``."""
        return cls(
            question,
            phrasings.cosines(question.vector),
            phrasings.lexical.scores(question.terms.all),
        )

    @property
    def is_known(self) -> bool:
        """Whether this was asked in these very words before, as far as meaning tells."""
        return bool(self.cosines.max(initial=0.0) >= _THE_SAME)
