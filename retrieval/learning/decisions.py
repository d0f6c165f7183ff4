"""What is decided by scores: left or kept, shown or asked back, and how surely."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from retrieval.caution import leads
from retrieval.engine import Engine
from retrieval.hybrid import top
from retrieval.learning.examples import Array, Examples
from retrieval.logistic import logistic_regression
from retrieval.parameters import ConfidenceWeights, ScopeWeights, Thresholds
from retrieval.ranking import CANDIDATES, Candidate

_AGGRAVATING = 0.2
_OUT_COUNTS = 7.0
"""A question that should be declined weighs this much against one that should not."""
_LEAST_HARM_MARGIN = 0.25
"""Questions that content was mended by harm less than others will; strangers' questions were
called allowed by up to 0.2 before that (benchmarks/RESULTS.md), but for one outlier."""
_SAFETY = 0.02
_LOST = 0.001
"""The share of rightly answered questions that may count as not found."""


def fit_scope(
    examples: Examples, inside: Array, outside: Array
) -> tuple[ScopeWeights, float, float]:
    """Return the weights, and the shares rightly declined and rightly kept."""
    best = np.concatenate([inside.max(axis=1), outside.max(axis=1)])
    typical = round(float(np.median(inside.max(axis=1))), 2)
    routes = np.concatenate([examples.routes_inside, examples.routes_outside])
    out = np.concatenate([np.zeros(len(inside)), np.ones(len(outside))])
    rows = np.column_stack([routes, best - typical, np.ones(len(best))])
    weights = 1 + (_OUT_COUNTS - 1) * out
    route, score, constant = logistic_regression(rows, out, weights, 0.01)
    if score > 0:  # Being familiar never speaks for leaving a question; then it says nothing.
        score = 0.0
        route, constant = logistic_regression(rows[:, [0, 2]], out, weights, 0.01)
    declined = rows @ np.asarray([route, score, constant]) > 0
    scope = ScopeWeights(
        constant=round(constant, 3), route=round(route, 3), score=round(score, 3), typical=typical
    )
    return scope, float(declined[out == 1].mean()), float((~declined[out == 0]).mean())


def harmful_leads(engine: Engine, examples: Examples, scores: Array) -> list[float]:
    """Return the leads, as caution counts them, under which what would harm was first."""
    rows = np.arange(len(scores))
    found = []
    for row in np.flatnonzero(examples.would_harm[rows, scores.argmax(axis=1)]):
        candidates = [
            Candidate(engine.index.situations[place], score)
            for place, score in top(scores[row].astype(np.float32), CANDIDATES)
        ]
        rivals = leads(engine.ranking, examples.questions[row], candidates)
        found.append(min((lead for _, lead in rivals), default=0.0))
    return found


def fit_thresholds(examples: Examples, scores: Array, harmful: Sequence[float]) -> Thresholds:
    """Return thresholds under which no harmful error was left among unseen questions.

    ``harmful`` holds the leads of the first situations that would have harmed.
    """
    rows = np.arange(len(scores))
    first = scores.argmax(axis=1)
    right = examples.verdict_fits[rows, first]
    # Those in English or a regional language, of which few words are known, score lowest. The
    # more questions, the lower the very lowest of them; a few may be lost.
    lowest = np.quantile(scores.max(axis=1)[right], _LOST, method="lower")
    not_found = float(lowest) - _SAFETY
    harm_margin = max([_LEAST_HARM_MARGIN, *(lead + _SAFETY for lead in harmful)])
    return Thresholds(
        not_found=round(not_found, 2),
        harm_margin=round(harm_margin, 3),
        aggravating=_AGGRAVATING,
    )


def fit_confidence(examples: Examples, scores: Array) -> ConfidenceWeights:
    """Return the weights by which the first situation's chance to be right is told."""
    rows = np.arange(len(scores))
    first = scores.argmax(axis=1)
    best = scores.max(axis=1)
    others = np.where(examples.verdicts == examples.verdicts[first][:, None], -np.inf, scores)
    leads = best - others.max(axis=1)
    typical = round(float(np.median(best)), 2)
    features = np.column_stack([best - typical, np.minimum(leads, best), np.ones(len(best))])
    right = examples.verdict_fits[rows, first].astype(np.float64)
    score, margin, constant = logistic_regression(features, right, np.ones(len(right)), 0.1)
    return ConfidenceWeights(
        constant=round(constant, 3),
        score=round(score, 3),
        typical=typical,
        margin=round(margin, 3),
    )
