"""The few numbers that decide, each found by measurement.

``python benchmarks/tune.py FILE`` prints how each ranking weight compares with its neighbours
on labelled questions; docs/decisions/ tells why each exists.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RankingWeights:
    """score = semantic · best cosine + lexical · best BM25 + intent · match (0 to 1)
    - stranger · number of classes of person asked about that a situation never names
    - specialist · number of classes of person in its title that the question does not name."""

    semantic: float
    lexical: float
    intent: float
    stranger: float
    specialist: float


@dataclass(frozen=True)
class Thresholds:
    """When a question is answered, clarified or left."""

    decline: float
    """Log-odds of being out of scope from which a question is declined, after ``familiar``
    is taken off for each point by which the best situation scores above ``typical``."""
    familiar: float
    typical: float
    not_found: float
    """Ranking score below which no situation counts as found."""
    harm_margin: float
    """An ``allowed`` is shown only when it leads every ``prohibited`` by this much."""


@dataclass(frozen=True)
class ConfidenceWeights:
    """log-odds = constant + score · best + margin · (best - nearest other verdict)."""

    constant: float
    score: float
    margin: float


RANKING = RankingWeights(semantic=4.0, lexical=0.03, intent=0.2, stranger=0.1, specialist=0.1)
THRESHOLDS = Thresholds(decline=-0.25, familiar=2.0, typical=4.3, not_found=3.6, harm_margin=0.16)
WITHOUT_MODEL = Thresholds(
    decline=0.0, familiar=0.0, typical=0.0, not_found=0.25, harm_margin=0.25
)
"""Where the embedding model is missing, scores have no semantic part and lie far lower."""
CONFIDENCE = ConfidenceWeights(constant=-0.99, score=0.51, margin=3.92)
