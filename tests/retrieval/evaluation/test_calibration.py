"""The reliability table and the error that sums it up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.evaluation.calibration import BINS, calibration_error, reliability

ANSWERS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60)


def test_a_table_that_can_be_added_up_by_hand() -> None:
    bins = reliability([(0.92, True), (0.98, False), (0.71, True)])

    assert [item.count for item in bins] == [0] * 7 + [1, 0, 2]
    assert (bins[9].start, bins[9].stated, bins[9].right) == (0.9, 0.95, 0.5)
    assert (bins[0].stated, bins[0].right) == (None, None)
    assert calibration_error(bins) == pytest.approx((2 * 0.45 + 0.29) / 3, abs=1e-4)


def test_certainty_belongs_to_the_last_bin() -> None:
    assert reliability([(1.0, True)])[-1].count == 1
    assert calibration_error(reliability([(1.0, True)])) == 0.0


def test_without_answers_there_is_no_error() -> None:
    bins = reliability([])

    assert len(bins) == BINS
    assert calibration_error(bins) is None


@given(ANSWERS)
def test_every_answer_is_in_the_bin_of_its_confidence(answers: list[tuple[float, bool]]) -> None:
    bins = reliability(answers)

    assert sum(item.count for item in bins) == len(answers)
    for item in bins:
        if item.stated is not None:
            assert item.start - 1e-3 <= item.stated <= item.start + 1 / BINS + 1e-3


@given(ANSWERS.filter(bool))
def test_the_error_is_the_expected_calibration_error(answers: list[tuple[float, bool]]) -> None:
    stated, right = (np.asarray(column, dtype=np.float64) for column in zip(*answers, strict=True))
    place = np.minimum((stated * BINS).astype(int), BINS - 1)
    gaps = [abs((stated - right)[place == number].sum()) for number in range(BINS)]

    assert calibration_error(reliability(answers)) == pytest.approx(
        sum(gaps) / len(answers), abs=3e-4
    )
