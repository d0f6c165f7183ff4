"""Show a draft as it stands in the journal."""

from __future__ import annotations

import asyncio

from telegram import Message

from handlers import texts
from handlers.delivery import NO_PREVIEW
from handlers.previews import preview
from handlers.services import Services
from journal.masking import without_marks
from knowledge.proposals import FromQuestions, Proposal, read_proposal


async def show_draft(message: Message, number: int, services: Services) -> None:
    """Send what a draft would add, with the buttons that decide about it."""
    draft = await asyncio.to_thread(services.drafts.get, number)
    if draft is None or not draft.body:
        await message.reply_text(texts.drafts.NO_DRAFT)
        return
    proposal = read_proposal(draft.body)
    asked = await asked_by_people(services, proposal)
    shown = await asyncio.to_thread(preview, number, proposal, asked, services.engine)
    await message.reply_html(
        shown.text, reply_markup=shown.keyboard, link_preview_options=NO_PREVIEW
    )


async def asked_by_people(services: Services, proposal: Proposal) -> tuple[str, ...]:
    """Return the distinct questions that a draft came from, those that are still kept."""
    if not isinstance(proposal, FromQuestions):
        return ()
    masked = await asyncio.to_thread(services.journal.review.questions, proposal.outcomes)
    return tuple(dict.fromkeys(text for text in map(without_marks, masked) if text))
