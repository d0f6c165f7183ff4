"""Admins decide about drafts: buttons, and messages that fill in what was asked for.

What an admin was asked for lies in the journal, so that a conversation outlives a restart;
/batal leaves it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from contextlib import suppress

from pydantic import ValidationError
from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.constants import ParseMode
from telegram.error import TelegramError

from errors import NetraError
from handlers import texts
from handlers.admin import admins_only
from handlers.documents import REASON, ask_reason, document_page, documents_page, withdraw_for
from handlers.draft_buttons import Request, Verb, request
from handlers.previews import ARTICLE_FIELDS
from handlers.progress import told
from handlers.publishing import closed, publish
from handlers.questions import on_question
from handlers.services import Context, Services, services_of
from handlers.uploads import show_draft
from journal.drafts import State, Turn
from knowledge.proposals import ArticleProposal, Proposal, read_proposal
from knowledge.schema import Article

_EMPTY = "-"
_DATE = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


async def on_text(update: Update, context: Context) -> None:
    """Take what an admin was asked for; any other text is a question."""
    message, user = update.effective_message, update.effective_user
    services = services_of(context)
    if message and user and user.id in services.settings.admin_ids:
        turn = await asyncio.to_thread(services.drafts.turn, user.id)
        if turn:
            await _answered(message, turn, user.id, services)
            return
    await on_question(update, context)


@admins_only
async def on_cancel(update: Update, context: Context) -> None:
    """Leave what was asked for; drafts stay."""
    message, user = update.effective_message, update.effective_user
    if message is None or user is None:
        return
    drafts = services_of(context).drafts
    was_asked = await asyncio.to_thread(drafts.turn, user.id) is not None
    await asyncio.to_thread(drafts.ask, user.id, None)
    said = texts.drafts.CANCELLED if was_asked else texts.drafts.NOTHING_TO_CANCEL
    await message.reply_text(said)


async def on_draft_button(
    query: CallbackQuery, message: Message, argument: str, services: Services
) -> bool:
    """Do what a button of admins says; False where it is not theirs, or fits nothing."""
    wanted = request(argument)
    if wanted is None or query.from_user.id not in services.settings.admin_ids:
        return False
    try:
        return await _pressed(message, wanted, query.from_user.id, services)
    except NetraError as error:
        await message.reply_text(str(error))
        return True


async def _pressed(message: Message, wanted: Request, admin: int, services: Services) -> bool:
    match wanted.verb:
        case Verb.DOCUMENTS:
            await _replace(message, *await documents_page(services, wanted.number))
        case Verb.DOCUMENT:
            page = await document_page(services, wanted.arguments[0])
            if page is None:
                return False
            await _replace(message, *page)
        case Verb.WITHDRAW:
            return await ask_reason(message, wanted.arguments[0], admin, services)
        case _:
            await _decide(message, wanted, admin, services)
    return True


async def _decide(message: Message, wanted: Request, admin: int, services: Services) -> None:
    """Do something with a draft, which must still be one."""
    number = wanted.number
    draft = await asyncio.to_thread(services.drafts.get, number)
    if draft is None or draft.state is not State.DRAFT:
        await _without_buttons(message)
        await message.reply_text(closed(number, draft))
    elif wanted.verb is Verb.PUBLISH:
        await _publish(message, number, admin, services)
    elif wanted.verb is Verb.DISCARD:
        await _discard(message, number, admin, services)
    elif wanted.verb is Verb.EDIT:
        await _ask_field(message, number, wanted.choice, admin, services)


async def _publish(message: Message, number: int, admin: int, services: Services) -> None:
    begun = texts.drafts.PUBLISHING.format(number=number)
    result = await told(
        message, begun, services, lambda progress: publish(services, number, admin, progress)
    )
    if result.serves:
        await _without_buttons(message)


async def _discard(message: Message, number: int, admin: int, services: Services) -> None:
    if await asyncio.to_thread(services.drafts.close_draft, number, State.DISCARDED, admin):
        await asyncio.to_thread(services.audit.add, admin, "buang", f"draf {number}", None)
    await _without_buttons(message)
    await message.reply_text(texts.drafts.DISCARDED.format(number=number))


async def _ask_field(
    message: Message, number: int, field: str, admin: int, services: Services
) -> None:
    if field not in ARTICLE_FIELDS:
        return
    await asyncio.to_thread(services.drafts.ask, admin, Turn(field, str(number)))
    label = ARTICLE_FIELDS[field].lower()
    await message.reply_text(texts.drafts.ASK_FIELD.format(field=label, number=number))


async def _answered(message: Message, turn: Turn, admin: int, services: Services) -> None:
    """Use a message as the answer to what was asked; ask again where it does not fit."""
    text = (message.text or "").strip()
    try:
        if turn.asked == REASON:
            await asyncio.to_thread(services.drafts.ask, admin, None)
            await withdraw_for(message, turn.subject, text, admin, services)
            return
        number = int(turn.subject)
        draft = await asyncio.to_thread(services.drafts.get, number)
        if draft is None or draft.state is not State.DRAFT:
            await asyncio.to_thread(services.drafts.ask, admin, None)
            await message.reply_text(closed(number, draft))
            return
        changed = _with_field(read_proposal(draft.body), turn.asked, text)
        if isinstance(changed, str):
            await message.reply_text(changed)
            return
        await asyncio.to_thread(services.drafts.change, number, changed.model_dump_json())
        await asyncio.to_thread(services.drafts.ask, admin, None)
        await show_draft(message, number, services)
    except NetraError as error:
        await message.reply_text(str(error))


def _with_field(proposal: Proposal, field: str, text: str) -> Proposal | str:
    """Return the proposal with another value in a field, or why that cannot be."""
    assert isinstance(proposal, ArticleProposal)
    value: object = None if text == _EMPTY else text
    if field == "date" and value is not None:
        value = _date(text)
        if value is None:
            return texts.drafts.BAD_DATE
    fields = {**proposal.article.model_dump(), field: value}
    try:
        return proposal.model_copy(update={"article": Article.model_validate(fields)})
    except ValidationError as error:
        return texts.drafts.BAD_FIELD.format(reason=error.errors()[0]["msg"])


def _date(text: str) -> dt.date | None:
    if found := _DATE.fullmatch(text):
        day, month, year = found.groups()
        text = f"{year}-{int(month):02}-{int(day):02}"
    with suppress(ValueError):
        return dt.date.fromisoformat(text)
    return None


async def _replace(message: Message, text: str, keyboard: InlineKeyboardMarkup) -> None:
    with suppress(TelegramError):
        await message.edit_text(text, parse_mode=ParseMode.HTML, reply_markup=keyboard)


async def _without_buttons(message: Message) -> None:
    # A courtesy: pressed again, the buttons say kindly that it is done.
    with suppress(TelegramError):
        await message.edit_reply_markup(None)
