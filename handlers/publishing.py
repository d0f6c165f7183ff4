"""A change of what is published: written, loaded anew, and taken back where that is refused."""

from __future__ import annotations

import asyncio
from contextlib import AbstractContextManager
from datetime import UTC, datetime

from errors import KnowledgeError, NetraError
from handlers import texts
from handlers.previews import problem_lines
from handlers.reload import ReloadResult, reload_knowledge
from handlers.services import Services
from journal.drafts import Draft, State
from knowledge.proposals import ArticleProposal, GuidanceProposal, Proposal, read_proposal
from knowledge.published import PublishedDocument, PublishedFolder
from retrieval.embedding import Progress


async def publish(services: Services, number: int, admin: int, progress: Progress) -> ReloadResult:
    """Publish a draft; tell what came of it. The knowledge in service is never half changed."""
    async with services.reloading:
        draft = await asyncio.to_thread(services.drafts.get, number)
        if draft is None or draft.state is not State.DRAFT:
            return ReloadResult(False, closed(number, draft))
        proposal = read_proposal(draft.body)
        by = f"admin {draft.added_by}, {datetime.now(UTC):%Y-%m-%d}"
        result = await _change(services, _writing(services.published, proposal, by), progress)
        if not result.serves:
            report = texts.drafts.NOT_PUBLISHED.format(number=number, report=result.report)
            return ReloadResult(False, report)
        await asyncio.to_thread(services.drafts.close_draft, number, State.PUBLISHED, admin)
        await asyncio.to_thread(services.audit.add, admin, "terbit", f"draf {number}", None)
    report = texts.drafts.PUBLISHED.format(number=number, report=result.report)
    return ReloadResult(True, report)


async def withdraw(
    services: Services, document: PublishedDocument, admin: int, reason: str, progress: Progress
) -> ReloadResult:
    """Take a published document out of service; tell what came of it."""
    name = f"{document.kind}/{document.key}"
    async with services.reloading:
        result = await _change(services, services.published.withdrawing(document), progress)
        if result.serves:
            await asyncio.to_thread(services.audit.add, admin, "tarik", name, reason)
            said = texts.drafts.WITHDRAWN.format(name=name, report=result.report)
        else:
            said = texts.drafts.NOT_WITHDRAWN.format(name=name, report=result.report)
        return ReloadResult(result.serves, said)


def closed(number: int, draft: Draft | None) -> str:
    """Say kindly why nothing can be done with a draft any more."""
    match draft and draft.state:
        case State.PUBLISHED:
            return texts.drafts.ALREADY_PUBLISHED.format(number=number)
        case State.DISCARDED:
            return texts.drafts.ALREADY_DISCARDED.format(number=number)
        case _:
            return texts.drafts.NO_DRAFT


class _Refused(Exception):
    """The new content does not serve: what was written must go."""

    def __init__(self, result: ReloadResult) -> None:
        self.result = result


async def _change(
    services: Services, change: AbstractContextManager[None], progress: Progress
) -> ReloadResult:
    result = ReloadResult(False, "")
    try:
        with change:
            result = await reload_knowledge(services, progress)
            if not result.serves:
                raise _Refused(result)
    except _Refused:
        return result
    except KnowledgeError as error:
        return ReloadResult(False, problem_lines(error.problems))
    except NetraError as error:
        return ReloadResult(False, str(error))
    return result


def _writing(folder: PublishedFolder, proposal: Proposal, by: str) -> AbstractContextManager[None]:
    match proposal:
        case ArticleProposal(article=article):
            return folder.adding(article, article.key, by)
        case GuidanceProposal(topic=topic):
            return folder.adding(topic, topic.topic, by)
