"""The labelled questions of the project: no figure may fall below the recorded one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from retrieval.engine import Engine
from retrieval.evaluation import AnswerReport, evaluate_answers, read_questions
from tests.conftest import CONTENT

HERE = Path(__file__).parent
RECORDED: dict[str, float] = json.loads((HERE / "recorded.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def report(engine: Engine) -> AnswerReport:
    return evaluate_answers(engine, read_questions(CONTENT / "labelled.jsonl"))


@pytest.mark.parametrize("figure", RECORDED)
def test_no_figure_falls_below_the_recorded_one(report: AnswerReport, figure: str) -> None:
    assert getattr(report, figure) >= RECORDED[figure]


def test_nothing_prohibited_is_called_allowed(report: AnswerReport) -> None:
    assert report.harmful == 0


def test_no_sources_without_an_answer(report: AnswerReport) -> None:
    assert report.sources_without_answer == 0


def test_stated_confidence_can_be_trusted(report: AnswerReport) -> None:
    assert report.calibration_error is not None
    assert report.calibration_error <= 0.05


def test_no_labelled_question_is_in_the_knowledge_base(engine: Engine) -> None:
    index = engine.index
    examples = [text for route in index.knowledge.routing.classes for text in route.examples]
    known = {_standard(engine, text) for text in (*index.phrasings.texts, *examples)}

    asked = read_questions(CONTENT / "labelled.jsonl")
    copied = [label.id for label in asked if _standard(engine, label.question) in known]

    assert copied == []


def _standard(engine: Engine, text: str) -> tuple[str, ...]:
    return engine.index.analyzer.analyse(text).standard
