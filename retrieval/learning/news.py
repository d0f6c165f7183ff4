"""The weights by which a question is taken to be about an article."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from retrieval.engine import Engine
from retrieval.intent import Intent
from retrieval.learning.examples import Asked
from retrieval.learning.folds import FOLDS, folds
from retrieval.logistic import logistic_regression
from retrieval.parameters import NewsWeights

_RIDGE = 0.001
_NO_NEWS_COUNTS = 2.0
"""An article instead of a card is worse than a card instead of an article."""


def fit_news(
    engine: Engine, asked: Sequence[Asked]
) -> tuple[NewsWeights, float | None, int | None]:
    """Return the weights, the share of news found and how many others were taken for news.

    Questions for permission are left out: no article answers them, whatever the weights.
    Where there are no articles, or too few questions about them, the weights stay.
    """
    chosen = [
        (question, label.in_scope and label.about_news)
        for label, question in asked
        if not question.is_empty and question.intent is not Intent.PERMISSION
    ]
    is_news = np.asarray([about for _, about in chosen])
    if not engine.news.has_articles or is_news.sum() < FOLDS:
        return engine.parameters.news, None, None
    rows = np.asarray([engine.news.nearest(question)[1] for question, _ in chosen])
    weights = np.where(is_news, 1.0, _NO_NEWS_COUNTS)
    log_odds = np.zeros(len(rows))
    for held_out, others in folds(len(rows)):
        log_odds[held_out] = rows[held_out] @ logistic_regression(
            rows[others], is_news[others].astype(np.float64), weights[others], _RIDGE
        )
    fitted = logistic_regression(rows, is_news.astype(np.float64), weights, _RIDGE)
    names = NewsWeights.model_fields
    return (
        NewsWeights(**dict(zip(names, fitted.round(3).tolist(), strict=True))),
        float((log_odds[is_news] > 0).mean()),
        int((log_odds[~is_news] > 0).sum()),
    )
