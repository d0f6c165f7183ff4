"""The routing stage: what is declined, what is kept, and as which class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from retrieval.answer import NEUTRALITY, Outcome
from retrieval.comparison import Comparison
from retrieval.engine import Engine
from retrieval.evaluation.labelled import OUT_OF_SCOPE, Labelled
from retrieval.evaluation.report import Miss, Report, share
from retrieval.question import understand


@dataclass(frozen=True)
class Routed:
    """A labelled question, where it went, and the router's log-odds that it is not ours."""

    label: Labelled
    declined: bool
    route: str
    out_of_scope: float

    @property
    def right(self) -> bool:
        """Whether it was declined, or kept, as it should be."""
        return self.declined is not self.label.in_scope

    @property
    def expected(self) -> str:
        """The route of the label; ``out_of_scope`` where the label has no class."""
        return NEUTRALITY if self.label.in_scope else self.label.route or OUT_OF_SCOPE

    @property
    def error(self) -> float:
        """How far the log-odds point the wrong way."""
        return self.out_of_scope if self.label.in_scope else -self.out_of_scope


class RoutingReport(Report):
    """How questions about neutrality are told from others; ``questions`` that may be refused
    either way, being ours but without an answer, are left out."""

    out_of_scope_declined: float | None
    in_scope_kept: float | None
    right_class: float | None = Field(description="of those declined whose label has a class")
    auc: float | None = Field(description="of the log-odds, before the engine weighs them")
    confusion: dict[str, dict[str, int]] = Field(description="expected route: route taken: count")
    misses: tuple[Miss, ...] = Field(description="the most mistaken first")


def evaluate_routing(engine: Engine, questions: Sequence[Labelled]) -> RoutingReport:
    """Route every question as ``Engine.ask`` does and compare with the labels."""
    routed = [_route(engine, label) for label in questions if label.answerable]
    inside = [item for item in routed if item.label.in_scope]
    outside = [item for item in routed if not item.label.in_scope]
    with_class = [item for item in outside if item.label.route and item.declined]
    wrong = sorted(
        (item for item in routed if not item.right), key=lambda item: item.error, reverse=True
    )
    return RoutingReport(
        questions=len(routed),
        out_of_scope_declined=share(outside, lambda item: item.declined),
        in_scope_kept=share(inside, lambda item: not item.declined),
        right_class=share(with_class, lambda item: item.route == item.expected),
        auc=area_under_curve(
            [item.out_of_scope for item in outside], [item.out_of_scope for item in inside]
        ),
        confusion=_confusion(routed),
        misses=tuple(map(_miss, wrong)),
    )


def area_under_curve(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Return the chance that a positive scores above a negative, ties counted half."""
    if not positive or not negative:
        return None
    difference = np.subtract.outer(np.asarray(positive), np.asarray(negative))
    return round(float(np.mean((np.sign(difference) + 1) / 2)), 4)


def _route(engine: Engine, label: Labelled) -> Routed:
    answer = engine.ask(label.question, label.context)
    question = understand(label.question, engine.index, engine.encoder, label.context)
    compared = Comparison.of(question, engine.index.phrasings)
    return Routed(
        label=label,
        declined=answer.outcome is Outcome.DECLINED,
        route=answer.route,
        out_of_scope=engine.router.route(compared).out_of_scope,
    )


def _confusion(routed: Sequence[Routed]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {}
    for item in routed:
        counts.setdefault(item.expected, Counter())[item.route] += 1
    return {expected: dict(counts[expected].most_common()) for expected in sorted(counts)}


def _miss(item: Routed) -> Miss:
    return Miss(
        id=item.label.id,
        question=item.label.question,
        expected=item.expected,
        got=item.route,
        because=f"routing: log-odds {item.out_of_scope:+.2f}",
    )
