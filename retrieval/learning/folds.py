"""How questions are dealt into folds: each is scored by what was learned on the others."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.intp]

FOLDS = 5


def folds(count: int) -> Iterator[tuple[Rows, Rows]]:
    """Yield the rows that are held out and the rows to learn from, the same on every run."""
    everything = np.random.default_rng(0).permutation(count)
    for fold in range(FOLDS):
        held_out = everything[fold::FOLDS]
        yield held_out, np.setdiff1d(everything, held_out)
