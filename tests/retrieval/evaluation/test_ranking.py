"""The ranking stage: how high the right situation stands."""

from __future__ import annotations

import pytest

from retrieval.engine import Engine
from retrieval.evaluation import Labelled, evaluate_ranking
from retrieval.evaluation.ranking import Ranked

LIKE = Labelled(
    id="like", question="boleh like postingan calon bupati?", verdict="prohibited",
    basis=("PP-94-2021",), style="colloquial",
)  # fmt: skip
VOTE = Labelled(
    id="vote", question="pns boleh nyoblos ga", verdict="allowed", basis=("UU-10-2016",),
    style="typo",
)  # fmt: skip


@pytest.mark.parametrize(
    ("verdict", "also", "basis", "ranks"),
    [
        ("prohibited", (), ("PP-94-2021",), (1, 1, 1)),
        ("allowed", (), ("PP-94-2021",), (2, 1, None)),
        ("allowed", ("conditional",), ("PP-94-2021:Pasal 5",), (2, 1, 3)),
        ("allowed", (), (), (2, 1, 2)),
        ("information", (), ("UU-10-2016",), (None, 2, None)),
    ],
)
def test_ranks_are_of_the_first_situation_that_is_right(
    small: Engine,
    verdict: str,
    also: tuple[str, ...],
    basis: tuple[str, ...],
    ranks: tuple[int | None, ...],
) -> None:
    """The situations stand in the order of the file: prohibited, allowed, conditional."""
    label = Labelled(question="a", verdict=verdict, also_accepted=also, basis=basis)
    item = Ranked(label, small.index.situations)

    assert (item.verdict_rank(), item.basis_rank(), item.right_rank()) == ranks


def test_right_situations_that_come_first(small: Engine) -> None:
    report = evaluate_ranking(small, [LIKE, VOTE])

    assert report.questions == 2
    assert report.verdict_within == report.basis_within == {1: 1.0, 3: 1.0, 10: 1.0}
    assert report.both_within == {1: 1.0, 3: 1.0, 10: 1.0}
    assert report.mean_reciprocal_rank == 1.0
    assert report.by_style == {"colloquial": 1.0, "typo": 1.0}
    assert report.misses == ()


def test_right_situations_that_come_later_or_never(small: Engine) -> None:
    never = LIKE.model_copy(update={"id": "never", "verdict": "information"})
    later = LIKE.model_copy(update={"id": "later", "verdict": "allowed", "basis": ()})

    report = evaluate_ranking(small, [later, LIKE, never])

    assert report.verdict_within[1] == pytest.approx(1 / 3, abs=1e-4)
    assert report.verdict_within[3] == pytest.approx(2 / 3, abs=1e-4)
    assert report.basis_within == {1: 1.0, 3: 1.0, 10: 1.0}
    assert [miss.id for miss in report.misses] == ["never", "later"]
    assert report.misses[0].because == "ranking: no situation is right"
    assert report.misses[0].got == "prohibited like-unggahan-calon"
    rank = int(report.misses[1].because.removeprefix("ranking: right one at "))
    assert rank in (2, 3)
    assert report.mean_reciprocal_rank == pytest.approx((1 + 1 / rank) / 3, abs=1e-4)


def test_the_lowest_come_first(small: Engine) -> None:
    """Of three situations one is right each time: at the second place, or at the third."""
    later = [
        LIKE.model_copy(update={"verdict": verdict, "basis": ()})
        for verdict in ("allowed", "conditional")
    ]

    for questions in (later, later[::-1]):
        misses = evaluate_ranking(small, questions).misses

        assert [miss.because[-1] for miss in misses] == ["3", "2"]


def test_only_what_a_situation_should_answer_counts(small: Engine) -> None:
    report = evaluate_ranking(
        small,
        [
            LIKE.model_copy(update={"verdict": "out_of_scope"}),
            LIKE.model_copy(update={"answerable": False}),
            LIKE.model_copy(update={"basis": ("rakor sukamaju.txt",)}),
        ],
    )

    assert report.questions == 0
    assert report.mean_reciprocal_rank is None
    assert report.verdict_within == {1: None, 3: None, 10: None}
