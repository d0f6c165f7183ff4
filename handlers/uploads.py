"""Files and pasted texts of admins: read, cleaned, and shown as a draft."""

from __future__ import annotations

import asyncio

from telegram import Document, Message, Update
from telegram.error import TelegramError

from errors import KnowledgeError, NetraError
from handlers import texts
from handlers.html import LIMIT, utf16_length
from handlers.previews import problem_lines
from handlers.questions import on_other_content
from handlers.services import Context, Services, services_of
from handlers.showing import show_draft
from knowledge.importing.readers import MAX_BYTES
from knowledge.proposals import ArticleProposal, Proposal, propose

LEAST_PASTE = 200
"""Characters of a pasted text that could be news."""

_CUT_FROM = LIMIT - 200
_MEGABYTE = 1024 * 1024


async def on_document(update: Update, context: Context) -> None:
    """Make a draft of a file that an admin sends; others hear what they always hear."""
    message, user = update.effective_message, update.effective_user
    services = services_of(context)
    if message is None or message.document is None or user is None:
        return
    if user.id not in services.settings.admin_ids:
        await on_other_content(update, context)
        return
    document = message.document
    name = document.file_name or texts.drafts.UNNAMED
    data = await _fetch(message, document, name)
    if data is not None:
        await take(message, data, name, user.id, services)


async def take_pasted(message: Message, text: str, admin: int, services: Services) -> None:
    """Make a draft of a news text that an admin pasted."""
    notes = (texts.drafts.PASTE_CUT,) if utf16_length(message.text or "") > _CUT_FROM else ()
    await take(message, text.encode(), texts.drafts.PASTED, admin, services, notes)


async def take(
    message: Message,
    data: bytes,
    name: str,
    admin: int,
    services: Services,
    notes: tuple[str, ...] = (),
) -> None:
    """Make a draft of what is in a file, or say why not."""
    try:
        proposal: Proposal = await asyncio.to_thread(propose, data, name)
    except KnowledgeError as error:
        problems = problem_lines(error.problems)
        await message.reply_text(
            texts.drafts.PROBLEMS.format(count=len(error.problems), problems=problems)
        )
        return
    except NetraError as error:
        await message.reply_text(texts.drafts.REFUSED.format(reason=error))
        return
    if isinstance(proposal, ArticleProposal):
        proposal = proposal.model_copy(update={"notes": (*proposal.notes, *notes)})
    number = await asyncio.to_thread(services.drafts.add, proposal.model_dump_json(), admin)
    await show_draft(message, number, services)


async def _fetch(message: Message, document: Document, name: str) -> bytes | None:
    """Return the content of a file; None where it was refused, which has been said then."""
    if (document.file_size or 0) > MAX_BYTES:
        limit = MAX_BYTES // _MEGABYTE
        await message.reply_text(texts.drafts.TOO_BIG.format(name=name, limit=limit))
        return None
    try:
        file = await document.get_file()
        return bytes(await file.download_as_bytearray())
    except TelegramError:
        await message.reply_text(texts.drafts.NOT_FETCHED.format(name=name))
        return None
