"""Labelled questions in numbers, as everything that is learned wants them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.schema import Verdict
from retrieval.comparison import Comparison
from retrieval.engine import Engine
from retrieval.evaluation import Labelled
from retrieval.learning.folds import FOLDS
from retrieval.parameters import VerdictWeights
from retrieval.question import Question, understand
from retrieval.verdicts import VERDICTS, Verdicts

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

Asked = tuple[Labelled, Question]
"""A labelled question, as it is labelled and as it is understood."""


@dataclass(frozen=True)
class Examples:
    """Labelled questions in numbers; ``n`` questions, ``s`` situations."""

    features: Array
    """``(n, s, len(FEATURES))``; only in-scope questions of the guidance."""
    accepted: Mask
    """``(n, len(VERDICTS))``"""
    verdict_fits: Mask
    """``(n, s)``"""
    basis_fits: Mask
    would_harm: Mask
    verdicts: Verdicts
    """Of the ``s`` situations."""
    told: Array
    """``(n, len(VERDICTS))`` log-chances by the classifier."""
    routes_inside: Array
    """``(n, 2)`` log-odds of the router, and of the classifier."""
    routes_outside: Array
    features_outside: Array
    questions: tuple[Question, ...]
    """``n``, those of ``features``."""

    def first(self, scores: Array, weights: VerdictWeights) -> npt.NDArray[np.intp]:
        """Return the situation that each question is answered by, ``(n,)``."""
        return self.verdicts.first(scores, weights.classifier * self.told)

    def evaluate(self, scores: Array, weights: VerdictWeights) -> tuple[float, float, int]:
        """Return verdict accuracy, basis hit and harmful errors of the first situations."""
        rows = np.arange(len(scores))
        first = self.first(scores, weights)
        return (
            float(self.verdict_fits[rows, first].mean()),
            float(self.basis_fits[rows, first].mean()),
            int(self.would_harm[rows, first].sum()),
        )


def read_questions(engine: Engine, labels: Sequence[Labelled]) -> list[Asked]:
    """Understand every question; this takes nearly all of the time of learning."""
    return [
        (label, understand(label.question, engine.index, engine.encoder, label.context))
        for label in labels
    ]


def compare(engine: Engine, asked: Sequence[Asked]) -> Examples:
    """Compare the questions with all situations; those that the guidance does not decide are left.

    Raises:
        ValueError: one of the two kinds, in scope and out of it, is missing.
    """
    situations = engine.index.situations
    verdicts = np.asarray([situation.verdict.value for situation in situations])
    cited = [{basis.regulation for basis in situation.basis} for situation in situations]
    inside, outside, kept, questions, routes_inside, routes_outside = [], [], [], [], [], []
    told = []
    for label, question in asked:
        decided_elsewhere = (
            question.is_empty
            or engine.index.identity.find(question.text)
            or engine.news.find(question)
        )
        if decided_elsewhere or (label.in_scope and not label.answerable):
            continue
        compared = Comparison.of(question, engine.index.phrasings)
        features = engine.ranking.features(compared)
        routed = (
            engine.router.route(compared).out_of_scope,
            engine.ranking.classifier.out_of_scope(question),
        )
        if label.in_scope:
            inside.append(features)
            routes_inside.append(routed)
            told.append(engine.ranking.classifier.log_chances(question))
            kept.append(label)
            questions.append(question)
        else:
            outside.append(features)
            routes_outside.append(routed)
    if len(inside) < FOLDS or not outside:
        raise ValueError("labelled questions in scope and out of scope are both needed")
    accepted = [(label.verdict, *label.also_accepted) for label in kept]
    keys = [{key.split(":")[0] for key in label.basis} for label in kept]
    prohibited = np.asarray([label.verdict == Verdict.PROHIBITED for label in kept])
    fits = np.asarray([np.isin(verdicts, list(verdict)) for verdict in accepted])
    return Examples(
        features=np.asarray(inside, np.float64),
        accepted=np.asarray([np.isin(VERDICTS, list(verdict)) for verdict in accepted]),
        verdict_fits=fits,
        basis_fits=np.asarray([[not names.isdisjoint(key) for names in cited] for key in keys]),
        would_harm=prohibited[:, None] & (verdicts == Verdict.ALLOWED) & ~fits,
        verdicts=Verdicts([situation.verdict for situation in situations]),
        told=np.asarray(told, np.float64),
        routes_inside=np.asarray(routes_inside),
        routes_outside=np.asarray(routes_outside),
        features_outside=np.asarray(outside, np.float64),
        questions=tuple(questions),
    )
