"""Measure answers against labelled questions, by the rules that docs/evaluation.md gives.

A labelled file holds a JSON object a line: ``question``, ``verdict`` (or ``out_of_scope``),
``also_accepted``, ``basis``, ``answerable``, ``style``, ``topic`` and, on follow-ups,
``context``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from errors import ImportFailed
from knowledge.schema import Verdict
from retrieval.answer import Answer, Outcome
from retrieval.engine import Engine

OUT_OF_SCOPE = "out_of_scope"
_SHOWN_MISSES = 15


class Labelled(BaseModel):
    """One question with its label; fields that do not decide are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = ""
    question: str
    context: str | None = None
    style: str = ""
    topic: str = ""
    verdict: str
    also_accepted: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    answerable: bool = True

    @property
    def in_scope(self) -> bool:
        """Whether the bot should answer at all."""
        return self.verdict != OUT_OF_SCOPE


class Judged(BaseModel):
    """A labelled question with the answer it got."""

    label: Labelled
    answer: Answer

    @property
    def verdict_right(self) -> bool:
        """Whether the verdict is the label or one that counts as right too."""
        if self.answer.outcome is not Outcome.ANSWERED:
            return False
        verdict = self.answer.verdict
        if verdict is None:
            return self.label.verdict == Verdict.INFORMATION
        return verdict in (self.label.verdict, *self.label.also_accepted)

    @property
    def basis_hit(self) -> bool:
        """Whether an accepted basis is cited, or shown among the first three passages."""
        shown = {citation.regulation for citation in self.answer.basis}
        for passage in self.answer.passages[:3]:
            shown |= {passage.document, passage.origin or ""}
        return any(key.split(":")[0] in shown for key in self.label.basis)

    @property
    def harmful(self) -> bool:
        """Whether something prohibited was called allowed."""
        return (
            self.label.verdict == Verdict.PROHIBITED
            and Verdict.ALLOWED not in self.label.also_accepted
            and self.answer.verdict is Verdict.ALLOWED
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


class Miss(BaseModel):
    """A wrong answer, with the step that went wrong."""

    id: str
    question: str
    expected: str
    got: str
    because: str


class Report(BaseModel):
    """The figures of one run; shares are between 0 and 1, None where nothing counts."""

    questions: int
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
    by_style: dict[str, float]
    by_topic: dict[str, float]
    misses: tuple[Miss, ...]

    def describe(self) -> str:
        """Return the report as lines for a terminal."""
        figures = self.model_dump(exclude={"by_style", "by_topic", "misses"})
        lines = [f"{name:24} {value}" for name, value in figures.items()]
        lines += [f"  {name:22} {value}" for name, value in self.by_style.items()]
        lines += [f"  {name:22} {value}" for name, value in self.by_topic.items()]
        lines += [
            f"{miss.id} {miss.because}: {miss.question} [{miss.expected} / {miss.got}]"
            for miss in self.misses[:_SHOWN_MISSES]
        ]
        return "\n".join(lines)


def read_questions(file: Path) -> list[Labelled]:
    """Read labelled questions.

    Raises:
        ImportFailed: a line is not a labelled question; names the file and the line.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ImportFailed(f"{file}: tidak dapat dibaca sebagai UTF-8") from error
    questions = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            questions.append(Labelled.model_validate(json.loads(line)))
        except (ValueError, ValidationError) as error:
            raise ImportFailed(f"{file}:{number}: bukan pertanyaan berlabel") from error
    return questions


def evaluate(engine: Engine, questions: Iterable[Labelled]) -> Report:
    """Ask every question and report how the answers compare with the labels."""
    judged = [
        Judged(label=label, answer=engine.ask(label.question, label.context))
        for label in questions
    ]
    in_scope = [item for item in judged if item.label.in_scope and item.label.answerable]
    outside = [item for item in judged if not item.label.in_scope]
    unanswerable = [item for item in judged if item.label.in_scope and not item.label.answerable]
    return Report(
        questions=len(judged),
        verdict_accuracy=_share(in_scope, lambda item: item.verdict_right),
        basis_hit=_share([i for i in in_scope if i.label.basis], lambda item: item.basis_hit),
        harmful=sum(item.harmful for item in judged),
        out_of_scope_declined=_share(outside, lambda item: item.refused),
        in_scope_answered=_share(in_scope, lambda item: not item.refused),
        unanswerable_refused=_share(unanswerable, lambda item: item.refused),
        clarify_rate=_share(in_scope, lambda item: item.answer.outcome is Outcome.CLARIFY),
        sources_without_answer=sum(item.sources_without_answer for item in judged),
        calibration_error=_calibration_error(in_scope),
        median_ms=median(item.answer.latency_ms["total"] for item in judged) if judged else 0.0,
        by_style=_by(in_scope, lambda item: item.label.style),
        by_topic=_by(in_scope, lambda item: item.label.topic),
        misses=tuple(filter(None, map(_miss, judged))),
    )


def _share(items: list[Judged], holds: Callable[[Judged], bool]) -> float | None:
    return round(sum(map(holds, items)) / len(items), 4) if items else None


def _by(items: list[Judged], key: Callable[[Judged], str]) -> dict[str, float]:
    groups: dict[str, list[Judged]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return {
        name: _share(group, lambda item: item.verdict_right) or 0.0
        for name, group in sorted(groups.items())
    }


def _calibration_error(items: list[Judged]) -> float | None:
    answered = [item for item in items if item.answer.verdict]
    if not answered:
        return None
    bins: dict[int, list[Judged]] = {}
    for item in answered:
        bins.setdefault(min(int(item.answer.confidence * 10), 9), []).append(item)
    error = 0.0
    for group in bins.values():
        right = sum(item.verdict_right for item in group) / len(group)
        stated = sum(item.answer.confidence for item in group) / len(group)
        error += abs(right - stated) * len(group) / len(answered)
    return round(error, 4)


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
