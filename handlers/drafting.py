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
from handlers.admin import admins_only, alone
from handlers.asking import ask_step, class_rows, offer
from handlers.documents import (
    REASON,
    Page,
    ask_reason,
    document_page,
    documents_page,
    withdraw_for,
)
from handlers.draft_buttons import Request, Verb, button, request
from handlers.previews import ARTICLE_FIELDS
from handlers.progress import told
from handlers.publishing import closed, publish
from handlers.questions import on_question
from handlers.reload import NAMED
from handlers.services import Context, Services, services_of
from handlers.showing import asked_by_people, show_draft
from handlers.steps import Step, completed, next_step, with_choice, with_text, without
from handlers.unanswered import begin_draft, group_page, unanswered_page
from journal.drafts import State, Turn
from knowledge.loader import explain
from knowledge.proposals import (
    ArticleProposal,
    FromQuestions,
    Proposal,
    QuestionProposal,
    SituationProposal,
    read_proposal,
)
from knowledge.schema import Article

WHY_FORCE = "why_force"
"""What an admin is asked for who publishes what the gate calls worse."""

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
@alone
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
    await _go_on(message, number, read_proposal(draft.body), admin, services)


async def _go_on(
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
        await _publish(message, number, admin, services)
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
        await _go_on(message, wanted.number, changed, admin, services)


async def _publish(
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


async def _answered(message: Message, turn: Turn, admin: int, services: Services) -> None:
    """Use a message as the answer to what was asked; ask again where it does not fit."""
    text = (message.text or "").strip()
    try:
        if turn.asked == REASON:
            await asyncio.to_thread(services.drafts.ask, admin, None)
            await withdraw_for(message, turn.subject, text, admin, services)
            return
        if turn.asked == WHY_FORCE:
            await asyncio.to_thread(services.drafts.ask, admin, None)
            named, _, version = turn.subject.partition(":")
            await _publish(message, int(named), admin, services, version, text)
            return
        number = int(turn.subject)
        draft = await asyncio.to_thread(services.drafts.get, number)
        if draft is None or draft.state is not State.DRAFT:
            await asyncio.to_thread(services.drafts.ask, admin, None)
            await message.reply_text(closed(number, draft))
            return
        await _filled_in(message, number, read_proposal(draft.body), turn, text, admin, services)
    except NetraError as error:
        await message.reply_text(str(error))


async def _filled_in(
    message: Message,
    number: int,
    proposal: Proposal,
    turn: Turn,
    text: str,
    admin: int,
    services: Services,
) -> None:
    if turn.asked in (Step.SITUATION, Step.BASIS):
        await offer(message, number, Step(turn.asked), text, services.engine)
        return
    try:
        changed: Proposal
        if isinstance(proposal, ArticleProposal):
            changed = _with_field(proposal, turn.asked, text)
        elif isinstance(proposal, FromQuestions):
            changed = with_text(proposal, Step(turn.asked), text)
        else:
            return
    except ValueError as error:
        await message.reply_text(texts.drafts.BAD_FIELD.format(reason=error))
        return
    await _go_on(message, number, changed, admin, services)


def _with_field(proposal: ArticleProposal, field: str, text: str) -> ArticleProposal:
    """Return the proposal with another value in a field.

    Raises:
        ValueError: it does not fit; the message says why.
    """
    value: object = None if text == _EMPTY else text
    if field == "date" and value is not None:
        value = _date(text)
    fields = {**proposal.article.model_dump(), field: value}
    try:
        return proposal.model_copy(update={"article": Article.model_validate(fields)})
    except ValidationError as error:
        raise ValueError("; ".join(explain(detail) for detail in error.errors())) from error


def _date(text: str) -> dt.date:
    if found := _DATE.fullmatch(text):
        day, month, year = found.groups()
        text = f"{year}-{int(month):02}-{int(day):02}"
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError(texts.drafts.BAD_DATE) from None


async def _replace(message: Message, text: str, keyboard: InlineKeyboardMarkup | None) -> None:
    with suppress(TelegramError):
        await message.edit_text(text, parse_mode=ParseMode.HTML, reply_markup=keyboard)


async def _without_buttons(message: Message) -> None:
    # A courtesy: pressed again, the buttons say kindly that it is done.
    with suppress(TelegramError):
        await message.edit_reply_markup(None)
