"""Admins decide about drafts by buttons; what they write is read in ``replies_of_admins.py``."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from telegram import CallbackQuery, InlineKeyboardMarkup, Message
from telegram.constants import ParseMode
from telegram.error import TelegramError

from errors import NetraError
from handlers import texts
from handlers.asking import ask_step, class_rows
from handlers.documents import (
    Page,
    ask_reason,
    document_page,
    documents_page,
)
from handlers.draft_buttons import Request, Verb, button, request
from handlers.previews import ARTICLE_FIELDS
from handlers.progress import told
from handlers.publishing import closed, publish
from handlers.reload import NAMED
from handlers.services import Services
from handlers.showing import asked_by_people, show_draft
from handlers.steps import Step, completed, next_step, with_choice, without
from handlers.unanswered import begin_draft, group_page, unanswered_page
from journal.drafts import State, Turn
from knowledge.proposals import (
    FromQuestions,
    Proposal,
    QuestionProposal,
    SituationProposal,
    read_proposal,
)

WHY_FORCE = "why_force"
"""What an admin is asked for who publishes what the gate calls worse."""


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
    page: Page | None
    match wanted.verb:
        case Verb.DOCUMENTS:
            page = await documents_page(services, wanted.number)
        case Verb.DOCUMENT:
            page = await document_page(services, wanted.first)
        case Verb.UNANSWERED:
            page = await unanswered_page(services, wanted.number)
        case Verb.GROUP:
            page = await group_page(services, wanted.number)
        case Verb.WITHDRAW:
            return await ask_reason(message, wanted.first, admin, services)
        case Verb.ATTACH | Verb.NEW | Verb.OUT:
            await _begin(message, wanted, admin, services)
            return True
        case _:
            await _decide(message, wanted, admin, services)
            return True
    if page is None:
        await message.reply_text(texts.drafts.NO_GROUP)
    else:
        await _replace(message, *page)
    return True


async def _begin(message: Message, wanted: Request, admin: int, services: Services) -> None:
    """Make a draft of a group of questions, and ask for what it needs."""
    number = await begin_draft(services, wanted.verb, wanted.number, admin)
    draft = await asyncio.to_thread(services.drafts.get, number or 0)
    if number is None or draft is None:
        await message.reply_text(texts.drafts.NO_GROUP)
        return
    await go_on(message, number, read_proposal(draft.body), admin, services)


async def go_on(
    message: Message, number: int, proposal: Proposal, admin: int, services: Services
) -> None:
    """Keep a draft and ask for what it lacks; show it where it lacks nothing."""
    if not await asyncio.to_thread(services.drafts.change, number, proposal.model_dump_json()):
        draft = await asyncio.to_thread(services.drafts.get, number)
        await message.reply_text(closed(number, draft))
        return
    if isinstance(proposal, FromQuestions):
        asked = await asked_by_people(services, proposal)
        if step := next_step(proposal, asked):
            await ask_step(message, number, proposal, asked, step, admin, services)
            return
    await asyncio.to_thread(services.drafts.ask, admin, None)
    await show_draft(message, number, services)


async def _decide(message: Message, wanted: Request, admin: int, services: Services) -> None:
    """Do something with a draft, which must still be one."""
    number = wanted.number
    draft = await asyncio.to_thread(services.drafts.get, number)
    if draft is None or draft.state is not State.DRAFT:
        await _without_buttons(message)
        await message.reply_text(closed(number, draft))
    elif wanted.verb is Verb.PUBLISH:
        await publish_for(message, number, admin, services)
    elif wanted.verb is Verb.FORCE:
        subject = f"{number}:{wanted.choice}"
        await asyncio.to_thread(services.drafts.ask, admin, Turn(WHY_FORCE, subject))
        await message.reply_text(texts.drafts.ASK_FORCE.format(number=number))
    elif wanted.verb is Verb.DISCARD:
        await _discard(message, number, admin, services)
    else:
        await _edit(message, wanted, read_proposal(draft.body), admin, services)


async def _edit(
    message: Message, wanted: Request, proposal: Proposal, admin: int, services: Services
) -> None:
    """Change a draft as a button says, or ask for what to change it to."""
    if not isinstance(proposal, FromQuestions):
        await _ask_field(message, wanted.number, wanted.choice, admin, services)
        return
    changed: QuestionProposal | None = None
    match wanted.verb:
        case Verb.EDIT if wanted.choice in list(Step):
            changed = without(proposal, Step(wanted.choice))
        case Verb.DONE:
            changed = completed(proposal)
        case Verb.PICK:
            changed = with_choice(proposal, wanted.choice, services.engine.index.knowledge)
    if changed is None:
        await message.reply_text(texts.chat.BUTTON_EXPIRED)
    elif wanted.choice[:1] in ("+", "-") and isinstance(changed, SituationProposal):
        body = changed.model_dump_json()
        await asyncio.to_thread(services.drafts.change, wanted.number, body)
        with suppress(TelegramError):
            rows = class_rows(wanted.number, changed)
            await message.edit_reply_markup(InlineKeyboardMarkup(rows))
    else:
        await go_on(message, wanted.number, changed, admin, services)


async def publish_for(
    message: Message,
    number: int,
    admin: int,
    services: Services,
    forced: str | None = None,
    reason: str | None = None,
) -> None:
    begun = texts.drafts.PUBLISHING.format(number=number)
    result = await told(
        message,
        begun,
        services,
        lambda tell: publish(services, number, admin, tell, forced, reason),
        lambda version: button(texts.drafts.BUTTON_FORCE, Verb.FORCE, number, version[:NAMED]),
    )
    if result.serves and reason is None:
        await _without_buttons(message)


async def _discard(message: Message, number: int, admin: int, services: Services) -> None:
    if await asyncio.to_thread(services.drafts.close_draft, number, State.DISCARDED, admin):
        await asyncio.to_thread(services.audit.add, admin, "buang", f"draf {number}")
    await _without_buttons(message)
    # It may be somebody else's press that came first.
    draft = await asyncio.to_thread(services.drafts.get, number)
    await message.reply_text(closed(number, draft))


async def _ask_field(
    message: Message, number: int, field: str, admin: int, services: Services
) -> None:
    if field not in ARTICLE_FIELDS:
        return
    await asyncio.to_thread(services.drafts.ask, admin, Turn(field, str(number)))
    label = ARTICLE_FIELDS[field].lower()
    await message.reply_text(texts.drafts.ASK_FIELD.format(field=label, number=number))


async def _replace(message: Message, text: str, keyboard: InlineKeyboardMarkup | None) -> None:
    with suppress(TelegramError):
        await message.edit_text(text, parse_mode=ParseMode.HTML, reply_markup=keyboard)


async def _without_buttons(message: Message) -> None:
    # A courtesy: pressed again, the buttons say kindly that it is done.
    with suppress(TelegramError):
        await message.edit_reply_markup(None)
