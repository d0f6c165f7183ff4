"""What is decided by scores: left or kept, shown or asked back, and how surely."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from retrieval.caution import risk
from retrieval.engine import Engine
from retrieval.learning.examples import Array, Examples
from retrieval.logistic import logistic_regression
from retrieval.parameters import ConfidenceWeights, ScopeWeights, Thresholds
from retrieval.verdicts import log_odds

_OUT_COUNTS = 7.0
"""A question that should be declined weighs this much against one that should not."""
_MOST_RISK = 0.2
"""Questions that content was mended by harm less than others will, so this is never exceeded."""
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


def harmful_risks(engine: Engine, examples: Examples, scores: Array) -> list[float]:
    """Return the risk, as caution counts it, of each first situation that would harm."""
    rows = np.arange(len(scores))
    harmful = np.flatnonzero(examples.would_harm[rows, examples.verdicts.first(scores)])
    return [
        risk(
            engine.ranking,
            examples.questions[row],
            engine.ranking.candidates(scores[row].astype(np.float32)),
        )
        for row in harmful
    ]


def fit_thresholds(examples: Examples, scores: Array, harmful: Sequence[float]) -> Thresholds:
    """Return thresholds under which no harmful error was left among unseen questions.

    ``harmful`` holds the risks of the first situations that would have harmed.
    """
    rows = np.arange(len(scores))
    right = examples.verdict_fits[rows, examples.verdicts.first(scores)]
    # Those in English or a regional language, of which few words are known, score lowest. The
    # more questions, the lower the very lowest of them; a few may be lost.
    lowest = np.quantile(scores.max(axis=1)[right], _LOST, method="lower")
    return Thresholds(
        not_found=round(float(lowest) - _SAFETY, 2),
        risk=round(min([_MOST_RISK, *(found - _SAFETY for found in harmful)]), 3),
    )


def fit_confidence(examples: Examples, scores: Array) -> ConfidenceWeights:
    """Return the weights by which the first situation's chance to be right is told."""
    rows = np.arange(len(scores))
    told = [log_odds(chance) for chance in examples.verdicts.chances(scores).max(axis=1)]
    features = np.column_stack([told, np.ones(len(told))])
    right = examples.verdict_fits[rows, examples.verdicts.first(scores)].astype(np.float64)
    chance, constant = logistic_regression(features, right, np.ones(len(right)), 0.1)
    return ConfidenceWeights(constant=round(constant, 3), chance=round(chance, 3))
