"""Learn the numbers of :mod:`retrieval.parameters` from labelled questions.

Every figure that is reported, and every number that depends on scores (scope, thresholds,
confidence), comes from questions that the ranking weights were not fitted on: the questions
are dealt into folds, and each fold is scored by weights learned on the others.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from pydantic import BaseModel

from retrieval.engine import Engine
from retrieval.evaluation import Labelled
from retrieval.learning.decisions import (
    fit_confidence,
    fit_scope,
    fit_thresholds,
    fit_verdicts,
    harmful_risks,
)
from retrieval.learning.examples import compare, read_questions
from retrieval.learning.news import fit_news
from retrieval.learning.weights import START, cross_validated_scores, fit_ranking
from retrieval.parameters import Parameters, RankingWeights
from retrieval.ranking import FEATURES


class Learned(BaseModel):
    """Parameters with the cross-validated figures that they were chosen by."""

    parameters: Parameters
    questions: int
    verdict_accuracy: float
    basis_hit: float
    harmful: int
    verdict_accuracy_before: float
    basis_hit_before: float
    out_of_scope_declined: float
    in_scope_kept: float
    news_found: float | None
    """Share of the questions about articles that are taken for such; None without any."""
    news_mistaken: int | None
    """How many others are."""


def learn(engine: Engine, labels: Sequence[Labelled]) -> Learned:
    """Learn parameters for ``engine`` and its encoder.

    Needs in-scope and out-of-scope questions, some dozens of each.

    Raises:
        ValueError: one of the two kinds is missing, or the first too few to be dealt into folds.
    """
    asked = read_questions(engine, labels)
    examples = compare(engine, asked)
    start = START.vector()
    weights = fit_ranking(examples, np.arange(len(examples.features)), start)
    unseen = cross_validated_scores(examples, start)
    verdicts = fit_verdicts(examples, unseen)
    verdict, basis, harmful = examples.evaluate(unseen, verdicts)
    verdict_before, basis_before, _ = examples.evaluate(examples.features @ start, verdicts)
    risks = harmful_risks(engine, examples, unseen, verdicts)
    scope, declined, kept = fit_scope(examples, unseen, examples.features_outside @ weights)
    news, found, mistaken = fit_news(engine, asked)
    return Learned(
        parameters=Parameters(
            ranking=RankingWeights(**dict(zip(FEATURES, weights.round(4).tolist(), strict=True))),
            verdicts=verdicts,
            news=news,
            scope=scope,
            thresholds=fit_thresholds(examples, unseen, verdicts, risks),
            confidence=fit_confidence(examples, unseen, verdicts),
        ),
        questions=len(labels),
        verdict_accuracy=verdict,
        basis_hit=basis,
        harmful=harmful,
        verdict_accuracy_before=verdict_before,
        basis_hit_before=basis_before,
        out_of_scope_declined=declined,
        in_scope_kept=kept,
        news_found=found,
        news_mistaken=mistaken,
    )
