"""What a draft lacks is asked for in order, and nothing else is remembered."""

from __future__ import annotations

import pytest

from handlers.draft_buttons import mark
from handlers.steps import (
    CLASSES,
    EDITABLE,
    Step,
    completed,
    next_step,
    with_choice,
    with_text,
    without,
)
from knowledge.contributions import contribution
from knowledge.freshness import today
from knowledge.proposals import (
    ExamplesProposal,
    QuestionProposal,
    SituationProposal,
    VariantsProposal,
)
from knowledge.schema import Additions, GuidanceTopic, Knowledge

ASKED = ("boleh a?", "boleh b?")


def filled(knowledge: Knowledge) -> tuple[list[Step], QuestionProposal]:
    """Fill in a conditional situation; return it and what was asked for on the way."""
    regulation = next(item for item in knowledge.regulations if item.status.value == "in_force")
    provision = mark(f"{regulation.key}#{regulation.provisions[0].ref}")
    answers = {
        Step.TITLE: "Judul",
        Step.ANSWER: "Boleh dengan syarat.",
        Step.CONDITIONS: "satu\n\n dua ",
        Step.PHRASINGS: "c\nd\ne\nf",
    }
    choices = {Step.VERDICT: "conditional", Step.BASIS: provision, Step.CLASSES: "+0"}
    proposal: QuestionProposal = SituationProposal(outcomes=(1,))
    steps = []
    while step := next_step(proposal, ASKED):
        steps.append(step)
        if step in answers:
            proposal = with_text(proposal, step, answers[step])
        else:
            chosen = with_choice(proposal, choices[step], knowledge)
            assert chosen is not None
            proposal = completed(chosen)
    return steps, proposal


def test_a_situation_is_asked_for_in_order(knowledge: Knowledge) -> None:
    steps, proposal = filled(knowledge)
    assert steps == list(EDITABLE[SituationProposal])
    added = contribution(proposal, ASKED, knowledge, today())
    assert isinstance(added, GuidanceTopic)
    (situation,) = added.situations
    assert situation.variants == (*ASKED, "c", "d", "e", "f")
    assert situation.conditions == ("satu", "dua")
    assert situation.applies_to == ("PNS",)


@pytest.mark.parametrize("step", EDITABLE[SituationProposal])
def test_an_emptied_field_is_asked_for_again(knowledge: Knowledge, step: Step) -> None:
    _, proposal = filled(knowledge)
    assert next_step(without(proposal, step), ASKED) is step


def test_a_verdict_without_conditions_asks_for_none(knowledge: Knowledge) -> None:
    _, proposal = filled(knowledge)
    allowed = with_choice(proposal, "allowed", knowledge)
    assert allowed is not None
    assert next_step(without(allowed, Step.CONDITIONS), ASKED) is None


def test_an_id_that_is_taken_is_not_used(knowledge: Knowledge) -> None:
    _, proposal = filled(knowledge)
    title = knowledge.situations[0].id.replace("-", " ")
    added = contribution(with_text(proposal, Step.TITLE, title), ASKED, knowledge, today())
    assert isinstance(added, GuidanceTopic)
    assert added.situations[0].id == f"{knowledge.situations[0].id}-2"


@pytest.mark.parametrize(
    ("step", "text"), [(Step.TITLE, "x" * 91), (Step.ANSWER, "x" * 1501), (Step.TITLE, "  ")]
)
def test_a_text_that_does_not_fit_says_why(step: Step, text: str) -> None:
    with pytest.raises(ValueError, match=step.value):
        with_text(SituationProposal(outcomes=(1,)), step, text)


@pytest.mark.parametrize("choice", ["", "+", "-", "+999", "+x", "allow", "f" * 12, "²"])
def test_a_forged_choice_fits_nothing(knowledge: Knowledge, choice: str) -> None:
    for kind in (VariantsProposal, ExamplesProposal, SituationProposal):
        assert with_choice(kind(outcomes=(1,)), choice, knowledge) is None


def test_a_class_is_chosen_and_left_again(knowledge: Knowledge) -> None:
    proposal: QuestionProposal | None = SituationProposal(outcomes=(1,))
    for choice in ("+0", "+3", "+0", "-0"):
        assert proposal is not None
        proposal = with_choice(proposal, choice, knowledge)
    assert isinstance(proposal, SituationProposal)
    assert proposal.applies_to == (CLASSES[3],)


def test_questions_become_variants_or_examples(knowledge: Knowledge) -> None:
    situation, route = knowledge.situations[0].id, knowledge.routing.classes[0].id
    variants = with_choice(VariantsProposal(outcomes=(1,)), mark(situation), knowledge)
    examples = with_choice(ExamplesProposal(outcomes=(1,)), mark(route), knowledge)
    assert variants is not None
    assert examples is not None
    day = today()
    assert contribution(variants, ASKED, knowledge, day) == Additions(variants={situation: ASKED})
    assert contribution(examples, ASKED, knowledge, day) == Additions(examples={route: ASKED})
    instead = with_text(without(examples, Step.PHRASINGS), Step.PHRASINGS, "lain")
    assert contribution(instead, ASKED, knowledge, day) == Additions(examples={route: ("lain",)})
