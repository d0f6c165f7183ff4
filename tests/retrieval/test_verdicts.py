"""A verdict is as likely as the situations that share it are together."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.schema import Verdict
from retrieval.verdicts import TEMPERATURE, VERDICTS, Verdicts, log_odds, softmax

GREY, LONE, NEAR, NEARLY = Verdict.CONDITIONAL, Verdict.ALLOWED, *[Verdict.PROHIBITED] * 2
FOUR = Verdicts([GREY, LONE, NEAR, NEARLY])

rankings = st.lists(
    st.tuples(st.sampled_from(VERDICTS), st.floats(0, 20, width=32)), min_size=1, max_size=30
)


def test_neighbours_that_agree_outweigh_the_nearest_that_stands_alone() -> None:
    scores = np.asarray([9.0, 9.2, 9.19, 9.18])

    assert int(FOUR.first(scores)) == 2
    assert dict(zip(VERDICTS, FOUR.chances(scores), strict=True))[Verdict.PROHIBITED] > 0.5


def test_one_that_is_far_ahead_needs_no_company() -> None:
    scores = np.asarray([9.0, 9.2 + 3 * TEMPERATURE, 9.19, 9.18])
    assert int(FOUR.first(scores)) == 1


def test_a_temperature_ahead_is_e_times_as_likely() -> None:
    one, other = softmax(np.asarray([5.0 + TEMPERATURE, 5.0]))
    assert one / other == pytest.approx(math.e)


def test_many_questions_are_decided_like_each_of_them() -> None:
    scores = np.random.default_rng(0).normal(9, 0.3, (50, 4))

    assert FOUR.first(scores).tolist() == [int(FOUR.first(row)) for row in scores]
    np.testing.assert_allclose(FOUR.chances(scores), [FOUR.chances(row) for row in scores])
    assert len(set(FOUR.first(scores).tolist())) == 4


@given(rankings)
def test_chances_are_shared_out_among_the_verdicts_that_there_are(
    ranked: list[tuple[Verdict, float]],
) -> None:
    given_verdicts = [verdict for verdict, _ in ranked]
    scores = np.asarray([score for _, score in ranked])
    verdicts = Verdicts(given_verdicts)

    chances = dict(zip(VERDICTS, verdicts.chances(scores).tolist(), strict=True))

    assert sum(chances.values()) == pytest.approx(1)
    assert all(chances[verdict] == 0 for verdict in set(VERDICTS) - set(given_verdicts))
    first = int(verdicts.first(scores))
    assert chances[given_verdicts[first]] == max(chances.values())
    assert scores[first] == max(
        score for verdict, score in ranked if verdict is given_verdicts[first]
    )


@pytest.mark.parametrize("chance", [0.0, 1.0, 0.3])
def test_log_odds_stay_finite(chance: float) -> None:
    assert math.isfinite(log_odds(chance))
    assert log_odds(chance) == pytest.approx(-log_odds(1 - chance))
