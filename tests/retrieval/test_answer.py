"""What is shown for what was found."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from knowledge.passages import Kind, cut_passages
from knowledge.schema import Stage, Verdict
from retrieval.answer import Answer, Outcome, ShownPassage
from retrieval.answering import MAX_SUGGESTIONS
from retrieval.engine import Engine
from retrieval.identity import Named


def test_a_card_shows_its_situation(engine: Engine) -> None:
    situation = next(item for item in engine.index.situations if item.sanction and item.related)

    card = engine.compose.from_situation("tanya", situation, 0.91234)

    assert card.outcome is Outcome.ANSWERED
    assert (card.question, card.guidance, card.title) == ("tanya", situation.id, situation.title)
    assert card.sanction == (situation.sanction and situation.sanction.at(None))
    assert card.confidence == 0.912
    assert card.passages[0].id == situation.id
    assert card.passages[0].kind is Kind.GUIDANCE
    assert (card.applies_to, card.stage) == (situation.applies_to, situation.stage)
    assert (card.conditions, card.views) == (situation.conditions, situation.views)
    assert card.reviewed == situation.reviewed
    assert [choice.id for choice in card.choices] == list(situation.related[:MAX_SUGGESTIONS])


def test_the_stage_decides_the_sanction_where_it_differs(engine: Engine) -> None:
    before, after = Stage.BEFORE_NOMINATION, Stage.AFTER_NOMINATION
    differing = [
        situation
        for situation in engine.index.situations
        if situation.sanction and situation.sanction.stages
    ]
    assert len(differing) >= 100

    for situation in differing:
        assert situation.sanction
        for stage, others in ((None, (before, after)), (before, (after,)), (after, (before,))):
            card = engine.compose.from_situation("tanya", situation, 1.0, stage=stage)
            assert card.sanction == situation.sanction.at(stage)
            assert card.other_stages == others


def test_a_plain_sanction_offers_no_stage(engine: Engine) -> None:
    for situation in engine.index.situations:
        if not situation.sanction or not situation.sanction.stages:
            card = engine.compose.from_situation("tanya", situation, 1.0, stage=Stage.CAMPAIGN)
            assert card.other_stages == ()
            assert card.sanction == (situation.sanction and situation.sanction.text)


def test_suggestions_are_titles_of_situations(engine: Engine) -> None:
    titles = {situation.title for situation in engine.index.situations}

    for situation in engine.index.situations:
        card = engine.compose.from_situation("tanya", situation, 1.0)
        assert len(card.suggestions) <= MAX_SUGGESTIONS
        assert set(card.suggestions) <= titles
        assert situation.title not in card.suggestions


def test_a_choice_has_no_verdict_yet(engine: Engine) -> None:
    first, second = engine.index.situations[:2]

    answer = engine.compose.clarify("tanya", [first, second], 0.5)

    assert answer.outcome is Outcome.CLARIFY
    assert (answer.verdict, answer.basis, answer.passages) == (None, (), ())
    assert [choice.id for choice in answer.choices] == [first.id, second.id]
    assert answer.suggestions == (first.title, second.title)


def test_not_found_never_reads_as_allowed(engine: Engine) -> None:
    answer = engine.compose.not_found("tanya")

    assert answer.outcome is Outcome.NOT_FOUND
    assert (answer.verdict, answer.basis, answer.passages) == (None, (), ())
    assert "bukan berarti" in answer.answer
    assert "boleh" in answer.answer


def test_declined_is_the_reply_of_its_class(engine: Engine) -> None:
    for route in engine.index.knowledge.routing.classes:
        answer = engine.compose.declined("tanya", route, 0.77777)
        assert (answer.outcome, answer.route) == (Outcome.DECLINED, route.id)
        assert answer.answer == route.reply
        assert (answer.verdict, answer.basis, answer.passages) == (None, (), ())


def test_a_regulation_is_shown_with_its_summary(engine: Engine) -> None:
    for regulation in engine.index.knowledge.regulations:
        answer = engine.compose.from_regulation("tanya", Named(regulation, ()))
        assert answer.verdict is Verdict.INFORMATION
        assert answer.answer.startswith(regulation.summary[:100])
        assert answer.passages[0].id == regulation.key
        assert answer.basis
        assert answer.sanction is None


def test_one_provision_is_shown_with_its_sanction(engine: Engine) -> None:
    for regulation in engine.index.knowledge.regulations:
        for provision in regulation.provisions:
            answer = engine.compose.from_regulation("tanya", Named(regulation, (provision,)))
            assert provision.text[:100] in answer.answer
            assert [item.ref for item in answer.basis] == [provision.ref]
            assert answer.basis[0].status is regulation.status
            assert answer.basis[0].verified is provision.verified
            assert answer.sanction == (provision.sanction and provision.sanction.text)


def test_two_sanctions_are_not_mixed(engine: Engine) -> None:
    regulation = next(
        item
        for item in engine.index.knowledge.regulations
        if len({part.sanction.text for part in item.provisions if part.sanction}) > 1
    )

    answer = engine.compose.from_regulation("tanya", Named(regulation, regulation.provisions))

    assert answer.sanction is None


def test_what_only_cards_show_is_not_printed(engine: Engine) -> None:
    card = engine.compose.from_situation("tanya", engine.index.situations[0], 1.0)

    printed = json.loads(card.model_dump_json())

    for hidden in (
        "choices",
        "applies_to",
        "stage",
        "conditions",
        "views",
        "reviewed",
        "degraded",
    ):
        assert hidden not in printed
    assert printed["verdict"] == card.verdict


def test_an_answer_does_not_change(engine: Engine) -> None:
    answer = engine.compose.not_found("tanya")

    with pytest.raises(ValidationError):
        answer.verdict = Verdict.ALLOWED  # type: ignore[misc]


def test_an_answer_survives_json(engine: Engine) -> None:
    answer = Answer(question='"\n<b>', outcome=Outcome.DECLINED, route="kasar", answer="Maaf.")

    assert json.loads(answer.model_dump_json())["question"] == '"\n<b>'


def test_every_passage_has_an_id_of_its_own(engine: Engine) -> None:
    passages = cut_passages(engine.index.knowledge)

    assert len({passage.id for passage in passages}) == len(passages)
    for passage in passages:
        assert engine.compose.passage(passage.id) == passage
        shown = ShownPassage.of(passage, 0.123456)
        assert (shown.id, shown.text, shown.score) == (passage.id, passage.text, 0.1235)
        assert (shown.origin is not None) == (passage.kind is Kind.ARTICLE)
