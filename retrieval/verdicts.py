"""How likely each verdict is: the chances of the situations that share it, added up.

What a question is nearest to may stand alone, with neighbours that all say otherwise; then
their verdict is the likelier one, and the nearest of them is shown.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from knowledge.schema import Verdict

TEMPERATURE = 0.1
"""A situation whose score is higher by this much is e times as likely."""
VERDICTS = tuple(Verdict)
_LEAST = 1e-4

Numbers = npt.NDArray[np.floating]


def softmax(scores: Numbers, temperature: float = TEMPERATURE) -> Numbers:
    """Return the chance of each, along the last axis, by its score."""
    risen = np.exp((scores - scores.max(axis=-1, keepdims=True)) / temperature)
    return np.asarray(risen / risen.sum(axis=-1, keepdims=True))


def log_odds(chance: float) -> float:
    """Return the log-odds of ``chance``, which is held a little away from 0 and 1."""
    held = min(max(chance, _LEAST), 1 - _LEAST)
    return math.log(held / (1 - held))


class Verdicts:
    """The verdicts of ``s`` situations, row for row.

    Scores are of shape ``(…, s)``; ``told``, of shape ``(…, len(VERDICTS))``, is what else
    speaks for each verdict, as the logarithm of a chance.
    """

    def __init__(self, verdicts: Sequence[Verdict]) -> None:
        self.table = np.asarray(
            [[verdict is kind for kind in VERDICTS] for verdict in verdicts], dtype=np.float32
        ).reshape(len(verdicts), len(VERDICTS))
        """1 where the situation of the row has the verdict of the column, else 0."""

    def chances(self, scores: Numbers, told: Numbers | float = 0.0) -> Numbers:
        """Return the chance of each of ``VERDICTS``, shape ``(…, len(VERDICTS))``."""
        weighed = softmax(scores) @ self.table * np.exp(told)
        return np.asarray(weighed / weighed.sum(axis=-1, keepdims=True))

    def first(self, scores: Numbers, told: Numbers | float = 0.0) -> npt.NDArray[np.intp]:
        """Return the row of the nearest one of the likeliest verdict, shape ``(…)``."""
        return self.nearest(scores, self.chances(scores, told))

    def nearest(self, scores: Numbers, chances: Numbers) -> npt.NDArray[np.intp]:
        """Return what :meth:`first` does, by the chances of the verdicts."""
        of_likeliest = self.table.T[chances.argmax(axis=-1)] > 0
        return np.asarray(np.where(of_likeliest, scores, -np.inf).argmax(axis=-1))
