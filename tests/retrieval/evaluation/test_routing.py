"""The routing stage: what is declined, kept, and as which class."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.engine import Engine
from retrieval.evaluation import Labelled, evaluate_routing
from retrieval.evaluation.routing import area_under_curve

LIKE = Labelled(id="like", question="boleh like postingan calon bupati?", verdict="prohibited")
PAY = Labelled(
    id="pay", question="kapan gaji 13 cair", verdict="out_of_scope", route="kepegawaian"
)
HELLO = Labelled(id="hello", question="halo min", verdict="out_of_scope", route="sapaan")
SCORES = st.lists(st.integers(-3, 3).map(float), min_size=1, max_size=12)


def test_questions_that_go_where_they_belong(small: Engine) -> None:
    report = evaluate_routing(small, [LIKE, PAY, HELLO])

    assert report.questions == 3
    assert report.out_of_scope_declined == report.in_scope_kept == 1.0
    assert report.auc == report.right_class == 1.0
    assert report.misses == ()
    assert report.confusion == {
        "neutrality": {"neutrality": 1},
        "kepegawaian": {"kepegawaian": 1},
        "sapaan": {"sapaan": 1},
    }


def test_mistakes_of_both_kinds(small: Engine) -> None:
    """Labels turned round make every decision wrong."""
    kept = LIKE.model_copy(update={"verdict": "out_of_scope", "route": "sapaan"})
    lost = PAY.model_copy(update={"verdict": "allowed"})

    report = evaluate_routing(small, [kept, lost])

    assert report.out_of_scope_declined == report.in_scope_kept == report.auc == 0.0
    assert report.right_class is None
    assert report.confusion == {
        "sapaan": {"neutrality": 1},
        "neutrality": {"kepegawaian": 1},
    }
    assert {miss.id for miss in report.misses} == {"like", "pay"}
    assert {(miss.expected, miss.got) for miss in report.misses} == {
        ("sapaan", "neutrality"),
        ("neutrality", "kepegawaian"),
    }


def test_the_most_mistaken_come_first(small: Engine) -> None:
    lost = [item.model_copy(update={"verdict": "allowed"}) for item in (HELLO, PAY)]
    kept = LIKE.model_copy(update={"verdict": "out_of_scope"})

    for questions in ([*lost, kept], [kept, *reversed(lost)]):
        misses = evaluate_routing(small, questions).misses

        odds = [float(miss.because.split()[-1]) for miss in misses]
        errors = [
            value if miss.expected == "neutrality" else -value
            for value, miss in zip(odds, misses, strict=True)
        ]
        assert len(set(errors)) == 3
        assert errors == sorted(errors, reverse=True)


def test_another_class_is_counted(small: Engine) -> None:
    report = evaluate_routing(small, [HELLO, PAY.model_copy(update={"route": "sapaan"})])

    assert report.out_of_scope_declined == 1.0
    assert report.right_class == 0.5
    assert report.confusion == {"sapaan": {"sapaan": 1, "kepegawaian": 1}}


def test_what_may_be_refused_either_way_does_not_count(small: Engine) -> None:
    report = evaluate_routing(small, [PAY.model_copy(update={
        "verdict": "information", "answerable": False,
    })])  # fmt: skip

    assert (report.questions, report.in_scope_kept, report.auc) == (0, None, None)


@given(SCORES, SCORES)
def test_the_area_is_the_share_of_pairs_in_order(high: list[float], low: list[float]) -> None:
    pairs = [(one > other) + (one == other) / 2 for one in high for other in low]

    assert area_under_curve(high, low) == pytest.approx(sum(pairs) / len(pairs), abs=1e-4)
