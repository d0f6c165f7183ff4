"""Which score is lower than which."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.evaluation.report import Miss
from retrieval.score import Score

SHARES = st.none() | st.sampled_from([0.0, 0.5, 0.9, 1.0])


def score(**changes: Any) -> Score:
    fields: dict[str, Any] = {
        "yardstick": "a",
        "questions": 10,
        "verdict_accuracy": 0.9,
        "out_of_scope_declined": 0.9,
        "harmful": 1,
        "misses": (),
    }
    return Score(**{**fields, **changes})


def miss(question: str) -> Miss:
    return Miss(id="", question=question, expected="allowed", got="x", because="y")


@pytest.mark.parametrize(
    "change",
    [{"verdict_accuracy": 0.8}, {"out_of_scope_declined": 0.8}, {"harmful": 2}],
)
def test_a_figure_that_falls_is_worse_whatever_rises(change: dict[str, float]) -> None:
    better = {"verdict_accuracy": 1.0, "out_of_scope_declined": 1.0, "harmful": 0}
    assert score(**{**better, **change}).is_worse_than(score())


def test_no_question_is_no_lower_figure() -> None:
    nothing = score(questions=0, verdict_accuracy=None, out_of_scope_declined=None, harmful=0)
    assert not nothing.is_worse_than(nothing)


@given(SHARES, SHARES, st.integers(0, 3))
def test_nothing_is_worse_than_itself(
    right: float | None, declined: float | None, harmful: int
) -> None:
    one = score(verdict_accuracy=right, out_of_scope_declined=declined, harmful=harmful)
    assert not one.is_worse_than(one)


def test_new_misses_are_those_that_were_right_before() -> None:
    before = score(misses=(miss("a"), miss("b")))
    after = score(misses=(miss("b"), miss("c")))
    assert [item.question for item in after.new_misses(before)] == ["c"]
