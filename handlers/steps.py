"""What a draft that answers questions still lacks, and how an admin fills it in.

Nothing is remembered of how far a conversation is: the next step is the first thing that is
missing. Editing a draft is emptying a field.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError

from handlers.draft_buttons import mark
from knowledge.contributions import phrasings_of
from knowledge.loader import explain
from knowledge.proposals import (
    LEAST_PHRASINGS,
    ExamplesProposal,
    QuestionProposal,
    SituationProposal,
    VariantsProposal,
)
from knowledge.schema import Basis, Knowledge, PersonClass, Verdict

P = TypeVar("P", bound=BaseModel)

CLASSES: tuple[PersonClass, ...] = get_args(PersonClass)


class Step(StrEnum):
    """What is asked for; those that are typed are turns of the journal."""

    SITUATION = "situation"
    ROUTE = "route"
    TITLE = "title"
    VERDICT = "verdict"
    ANSWER = "answer"
    CONDITIONS = "conditions"
    BASIS = "basis"
    CLASSES = "classes"
    PHRASINGS = "phrasings"


TYPED = frozenset(
    {Step.SITUATION, Step.TITLE, Step.ANSWER, Step.CONDITIONS, Step.BASIS, Step.PHRASINGS}
)
EDITABLE: dict[type[BaseModel], tuple[Step, ...]] = {
    VariantsProposal: (Step.SITUATION, Step.PHRASINGS),
    ExamplesProposal: (Step.ROUTE, Step.PHRASINGS),
    SituationProposal: tuple(step for step in Step if step not in (Step.SITUATION, Step.ROUTE)),
}


def next_step(proposal: QuestionProposal, asked: Sequence[str]) -> Step | None:
    """Return what is missing first; None where the draft can be published."""
    count = len(phrasings_of(proposal, asked))
    match proposal:
        case VariantsProposal(situation=None):
            return Step.SITUATION
        case ExamplesProposal(route=None):
            return Step.ROUTE
        case SituationProposal():
            lacks = {
                Step.TITLE: proposal.title is None,
                Step.VERDICT: proposal.verdict is None,
                Step.ANSWER: proposal.answer is None,
                Step.CONDITIONS: proposal.verdict is Verdict.CONDITIONAL
                and not proposal.conditions,
                Step.BASIS: not proposal.basis_complete,
                Step.CLASSES: not proposal.classes_complete,
                Step.PHRASINGS: count < LEAST_PHRASINGS,
            }
            return next((step for step, is_lacking in lacks.items() if is_lacking), None)
        case _:
            return None if count else Step.PHRASINGS


def with_text(proposal: QuestionProposal, step: Step, text: str) -> QuestionProposal:
    """Return the proposal with what was typed.

    Raises:
        ValueError: it does not fit; the message says why.
    """
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    match step:
        case Step.TITLE | Step.ANSWER:
            return _with(proposal, {step.value: text})
        case Step.CONDITIONS:
            return _with(proposal, {"conditions": lines})
        case _:
            return _with(proposal, {"phrasings": (*proposal.phrasings, *lines)})


def with_choice(
    proposal: QuestionProposal, choice: str, knowledge: Knowledge
) -> QuestionProposal | None:
    """Return the proposal with what a button stands for; None where it fits nothing."""
    match proposal:
        case VariantsProposal():
            ids = (item.id for item in knowledge.situations)
            key = next((key for key in ids if mark(key) == choice), None)
            return _with(proposal, {"situation": key}) if key else None
        case ExamplesProposal():
            keys = (route.id for route in knowledge.routing.classes)
            key = next((key for key in keys if mark(key) == choice), None)
            return _with(proposal, {"route": key}) if key else None
        case SituationProposal():
            return _in_situation(proposal, choice, knowledge)


def completed(proposal: QuestionProposal) -> QuestionProposal:
    """Return the proposal after "done": what was chosen so far is all."""
    match proposal:
        case SituationProposal(basis=(_, *_), basis_complete=False):
            return _with(proposal, {"basis_complete": True})
        case SituationProposal(applies_to=(_, *_)):
            return _with(proposal, {"classes_complete": True})
        case _:
            return proposal


def without(proposal: QuestionProposal, step: Step) -> QuestionProposal:
    """Return the proposal with a field emptied, so that it is asked for again."""
    emptied: dict[Step, dict[str, object]] = {
        Step.CONDITIONS: {"conditions": ()},
        Step.BASIS: {"basis": (), "basis_complete": False},
        Step.CLASSES: {"applies_to": (), "classes_complete": False},
        Step.PHRASINGS: {"phrasings": (), "keeps_questions": False},
    }
    return _with(proposal, emptied.get(step, {step.value: None}))


def _in_situation(
    proposal: SituationProposal, choice: str, knowledge: Knowledge
) -> QuestionProposal | None:
    if choice in list(Verdict):
        return _with(proposal, {"verdict": Verdict(choice)})
    sign, number = choice[:1], choice[1:]
    if sign in "+-" and number.isdigit() and int(number) < len(CLASSES):
        chosen = CLASSES[int(number)]
        others = tuple(item for item in proposal.applies_to if item != chosen)
        return _with(proposal, {"applies_to": (*others, chosen) if sign == "+" else others})
    for regulation in knowledge.regulations:
        for provision in regulation.provisions:
            if mark(f"{regulation.key}#{provision.ref}") == choice:
                basis = Basis(regulation=regulation.key, ref=provision.ref)
                chosen_before = tuple(item for item in proposal.basis if item != basis)
                return _with(proposal, {"basis": (*chosen_before, basis)})
    return None


def _with(proposal: P, fields: dict[str, object]) -> P:
    try:
        return type(proposal).model_validate({**proposal.model_dump(), **fields})
    except ValidationError as error:
        raise ValueError("; ".join(explain(detail) for detail in error.errors())) from error
