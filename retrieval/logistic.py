"""Logistic regression, as small as it is needed here: no dependency of its own."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

_STEPS = 15


def logistic_regression(rows: Array, labels: Array, weights: Array, ridge: float) -> Array:
    """Return the coefficients that fit ``labels`` (0 or 1), shape ``(rows.shape[1],)``.

    Newton's method on the weighted log-loss with an L2 penalty of ``ridge``; the last column
    of ``rows`` is the constant, which is not penalised.
    """
    coefficients = np.zeros(rows.shape[1])
    penalty = np.full(rows.shape[1], ridge)
    penalty[-1] = 1e-6
    for _ in range(_STEPS):
        predicted = 1 / (1 + np.exp(-np.clip(rows @ coefficients, -30, 30)))
        curvature = weights * predicted * (1 - predicted) + 1e-9
        hessian = (rows.T * curvature) @ rows + np.diag(penalty)
        gradient = rows.T @ (weights * (predicted - labels)) + penalty * coefficients
        coefficients = coefficients - np.linalg.solve(hessian, gradient)
    return coefficients
