"""The weights of the ranking, and scores by weights that were learned on other questions."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from retrieval.descent import Adam
from retrieval.learning.examples import Array, Examples
from retrieval.learning.folds import folds
from retrieval.parameters import RankingWeights
from retrieval.verdicts import TEMPERATURE, softmax

START = RankingWeights(
    asked_semantic=4.0,
    asked_lexical=0.03,
    asked_alike=0.01,
    said_semantic=4.0,
    said_lexical=0.01,
    permission=0.2,
    fact=0.5,
    stranger=0.1,
    specialist=0.1,
)
"""Where learning starts and what holds it: always the same, so that learning again is no drift."""
_RIDGE = 0.1
"""How strongly weights are held near those that they start from, on a log scale."""
_STEPS = 150
_STEP = 0.03
_REWARD_BOTH, _REWARD_VERDICT, _REWARD_NOTHING, _REWARD_HARM = 1.0, 0.3, 0.02, 0.001


def fit_ranking(examples: Examples, chosen: npt.NDArray[np.intp], start: Array) -> Array:
    """Return weights that make situations of the right verdict and basis most probable.

    The chance of a situation is the softmax of the scores; the reward of a question is the
    expected worth of what comes first. Weights stay positive: what is fitted, by Adam, is the
    logarithm of their ratio to ``start``.
    """
    rows = examples.features[chosen] * start
    worth = np.where(examples.verdict_fits[chosen], _REWARD_VERDICT, _REWARD_NOTHING)
    worth[examples.verdict_fits[chosen] & examples.basis_fits[chosen]] = _REWARD_BOTH
    worth[examples.would_harm[chosen]] = _REWARD_HARM
    ratio, descent = np.zeros(len(start)), Adam(_STEP)
    for _ in range(_STEPS):
        chance = softmax(rows @ np.exp(ratio))
        target = chance * worth
        target /= target.sum(axis=1, keepdims=True)
        pull = np.einsum("ns,nsk->k", chance - target, rows) / TEMPERATURE / len(rows)
        ratio += descent.step(pull * np.exp(ratio) + _RIDGE * ratio)
    return np.asarray(start * np.exp(ratio))


def cross_validated_scores(examples: Examples, start: Array) -> Array:
    """Return the scores of each question by weights learned without its fold, ``(n, s)``."""
    scores = np.zeros(examples.features.shape[:2])
    for held_out, others in folds(len(examples.features)):
        weights = fit_ranking(examples, others, start)
        scores[held_out] = examples.features[held_out] @ weights
    return scores
