"""/dokumen: what is published, one of it, and how it is withdrawn."""

from __future__ import annotations

import asyncio
from html import escape

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from handlers import texts
from handlers.admin import admins_only
from handlers.draft_buttons import Verb, button, markup
from handlers.html import LIMIT
from handlers.progress import told
from handlers.publishing import withdraw
from handlers.services import Context, Services, services_of
from handlers.uploads import LEAST_PASTE, take_pasted
from journal.drafts import Turn
from knowledge.published import PublishedDocument

REASON = "reason"
"""What an admin is asked for who withdraws a document."""

_PAGE = 8
_SHOWN = LIMIT // 2 - 100

Page = tuple[str, InlineKeyboardMarkup | None]


@admins_only
async def on_documents(update: Update, context: Context) -> None:
    """List what is published; with a text behind the command, make a draft of it."""
    message, user = update.effective_message, update.effective_user
    if message is None or user is None:
        return
    services = services_of(context)
    _, *behind = (message.text or "").split(maxsplit=1)
    pasted = behind[0] if behind else ""
    if not pasted:
        text, keyboard = await documents_page(services, 0)
        await message.reply_html(text, reply_markup=keyboard)
    elif len(pasted) < LEAST_PASTE:
        await message.reply_text(texts.drafts.PASTE_SHORT)
    else:
        await take_pasted(message, pasted, user.id, services)


async def documents_page(services: Services, page: int) -> Page:
    """Return a page of the list of published documents."""
    found = await asyncio.to_thread(services.published.documents)
    page = max(0, min(page, (len(found) - 1) // _PAGE))
    shown = found[page * _PAGE : (page + 1) * _PAGE]
    rows = [
        [button(f"{texts.drafts.KINDS[item.kind]} {item.key}", Verb.DOCUMENT, item.mark)]
        for item in shown
    ]
    return (
        texts.drafts.DOCUMENTS.format(count=len(found)),
        markup([*rows, *turning(Verb.DOCUMENTS, page, _PAGE, len(found))]),
    )


def turning(verb: Verb, page: int, size: int, count: int) -> list[list[InlineKeyboardButton]]:
    """Return the row of buttons that turn the pages of a list, where there are others."""
    turns = []
    if page > 0:
        turns.append(button(texts.chat.PREVIOUS, verb, page - 1))
    if (page + 1) * size < count:
        turns.append(button(texts.chat.NEXT, verb, page + 1))
    return [turns] if turns else []


async def document_page(services: Services, mark: str) -> Page | None:
    """Return one document as it stands in its file; None where it is gone."""
    found = await _find(services, mark)
    if found is None:
        return None
    body = found.text if len(found.text) <= _SHOWN else found.text[:_SHOWN] + "…"
    text = f"<b>{escape(_name(found))}</b>\n<pre>{escape(body)}</pre>"
    rows = [
        [button(texts.drafts.BUTTON_WITHDRAW, Verb.WITHDRAW, mark)],
        [button(texts.chat.BACK, Verb.DOCUMENTS, 0)],
    ]
    return text, markup(rows)


async def ask_reason(message: Message, mark: str, admin: int, services: Services) -> bool:
    """Ask why a document is withdrawn; False where it is gone."""
    found = await _find(services, mark)
    if found is None:
        return False
    await asyncio.to_thread(services.drafts.ask, admin, Turn(REASON, mark))
    await message.reply_text(texts.drafts.ASK_REASON.format(name=_name(found)))
    return True


async def withdraw_for(
    message: Message, mark: str, reason: str, admin: int, services: Services
) -> None:
    """Withdraw a document for the reason that was written."""
    found = await _find(services, mark)
    if found is None:
        await message.reply_text(texts.drafts.NO_DOCUMENT)
        return
    begun = texts.drafts.WITHDRAWING.format(name=_name(found))
    await told(
        message,
        begun,
        services,
        lambda tell: withdraw(services, found, admin, reason, tell),
    )


async def _find(services: Services, mark: str) -> PublishedDocument | None:
    found = await asyncio.to_thread(services.published.documents)
    return next((item for item in found if item.mark == mark), None)


def _name(document: PublishedDocument) -> str:
    return f"{document.kind}/{document.key}"
