"""The few numbers that decide. Each is learned, none is guessed.

``python bot.py learn FILE …`` learns them from labelled questions by cross-validation
(:mod:`retrieval.learning`) and stores them with the index; until that is done, the ones
below serve, which it gave on the project's own questions (benchmarks/RESULTS.md).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict


class _Numbers(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Weights(_Numbers):
    """Numbers that features are multiplied by, in the order of their names."""

    def vector(self) -> npt.NDArray[np.float64]:
        """Return the weights in the order of their names."""
        return np.asarray([getattr(self, name) for name in type(self).model_fields], np.float64)


class RankingWeights(_Weights):
    """score = asked_semantic · best cosine + asked_lexical · best BM25 of any way of asking
    + asked_alike · mean BM25 of the three best ways of asking
    + said_semantic · cosine + said_lexical · BM25 of what the situation says
    + permission · match (0 to 1) of what asks for permission, with a verdict
    + fact · match of what asks for a fact, with information
    - stranger · number of classes of person asked about that a situation never names
    - specialist · number of classes of person in its title that the question does not name."""

    asked_semantic: float
    asked_lexical: float
    asked_alike: float
    said_semantic: float
    said_lexical: float
    permission: float
    fact: float
    stranger: float
    specialist: float


class VerdictWeights(_Numbers):
    """log of the chance of a verdict = log of the chances of its situations, added up
    + classifier · log-chance by the classifier, but for a constant."""

    classifier: float


class ScopeWeights(_Numbers):
    """log-odds of being out of scope = constant + route · router's log-odds
    + classifier · classifier's log-odds + score · (best ranking score - typical).
    Declined above 0."""

    constant: float
    route: float
    classifier: float
    score: float
    typical: float


class NewsWeights(_Weights):
    """log-odds of a question's being about an article = constant
    + semantic · (cosine of the article's nearest passage - that of any other passage)
    + lexical · (the same by BM25) + names · number of its words that only this article uses
    + covered · share of its words that the article uses
    + told · whether it speaks of a report, a meeting or a speech at all. About it above 0."""

    semantic: float
    lexical: float
    names: float
    covered: float
    told: float
    constant: float


class Thresholds(_Numbers):
    """When a question is answered, clarified or left."""

    not_found: float
    """Ranking score below which no situation counts as found."""
    risk: float
    """An ``allowed`` is shown only where its risk (``caution.py``) is no greater."""


class ConfidenceWeights(_Numbers):
    """log-odds of a right verdict = constant + chance · log-odds of its chance by the scores."""

    constant: float
    chance: float


class Parameters(_Numbers):
    """All that is learned from labelled questions, for one encoder."""

    ranking: RankingWeights
    verdicts: VerdictWeights
    news: NewsWeights
    scope: ScopeWeights
    thresholds: Thresholds
    confidence: ConfidenceWeights


SHIPPED = Parameters(
    ranking=RankingWeights(
        asked_semantic=4.9804,
        asked_lexical=0.033,
        asked_alike=0.0107,
        said_semantic=4.1987,
        said_lexical=0.0103,
        permission=0.2015,
        fact=0.4913,
        stranger=0.1006,
        specialist=0.1029,
    ),
    verdicts=VerdictWeights(classifier=0.8),
    news=NewsWeights(
        semantic=10.775, lexical=0.287, names=5.4, covered=5.26, told=4.323, constant=-8.96
    ),
    scope=ScopeWeights(constant=0.415, route=1.395, classifier=0.877, score=-1.599, typical=9.97),
    thresholds=Thresholds(not_found=8.45, risk=0.2),
    confidence=ConfidenceWeights(constant=1.399, chance=0.485),
)
WITHOUT_MODEL = Parameters(
    ranking=SHIPPED.ranking,
    verdicts=VerdictWeights(classifier=1.0),
    news=NewsWeights(
        semantic=0.0, lexical=0.3, names=5.238, covered=5.747, told=4.015, constant=-9.065
    ),
    scope=ScopeWeights(constant=1.262, route=0.77, classifier=1.347, score=-1.634, typical=1.67),
    thresholds=Thresholds(not_found=0.25, risk=0.188),
    confidence=ConfidenceWeights(constant=1.133, chance=0.601),
)
"""Where the embedding model is missing, scores have no semantic part and lie far lower."""
