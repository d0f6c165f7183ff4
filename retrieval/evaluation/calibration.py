"""How far stated confidence can be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import BaseModel

BINS = 10


class Bin(BaseModel):
    """Answers whose confidence lies in one tenth, from ``start`` up.

    ``stated`` is their mean confidence and ``right`` the share that was right; None without
    answers. Where the two are equal in every bin, confidence means what it says.
    """

    start: float
    count: int
    stated: float | None
    right: float | None

    def __str__(self) -> str:
        return f"from {self.start}: {self.count} answers, stated {self.stated}, right {self.right}"


def reliability(answers: Iterable[tuple[float, bool]]) -> tuple[Bin, ...]:
    """Sort ``answers``, pairs of stated confidence and whether it was right, into ten bins."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in answers:
        bins[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
    return tuple(
        Bin(
            start=number / BINS,
            count=len(held),
            stated=round(sum(stated for stated, _ in held) / len(held), 4) if held else None,
            right=round(sum(right for _, right in held) / len(held), 4) if held else None,
        )
        for number, held in enumerate(bins)
    )


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """Return the expected calibration error: the mean gap of the bins, weighted by count."""
    total = sum(item.count for item in bins)
    if not total:
        return None
    gaps = (item.count * abs((item.right or 0) - (item.stated or 0)) for item in bins)
    return round(sum(gaps) / total, 4)
