"""A change of what is published: written, loaded anew, and taken back where that is refused."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from errors import KnowledgeError, NetraError
from handlers import texts
from handlers.previews import problem_lines
from handlers.reload import reload_in_turn
from handlers.reload_report import describe
from handlers.services import Services
from handlers.showing import asked_by_people
from journal.drafts import Draft, State
from knowledge.contributions import Contribution, contribution, phrasings_of
from knowledge.freshness import today
from knowledge.proposals import FromQuestions, read_proposal
from knowledge.published import PublishedDocument
from retrieval.answer import Outcome
from retrieval.evaluation import append_questions, drop_questions
from retrieval.evaluation.adding import labelled
from retrieval.gate import Tell, Unchanged
from retrieval.renewal import Swapped


@dataclass(frozen=True)
class Change:
    """Whether what was changed now serves, and what to tell the admin about it.

    ``forceable`` is the version that the admin may let serve all the same, with a reason.
    """

    serves: bool
    report: str
    forceable: str | None = None


async def publish(
    services: Services,
    number: int,
    admin: int,
    tell: Tell,
    forced: str | None = None,
    reason: str | None = None,
) -> Change:
    """Publish a draft; tell what came of it. The knowledge in service is never half changed.

    A version whose name begins with ``forced`` need only be valid; ``reason`` says why.
    """
    async with services.reloading:
        draft = await asyncio.to_thread(services.drafts.get, number)
        if draft is None or draft.state is not State.DRAFT:
            return Change(False, closed(number, draft))
        proposal = read_proposal(draft.body)
        asked = await asked_by_people(services, proposal)
        before = services.engine.index.knowledge
        try:
            added = contribution(proposal, asked, before, today())
            by = f"admin {draft.added_by}, {today()}"
            adding = services.published.adding(added, by)
            result = await _change(services, adding, tell, admin, forced)
        except NetraError as error:
            result = Change(False, str(error))
        if not result.serves:
            report = texts.drafts.NOT_PUBLISHED.format(number=number, report=result.report)
            return replace(result, report=report)
        await asyncio.to_thread(services.drafts.close_draft, number, State.PUBLISHED, admin)
        await asyncio.to_thread(services.audit.add, admin, "terbit", f"draf {number}", reason)
        report = texts.drafts.PUBLISHED.format(number=number, report=result.report)
        if isinstance(proposal, FromQuestions):
            questions = phrasings_of(proposal, asked)
            try:
                report += await asyncio.to_thread(
                    _settle, services, number, proposal, added, questions
                )
            except NetraError as error:
                report += texts.drafts.NOT_LABELLED.format(reason=error)
    return Change(True, report)


def _settle(
    services: Services,
    number: int,
    proposal: FromQuestions,
    added: Contribution,
    questions: Sequence[str],
) -> str:
    """Let the questions wait no more, label them, and say how many are answered so now."""
    knowledge = services.engine.index.knowledge
    cases = labelled(added, questions, knowledge, f"A{number}")
    append_questions(services.settings.labelled_path, cases)
    services.journal.review.close(proposal.outcomes)
    right = sum(
        case.accepts(answer.verdict or "") if case.in_scope else answer.outcome is Outcome.DECLINED
        for case in cases
        for answer in [services.engine.ask(case.question)]
    )
    return texts.drafts.NOW_RIGHT.format(total=len(cases), right=right)


async def withdraw(
    services: Services, document: PublishedDocument, admin: int, reason: str, tell: Tell
) -> Change:
    """Take a published document out of service; tell what came of it.

    What is wrong must be able to go: without it some labelled questions may find no answer
    any more. Those that came with it are labelled no longer.
    """
    name = f"{document.kind}/{document.key}"
    async with services.reloading:
        withdrawing = services.published.withdrawing(document)
        result = await _change(services, withdrawing, tell, admin, forced="")
        if result.serves:
            labelled_path = services.settings.labelled_path
            await asyncio.to_thread(drop_questions, labelled_path, document.phrasings)
            await asyncio.to_thread(services.audit.add, admin, "tarik", name, reason)
            said = texts.drafts.WITHDRAWN.format(name=name, report=result.report)
        else:
            said = texts.drafts.NOT_WITHDRAWN.format(name=name, report=result.report)
        return Change(result.serves, said)


def closed(number: int, draft: Draft | None) -> str:
    """Say kindly why nothing can be done with a draft any more."""
    match draft and draft.state:
        case State.PUBLISHED:
            return texts.drafts.ALREADY_PUBLISHED.format(number=number)
        case State.DISCARDED:
            return texts.drafts.DISCARDED.format(number=number)
        case _:
            return texts.drafts.NO_DRAFT


class _Refused(Exception):
    """The new content does not serve: what was written must go."""


async def _change(
    services: Services,
    change: AbstractContextManager[None],
    tell: Tell,
    admin: int,
    forced: str | None,
) -> Change:
    result = Change(False, "")
    try:
        with change:
            loaded = await reload_in_turn(services, tell, admin, forced)
            serves = isinstance(loaded, Swapped | Unchanged)
            report = describe(loaded)
            result = Change(serves, report.text, report.forceable)
            if not result.serves:
                raise _Refused
    except _Refused:
        return result
    except KnowledgeError as error:
        return Change(False, problem_lines(error.problems))
    except NetraError as error:
        return Change(False, str(error))
    return result
