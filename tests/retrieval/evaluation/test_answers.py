"""The answer stage: which answers count as right, and what the report says of them."""

from __future__ import annotations

import pytest

from knowledge.schema import Verdict
from retrieval.answer import Answer, Outcome
from retrieval.engine import Engine
from retrieval.evaluation import AnswerReport, Labelled, evaluate_answers
from retrieval.evaluation.answers import Judged

LIKE = Labelled(
    id="like", question="boleh like postingan calon bupati?", verdict="prohibited",
    basis=("PP-94-2021",), style="colloquial", topic="media",
)  # fmt: skip
DECIDE = Labelled(
    id="decide", question="keputusan pejabat masa kampanye", verdict="conditional",
    basis=("UU-10-2016",), style="formal", topic="keputusan",
)  # fmt: skip
PAY = Labelled(id="pay", question="kapan gaji 13 cair", verdict="out_of_scope")


def judged(label: Labelled, outcome: Outcome, verdict: Verdict | None = None) -> Judged:
    answer = Answer(question="a", outcome=outcome, route="neutrality", verdict=verdict, answer="b")
    return Judged(label=label, answer=answer)


@pytest.mark.parametrize(
    ("label", "outcome", "verdict", "right", "harmful"),
    [
        (LIKE, Outcome.ANSWERED, Verdict.PROHIBITED, True, False),
        (LIKE, Outcome.ANSWERED, Verdict.CONDITIONAL, False, False),
        (LIKE, Outcome.ANSWERED, Verdict.ALLOWED, False, True),
        (LIKE, Outcome.ANSWERED, None, False, False),
        (LIKE, Outcome.CLARIFY, None, False, False),
        (LIKE.model_copy(update={"also_accepted": ("allowed",)}), Outcome.ANSWERED,
         Verdict.ALLOWED, True, False),
        (DECIDE, Outcome.ANSWERED, Verdict.ALLOWED, False, False),
        (LIKE.model_copy(update={"verdict": "information"}), Outcome.ANSWERED, None, True, False),
        (LIKE.model_copy(update={"verdict": "information"}), Outcome.NOT_FOUND, None,
         False, False),
    ],
)  # fmt: skip
def test_which_answers_are_right_and_which_do_harm(
    label: Labelled, outcome: Outcome, verdict: Verdict | None, right: bool, harmful: bool
) -> None:
    item = judged(label, outcome, verdict)

    assert (item.verdict_right, item.harmful) == (right, harmful)


def test_the_figures_of_a_run_that_goes_well(small: Engine) -> None:
    report = evaluate_answers(small, [LIKE, DECIDE, PAY])

    assert report.questions == 3
    assert report.verdict_accuracy == report.basis_hit == report.in_scope_answered == 1.0
    assert report.out_of_scope_declined == 1.0
    assert (report.unanswerable_refused, report.clarify_rate) == (None, 0.0)
    assert report.harmful == report.sources_without_answer == 0
    assert report.by_style == {"colloquial": 1.0, "formal": 1.0}
    assert report.gap_to_formal == {"colloquial": 0.0}
    assert report.by_topic == {"keputusan": 1.0, "media": 1.0}
    assert sum(item.count for item in report.reliability) == 2
    assert 0 < report.median_ms <= report.p95_ms
    assert report.misses == ()


def test_wrong_answers_are_listed_with_the_step_at_fault(small: Engine) -> None:
    wrong = LIKE.model_copy(update={"id": "wrong", "verdict": "allowed"})
    basis = LIKE.model_copy(update={"id": "basis", "basis": ("SKB-2022",)})
    kept = LIKE.model_copy(update={"id": "kept", "verdict": "out_of_scope"})
    lost = PAY.model_copy(update={"id": "lost", "verdict": "allowed"})

    report = evaluate_answers(small, [wrong, basis, kept, lost, DECIDE])

    assert {miss.id: miss.because for miss in report.misses} == {
        "wrong": "ranking: another verdict",
        "basis": "ranking: another basis",
        "kept": "routing: answered what should be left",
        "lost": "routing: declined",
    }
    assert report.by_style == {"": 0.0, "colloquial": 0.5, "formal": 1.0}
    assert report.gap_to_formal == {"": -1.0, "colloquial": -0.5}


def test_prohibited_called_allowed_is_counted(engine: Engine) -> None:
    """The question is about the right to vote; its label is turned round."""
    asked = Labelled(question="Apakah ASN boleh mencoblos di TPS?", verdict="prohibited")

    report = evaluate_answers(engine, [asked])

    assert report.harmful == 1


def test_a_report_can_be_read(small: Engine) -> None:
    text = evaluate_answers(small, [LIKE, DECIDE, PAY.model_copy(update={"verdict": "allowed"})])

    lines = text.describe().splitlines()

    assert "verdict_accuracy         0.6667" in lines
    assert "  colloquial             1.0" in lines
    assert sum(line.startswith("  from 0.") for line in lines) == 10
    assert lines[-1].startswith("  pay routing: declined: kapan gaji 13 cair [allowed / declined")


def test_scripts_find_the_figures_they_rely_on() -> None:
    assert set(AnswerReport.model_fields) >= {
        "questions", "verdict_accuracy", "basis_hit", "harmful", "out_of_scope_declined",
        "in_scope_answered", "unanswerable_refused", "clarify_rate", "sources_without_answer",
        "calibration_error", "median_ms", "by_style", "by_topic", "misses",
    }  # fmt: skip
