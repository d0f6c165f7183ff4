"""A question beside every way of asking that is known: worked out once, used by two.

The ranking asks which situation is meant, the router whether any is; both by the same figures.
"""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.hybrid import Scores
from retrieval.phrasings import Phrasings
from retrieval.question import Question


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
