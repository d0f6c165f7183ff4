"""The answer stage: what an asker gets, from question to card."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from pydantic import BaseModel, Field

from knowledge.schema import Verdict
from retrieval.answer import Answer, Outcome
from retrieval.embedding import Progress
from retrieval.engine import Engine
from retrieval.evaluation.calibration import Bin, calibration_error, reliability
from retrieval.evaluation.labelled import Labelled
from retrieval.evaluation.report import Miss, Report, share, share_by

FORMAL = "formal"
"""The style that others are compared with."""


class Judged(BaseModel):
    """A labelled question with the answer it got."""

    label: Labelled
    answer: Answer

    @property
    def verdict_right(self) -> bool:
        """Whether the verdict is the label or one that counts as right too."""
        if self.answer.outcome is not Outcome.ANSWERED:
            return False
        if self.answer.verdict is None:
            return self.label.verdict == Verdict.INFORMATION
        return self.label.accepts(self.answer.verdict)

    @property
    def basis_hit(self) -> bool:
        """Whether an accepted basis is cited, or shown among the first three passages."""
        shown = {citation.regulation for citation in self.answer.basis}
        for passage in self.answer.passages[:3]:
            shown |= {passage.document, passage.origin or ""}
        return self.label.accepts_basis(shown)

    @property
    def harmful(self) -> bool:
        """Whether something prohibited was called allowed."""
        return (
            self.label.verdict == Verdict.PROHIBITED
            and self.answer.verdict is Verdict.ALLOWED
            and not self.label.accepts(Verdict.ALLOWED)
        )

    @property
    def refused(self) -> bool:
        """Whether the question was declined or not found."""
        return self.answer.outcome in (Outcome.DECLINED, Outcome.NOT_FOUND)

    @property
    def sources_without_answer(self) -> bool:
        """Whether a refusal carries a verdict, a basis or passages."""
        answer = self.answer
        return self.refused and bool(answer.verdict or answer.basis or answer.passages)


class AnswerReport(Report):
    """How right, how sure and how fast the answers of one run are."""

    verdict_accuracy: float | None
    basis_hit: float | None
    harmful: int
    out_of_scope_declined: float | None
    in_scope_answered: float | None
    unanswerable_refused: float | None
    clarify_rate: float | None
    sources_without_answer: int
    calibration_error: float | None = Field(description="expected calibration error, 10 bins")
    median_ms: float
    p95_ms: float
    by_style: dict[str, float]
    gap_to_formal: dict[str, float] = Field(description="by_style less that of style formal")
    by_topic: dict[str, float]
    reliability: tuple[Bin, ...]
    misses: tuple[Miss, ...]


def evaluate_answers(
    engine: Engine,
    questions: Sequence[Labelled],
    progress: Progress = lambda done, total: None,
) -> AnswerReport:
    """Ask every question, one after the other, and compare the answers with the labels."""
    judged = []
    for number, label in enumerate(questions, start=1):
        answer = engine.ask(label.question, label.context)
        judged.append(Judged(label=label, answer=answer))
        progress(number, len(questions))
    in_scope = [item for item in judged if item.label.in_scope and item.label.answerable]
    outside = [item for item in judged if not item.label.in_scope]
    unanswerable = [item for item in judged if item.label.in_scope and not item.label.answerable]
    by_style = share_by(in_scope, lambda item: item.label.style, lambda item: item.verdict_right)
    bins = reliability(
        (item.answer.confidence, item.verdict_right) for item in in_scope if item.answer.verdict
    )
    times = [item.answer.latency_ms["total"] for item in judged] or [0.0]
    return AnswerReport(
        questions=len(judged),
        verdict_accuracy=share(in_scope, lambda item: item.verdict_right),
        basis_hit=share([i for i in in_scope if i.label.basis], lambda item: item.basis_hit),
        harmful=sum(item.harmful for item in judged),
        out_of_scope_declined=share(outside, lambda item: item.refused),
        in_scope_answered=share(in_scope, lambda item: not item.refused),
        unanswerable_refused=share(unanswerable, lambda item: item.refused),
        clarify_rate=share(in_scope, lambda item: item.answer.outcome is Outcome.CLARIFY),
        sources_without_answer=sum(item.sources_without_answer for item in judged),
        calibration_error=calibration_error(bins),
        median_ms=round(float(np.percentile(times, 50)), 3),
        p95_ms=round(float(np.percentile(times, 95)), 3),
        by_style=by_style,
        gap_to_formal=_gaps(by_style),
        by_topic=share_by(
            in_scope, lambda item: item.label.topic, lambda item: item.verdict_right
        ),
        reliability=bins,
        misses=tuple(filter(None, map(_miss, judged))),
    )


def _gaps(by_style: dict[str, float]) -> dict[str, float]:
    if FORMAL not in by_style:
        return {}
    return {
        style: round(accuracy - by_style[FORMAL], 4)
        for style, accuracy in by_style.items()
        if style != FORMAL
    }


def _miss(item: Judged) -> Miss | None:
    because = _why(item)
    if because is None:
        return None
    answer = item.answer
    return Miss(
        id=item.label.id,
        question=item.label.question,
        expected=item.label.verdict,
        got=f"{answer.outcome} {answer.verdict or answer.route} {answer.guidance or ''}".strip(),
        because=because,
    )


def _why(item: Judged) -> str | None:
    if not item.label.in_scope or not item.label.answerable:
        return None if item.refused else "routing: answered what should be left"
    if item.answer.outcome is Outcome.DECLINED:
        return "routing: declined"
    if item.answer.outcome is Outcome.NOT_FOUND:
        return "confidence: not found"
    if item.answer.outcome is Outcome.CLARIFY:
        return "confidence: asked back"
    if not item.verdict_right:
        return "ranking: another verdict"
    if item.label.basis and not item.basis_hit:
        return "ranking: another basis"
    return None
