"""What is decided by scores: left or kept, shown or asked back, and how surely."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from retrieval.caution import risk
from retrieval.engine import Engine
from retrieval.learning.examples import Array, Examples
from retrieval.logistic import logistic_regression
from retrieval.parameters import ConfidenceWeights, ScopeWeights, Thresholds, VerdictWeights
from retrieval.verdicts import log_odds

_OUT_COUNTS = 3.0
"""A question that should be declined weighs this much against one that should not."""
_MOST_RISK = 0.2
"""Questions that content was mended by harm less than others will, so this is never exceeded."""
_SAFETY = 0.02
_CLASSIFIER_WEIGHTS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.4, 1.6)
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
    fitted = logistic_regression(rows, out, weights, 0.01)
    if fitted[-2] > 0:  # Being familiar never speaks for leaving a question; it says nothing then.
        fitted = np.insert(
            logistic_regression(np.delete(rows, -2, axis=1), out, weights, 0.01), -1, 0.0
        )
    declined = rows @ fitted > 0
    route, classifier, score, constant = fitted.round(3).tolist()
    scope = ScopeWeights(
        constant=constant, route=route, classifier=classifier, score=score, typical=typical
    )
    return scope, float(declined[out == 1].mean()), float((~declined[out == 0]).mean())


def fit_verdicts(examples: Examples, scores: Array) -> VerdictWeights:
    """Return how much the classifier counts, so that right verdicts are likeliest.

    Of all weights that were tried, by the mean logarithm of the chance of what is right.
    """
    likelihoods = []
    for weight in _CLASSIFIER_WEIGHTS:
        chances = examples.verdicts.chances(scores, weight * examples.told)
        accepted = (chances * examples.accepted).sum(axis=1)
        likelihoods.append(float(np.log(accepted + 1e-6).mean()))
    return VerdictWeights(classifier=_CLASSIFIER_WEIGHTS[int(np.argmax(likelihoods))])


def harmful_risks(
    engine: Engine, examples: Examples, scores: Array, weights: VerdictWeights
) -> list[float]:
    """Return the risk, as caution counts it, of each first situation that would harm."""
    rows = np.arange(len(scores))
    told = weights.classifier * examples.told
    harmful = np.flatnonzero(examples.would_harm[rows, examples.first(scores, weights)])
    found = []
    for row in harmful:
        candidates = engine.ranking.candidates(
            scores[row].astype(np.float32), told[row].astype(np.float32)
        )
        found.append(risk(engine.ranking, examples.questions[row], candidates))
    return found


def fit_thresholds(
    examples: Examples, scores: Array, weights: VerdictWeights, harmful: Sequence[float]
) -> Thresholds:
    """Return thresholds under which no harmful error was left among unseen questions.

    ``harmful`` holds the risks of the first situations that would have harmed.
    """
    rows = np.arange(len(scores))
    right = examples.verdict_fits[rows, examples.first(scores, weights)]
    # Those in English or a regional language, of which few words are known, score lowest. The
    # more questions, the lower the very lowest of them; a few may be lost.
    lowest = np.quantile(scores.max(axis=1)[right], _LOST, method="lower")
    return Thresholds(
        not_found=round(float(lowest) - _SAFETY, 2),
        risk=round(min([_MOST_RISK, *(found - _SAFETY for found in harmful)]), 3),
    )


def fit_confidence(
    examples: Examples, scores: Array, weights: VerdictWeights
) -> ConfidenceWeights:
    """Return the weights by which the first situation's chance to be right is told."""
    rows = np.arange(len(scores))
    chances = examples.verdicts.chances(scores, weights.classifier * examples.told)
    told = [log_odds(chance) for chance in chances.max(axis=1)]
    features = np.column_stack([told, np.ones(len(told))])
    right = examples.verdict_fits[rows, examples.first(scores, weights)].astype(np.float64)
    chance, constant = logistic_regression(features, right, np.ones(len(right)), 0.1)
    return ConfidenceWeights(constant=round(constant, 3), chance=round(chance, 3))
