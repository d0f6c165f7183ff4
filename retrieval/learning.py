"""Learn the numbers of :mod:`retrieval.parameters` from labelled questions.

Every figure that is reported, and every number that depends on scores (scope, thresholds,
confidence), comes from questions that the ranking weights were not fitted on: the questions
are dealt into folds, and each fold is scored by weights learned on the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel

from knowledge.schema import Verdict
from retrieval.engine import Engine
from retrieval.evaluation import Labelled
from retrieval.logistic import logistic_regression
from retrieval.parameters import (
    ConfidenceWeights,
    Parameters,
    RankingWeights,
    ScopeWeights,
    Thresholds,
)
from retrieval.question import understand
from retrieval.ranking import FEATURES

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

START = RankingWeights(
    asked_semantic=4.0,
    asked_lexical=0.03,
    said_semantic=4.0,
    said_lexical=0.01,
    permission=0.2,
    fact=0.5,
    stranger=0.1,
    specialist=0.1,
)
"""Where learning starts and what holds it: always the same, so that learning again is no drift."""
_AGGRAVATING = 0.2
_FOLDS = 5
_TEMPERATURE = 0.1
"""Scores this far apart count as clearly apart when the chance of each situation is taken."""
_RIDGE = 0.1
"""How strongly weights are held near those that they start from, on a log scale."""
_STEPS = 150
_STEP = 0.03
_REWARD_BOTH, _REWARD_VERDICT, _REWARD_NOTHING, _REWARD_HARM = 1.0, 0.3, 0.02, 0.001
_OUT_COUNTS = 7.0
"""A question that should be declined weighs this much against one that should not."""
_LEAST_HARM_MARGIN = 0.25
"""Questions that content was mended by harm less than others will; strangers' questions were
called allowed by up to 0.2 before that (benchmarks/RESULTS.md), but for one outlier."""
_SAFETY = 0.02


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


@dataclass(frozen=True)
class _Examples:
    """Labelled questions in numbers; ``n`` questions, ``s`` situations."""

    features: Array
    """``(n, s, len(FEATURES))``; only in-scope questions of the guidance."""
    verdict_fits: Mask
    """``(n, s)``"""
    basis_fits: Mask
    would_harm: Mask
    verdicts: npt.NDArray[np.str_]
    """``(s,)``"""
    routes_inside: Array
    """``(n,)`` log-odds of the router."""
    routes_outside: Array
    features_outside: Array

    def evaluate(self, scores: Array) -> tuple[float, float, int]:
        """Return verdict accuracy, basis hit and harmful errors of the first situations."""
        rows = np.arange(len(scores))
        first = scores.argmax(axis=1)
        return (
            float(self.verdict_fits[rows, first].mean()),
            float(self.basis_fits[rows, first].mean()),
            int(self.would_harm[rows, first].sum()),
        )


def learn(engine: Engine, labels: Sequence[Labelled]) -> Learned:
    """Learn parameters for ``engine`` and its encoder.

    Needs in-scope and out-of-scope questions, some dozens of each.

    Raises:
        ValueError: one of the two kinds is missing, or the first too few to be dealt into folds.
    """
    examples = _read(engine, labels)
    start = _vector(START)
    weights = _fit_ranking(examples, np.arange(len(examples.features)), start)
    unseen = _cross_validated_scores(examples, start)
    verdict, basis, harmful = examples.evaluate(unseen)
    verdict_before, basis_before, _ = examples.evaluate(examples.features @ start)
    scope, declined, kept = _fit_scope(examples, unseen, examples.features_outside @ weights)
    return Learned(
        parameters=Parameters(
            ranking=RankingWeights(**dict(zip(FEATURES, weights.round(4).tolist(), strict=True))),
            scope=scope,
            thresholds=_thresholds(examples, unseen),
            confidence=_fit_confidence(examples, unseen),
        ),
        questions=len(labels),
        verdict_accuracy=verdict,
        basis_hit=basis,
        harmful=harmful,
        verdict_accuracy_before=verdict_before,
        basis_hit_before=basis_before,
        out_of_scope_declined=declined,
        in_scope_kept=kept,
    )


def _read(engine: Engine, labels: Sequence[Labelled]) -> _Examples:
    """Understand and compare every question; those that the guidance does not decide are left."""
    situations = engine.index.situations
    verdicts = np.asarray([situation.verdict.value for situation in situations])
    cited = [{basis.regulation for basis in situation.basis} for situation in situations]
    inside, outside, kept, routes_inside, routes_outside = [], [], [], [], []
    for label in labels:
        question = understand(label.question, engine.index, engine.encoder, label.context)
        decided_elsewhere = (
            question.is_empty
            or engine.index.identity.find(question.text)
            or engine.news.find(question)
        )
        if decided_elsewhere or (label.in_scope and not label.answerable):
            continue
        features = engine.ranking.features(question)
        log_odds = engine.router.route(question).out_of_scope
        if label.in_scope:
            inside.append(features)
            routes_inside.append(log_odds)
            kept.append(label)
        else:
            outside.append(features)
            routes_outside.append(log_odds)
    if len(inside) < _FOLDS or not outside:
        raise ValueError("labelled questions in scope and out of scope are both needed")
    accepted = [(label.verdict, *label.also_accepted) for label in kept]
    keys = [{key.split(":")[0] for key in label.basis} for label in kept]
    prohibited = np.asarray([label.verdict == Verdict.PROHIBITED for label in kept])
    fits = np.asarray([np.isin(verdicts, list(verdict)) for verdict in accepted])
    return _Examples(
        features=np.asarray(inside, np.float64),
        verdict_fits=fits,
        basis_fits=np.asarray([[not names.isdisjoint(key) for names in cited] for key in keys]),
        would_harm=prohibited[:, None] & (verdicts == Verdict.ALLOWED) & ~fits,
        verdicts=verdicts,
        routes_inside=np.asarray(routes_inside),
        routes_outside=np.asarray(routes_outside),
        features_outside=np.asarray(outside, np.float64),
    )


def _fit_ranking(examples: _Examples, chosen: npt.NDArray[np.intp], start: Array) -> Array:
    """Return weights that make situations of the right verdict and basis most probable.

    The chance of a situation is the softmax of the scores; the reward of a question is the
    expected worth of what comes first. Weights stay positive: what is fitted, by Adam, is the
    logarithm of their ratio to ``start``.
    """
    rows = examples.features[chosen] * start
    worth = np.where(examples.verdict_fits[chosen], _REWARD_VERDICT, _REWARD_NOTHING)
    worth[examples.verdict_fits[chosen] & examples.basis_fits[chosen]] = _REWARD_BOTH
    worth[examples.would_harm[chosen]] = _REWARD_HARM
    ratio, mean, square = np.zeros((3, len(start)))
    for step in range(1, _STEPS + 1):
        chance = _softmax(rows @ np.exp(ratio) / _TEMPERATURE)
        target = chance * worth
        target /= target.sum(axis=1, keepdims=True)
        pull = np.einsum("ns,nsk->k", chance - target, rows) / _TEMPERATURE / len(rows)
        gradient = pull * np.exp(ratio) + _RIDGE * ratio
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        settled = np.sqrt(square / (1 - 0.999**step)) + 1e-8
        ratio -= _STEP * mean / (1 - 0.9**step) / settled
    return np.asarray(start * np.exp(ratio))


def _softmax(scores: Array) -> Array:
    risen = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(risen / risen.sum(axis=1, keepdims=True))


def _cross_validated_scores(examples: _Examples, start: Array) -> Array:
    """Return the scores of each question by weights learned without its fold, ``(n, s)``."""
    everything = np.random.default_rng(0).permutation(len(examples.features))
    scores = np.zeros(examples.features.shape[:2])
    for fold in range(_FOLDS):
        held_out = everything[fold::_FOLDS]
        weights = _fit_ranking(examples, np.setdiff1d(everything, held_out), start)
        scores[held_out] = examples.features[held_out] @ weights
    return scores


def _fit_scope(
    examples: _Examples, inside: Array, outside: Array
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


def _thresholds(examples: _Examples, scores: Array) -> Thresholds:
    """Return thresholds under which no harmful error was left among unseen questions."""
    rows = np.arange(len(scores))
    first = scores.argmax(axis=1)
    right = examples.verdict_fits[rows, first]
    # No rightly answered question is lost: those in English or a regional language, of which
    # few words are known, score lowest.
    not_found = float(scores.max(axis=1)[right].min()) - _SAFETY
    prohibited = scores[:, examples.verdicts == Verdict.PROHIBITED].max(axis=1, initial=-np.inf)
    leads = (scores.max(axis=1) - prohibited)[examples.would_harm[rows, first]]
    harm_margin = max([_LEAST_HARM_MARGIN, *(leads + _SAFETY).tolist()])
    return Thresholds(
        not_found=round(not_found, 2),
        harm_margin=round(harm_margin, 3),
        aggravating=_AGGRAVATING,
    )


def _fit_confidence(examples: _Examples, scores: Array) -> ConfidenceWeights:
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


def _vector(weights: RankingWeights) -> Array:
    return np.asarray([getattr(weights, name) for name in FEATURES])
