"""The ranking stage: how high the right situation stands, whatever is done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydantic import Field

from knowledge.schema import Situation
from retrieval.comparison import Comparison
from retrieval.engine import Engine
from retrieval.evaluation.labelled import Labelled
from retrieval.evaluation.report import Miss, Report, share, share_by
from retrieval.question import understand

DEPTHS = (1, 3, 10)


@dataclass(frozen=True)
class Ranked:
    """A labelled question with every situation, best first."""

    label: Labelled
    situations: tuple[Situation, ...]

    def verdict_rank(self) -> int | None:
        """Return the rank, from 1, of the first situation with an accepted verdict."""
        return self._rank(self._has_verdict)

    def basis_rank(self) -> int | None:
        """Return the rank of the first situation that cites an accepted basis."""
        return self._rank(self._has_basis)

    def right_rank(self) -> int | None:
        """Return the rank of the first situation that has both."""
        return self._rank(lambda item: self._has_verdict(item) and self._has_basis(item))

    def _rank(self, holds: Callable[[Situation], bool]) -> int | None:
        ranks = (rank for rank, item in enumerate(self.situations, start=1) if holds(item))
        return next(ranks, None)

    def _has_verdict(self, situation: Situation) -> bool:
        return self.label.accepts(situation.verdict)

    def _has_basis(self, situation: Situation) -> bool:
        """A label without a basis accepts any."""
        cited = {basis.regulation for basis in situation.basis}
        return not self.label.basis or self.label.accepts_basis(cited)


class RankingReport(Report):
    """How high the right situation stands. Tables are by depth: the first 1, 3 and 10."""

    verdict_within: dict[int, float | None]
    basis_within: dict[int, float | None] = Field(description="of labels that have a basis")
    both_within: dict[int, float | None]
    mean_reciprocal_rank: float | None = Field(description="of the first situation with both")
    by_style: dict[str, float] = Field(description="share with both in the first situation")
    misses: tuple[Miss, ...] = Field(description="right situation not first; the lowest first")


def evaluate_ranking(engine: Engine, questions: Sequence[Labelled]) -> RankingReport:
    """Rank the situations for every question that one of them should answer.

    Those are the answerable questions in scope; what articles answer is not ranked.
    """
    ranked = [
        _rank(engine, label)
        for label in questions
        if label.in_scope and label.answerable and not label.about_news
    ]
    with_basis = [item for item in ranked if item.label.basis]
    right_ranks = [item.right_rank() for item in ranked]
    missed = [(rank, item) for rank, item in zip(right_ranks, ranked, strict=True) if rank != 1]
    missed.sort(key=lambda pair: (pair[0] is not None, -(pair[0] or 0)))
    return RankingReport(
        questions=len(ranked),
        verdict_within=_within([item.verdict_rank() for item in ranked]),
        basis_within=_within([item.basis_rank() for item in with_basis]),
        both_within=_within(right_ranks),
        mean_reciprocal_rank=(
            round(sum(1 / rank for rank in right_ranks if rank) / len(ranked), 4)
            if ranked
            else None
        ),
        by_style=share_by(
            ranked, lambda item: item.label.style, lambda item: item.right_rank() == 1
        ),
        misses=tuple(_miss(rank, item) for rank, item in missed),
    )


def _rank(engine: Engine, label: Labelled) -> Ranked:
    question = understand(label.question, engine.index, engine.encoder, label.context)
    compared = Comparison.of(question, engine.index.phrasings)
    candidates = engine.ranking.rank(compared, len(engine.index.situations))
    return Ranked(label, tuple(candidate.situation for candidate in candidates))


def _within(ranks: Sequence[int | None]) -> dict[int, float | None]:
    return {
        depth: share([rank is not None and rank <= depth for rank in ranks], bool)
        for depth in DEPTHS
    }


def _miss(rank: int | None, item: Ranked) -> Miss:
    first = item.situations[0]
    return Miss(
        id=item.label.id,
        question=item.label.question,
        expected=item.label.verdict,
        got=f"{first.verdict} {first.id}",
        because=f"ranking: right one at {rank}" if rank else "ranking: no situation is right",
    )
