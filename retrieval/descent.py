"""Gradient descent in steps of even size: Adam (Kingma and Ba 2015)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.floating]

_FORGET_MEAN, _FORGET_SQUARE = 0.9, 0.999
_LEAST = 1e-8


class Adam:
    """The steps of one array of parameters."""

    def __init__(self, size: float) -> None:
        self._size = size
        self._taken = 0
        self._mean: Numbers = np.zeros(())
        self._square: Numbers = np.zeros(())

    def step(self, gradient: Numbers) -> Numbers:
        """Return what to add to the parameters."""
        self._taken += 1
        self._mean = _FORGET_MEAN * self._mean + (1 - _FORGET_MEAN) * gradient
        self._square = _FORGET_SQUARE * self._square + (1 - _FORGET_SQUARE) * gradient**2
        mean = self._mean / (1 - _FORGET_MEAN**self._taken)
        square = self._square / (1 - _FORGET_SQUARE**self._taken)
        return np.asarray(-self._size * mean / (np.sqrt(square) + _LEAST))
