"""Measure what Netra does on labelled questions, by the rules that docs/evaluation.md gives.

One module a stage: ``routing`` (is it ours?), ``ranking`` (which situation?) and ``answers``
(what the asker gets). Each takes an engine and labelled questions and returns a report.
"""

from collections.abc import Callable, Mapping, Sequence

from retrieval.engine import Engine
from retrieval.evaluation.answers import AnswerReport, evaluate_answers
from retrieval.evaluation.labelled import (
    Labelled,
    append_questions,
    drop_questions,
    read_questions,
)
from retrieval.evaluation.ranking import RankingReport, evaluate_ranking
from retrieval.evaluation.report import Report
from retrieval.evaluation.routing import RoutingReport, evaluate_routing

STAGES: Mapping[str, Callable[[Engine, Sequence[Labelled]], Report]] = {
    "routing": evaluate_routing,
    "ranking": evaluate_ranking,
    "answer": evaluate_answers,
}

__all__ = [
    "STAGES",
    "AnswerReport",
    "Labelled",
    "RankingReport",
    "Report",
    "RoutingReport",
    "append_questions",
    "drop_questions",
    "evaluate_answers",
    "evaluate_ranking",
    "evaluate_routing",
    "read_questions",
]
