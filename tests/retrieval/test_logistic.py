"""The regression finds what can be computed by hand, and nothing is left to climb."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.logistic import Array, logistic_regression


def penalised_loss(at: Array, rows: Array, labels: Array, weights: Array, ridge: float) -> float:
    """The loss that the docstring promises to minimise."""
    margins = rows @ at
    log_loss = np.logaddexp(0.0, margins) - labels * margins
    return float(weights @ log_loss + ridge / 2 * at[:-1] @ at[:-1])


def test_two_groups_give_the_logarithm_of_the_odds_ratio() -> None:
    # 3 of 10 without the mark, 8 of 10 with it.
    marked = np.repeat([0.0, 1.0], 10)
    labels = np.concatenate([np.repeat([1.0, 0.0], [3, 7]), np.repeat([1.0, 0.0], [8, 2])])
    rows = np.column_stack([marked, np.ones(20)])

    slope, constant = logistic_regression(rows, labels, np.ones(20), ridge=0.0)

    assert constant == pytest.approx(np.log(3 / 7), abs=1e-5)
    assert slope == pytest.approx(np.log(8 / 2) - np.log(3 / 7), abs=1e-5)


def test_a_weight_counts_like_so_many_copies() -> None:
    rows = np.asarray([[0.2, 1.0], [-1.0, 1.0], [0.7, 1.0], [-0.3, 1.0]])
    labels = np.asarray([1.0, 0.0, 1.0, 1.0])
    times = np.asarray([1, 3, 2, 1])

    weighted = logistic_regression(rows, labels, times.astype(float), 0.5)
    copied = logistic_regression(rows.repeat(times, axis=0), labels.repeat(times), np.ones(7), 0.5)

    np.testing.assert_allclose(weighted, copied, atol=1e-6)


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(5, 60), st.integers(1, 4), st.floats(0.05, 10.0))
def test_at_the_solution_the_loss_is_flat(
    seed: int, size: int, columns: int, ridge: float
) -> None:
    chance = np.random.default_rng(seed)
    rows = np.column_stack([chance.normal(size=(size, columns)), np.ones(size)])
    labels = chance.integers(0, 2, size).astype(float)
    labels[:2] = 0.0, 1.0
    weights = chance.uniform(0.5, 2.0, size)

    found = logistic_regression(rows, labels, weights, ridge)

    for direction in np.eye(columns + 1) * 1e-4:
        above = penalised_loss(found + direction, rows, labels, weights, ridge)
        below = penalised_loss(found - direction, rows, labels, weights, ridge)
        assert (above - below) / 2e-4 == pytest.approx(0.0, abs=1e-3)


def test_two_sides_that_never_mix_do_not_run_away() -> None:
    rows = np.column_stack([np.concatenate([np.full(50, -1.0), np.full(50, 1.0)]), np.ones(100)])
    labels = np.repeat([0.0, 1.0], 50)

    slope, constant = logistic_regression(rows, labels, np.ones(100), ridge=0.01)

    assert 2 < slope < 15
    assert constant == pytest.approx(0.0, abs=1e-3)


def test_the_constant_is_not_held_back() -> None:
    labels = np.concatenate([np.ones(90), np.zeros(10)])

    [constant] = logistic_regression(np.ones((100, 1)), labels, np.ones(100), ridge=1000.0)

    assert constant == pytest.approx(np.log(9), abs=1e-3)
