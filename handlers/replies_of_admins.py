"""What admins write when they were asked for something: a field of a draft, or a reason.

What an admin was asked for lies in the journal, so that a conversation outlives a restart;
/batal leaves it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from contextlib import suppress

from pydantic import ValidationError
from telegram import Message, Update

from errors import NetraError, StorageError
from handlers import texts
from handlers.admin import admins_only, alone
from handlers.asking import offer
from handlers.documents import REASON, withdraw_for
from handlers.drafting import WHY_FORCE, go_on, publish_for
from handlers.publishing import closed
from handlers.questions import on_question
from handlers.reload import WHY_LOAD, reload_for
from handlers.services import Context, Services, services_of
from handlers.steps import Step, with_text
from journal.drafts import State, Turn
from knowledge.loader import explain
from knowledge.proposals import ArticleProposal, FromQuestions, Proposal, read_proposal
from knowledge.schema import Article

_REASONS = (REASON, WHY_LOAD, WHY_FORCE)
_CANCEL = "/batal"
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


async def on_command_instead(update: Update, context: Context) -> None:
    """Ask for a reason no more where an admin sends a command instead of it.

    Stands before all other handlers. A question that came later would be taken for the reason.
    """
    message, user = update.effective_message, update.effective_user
    if message and user and message.text and not message.text.startswith(_CANCEL):
        # Where that cannot be written down, the command is to be obeyed all the same.
        with suppress(StorageError):
            drafts = services_of(context).drafts
            await asyncio.to_thread(drafts.ask_no_more, user.id, *_REASONS)


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


async def _answered(message: Message, turn: Turn, admin: int, services: Services) -> None:
    """Use a message as the answer to what was asked; ask again where it does not fit."""
    text = (message.text or "").strip()
    try:
        if turn.asked in _REASONS:
            await asyncio.to_thread(services.drafts.ask, admin, None)
            await _explained(message, turn, text, admin, services)
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


async def _explained(
    message: Message, turn: Turn, reason: str, admin: int, services: Services
) -> None:
    """Do what an admin was asked the reason of."""
    if turn.asked == WHY_LOAD:
        await reload_for(services, message, admin, turn.subject, reason)
    elif turn.asked == WHY_FORCE:
        named, _, version = turn.subject.partition(":")
        await publish_for(message, int(named), admin, services, version, reason)
    else:
        await withdraw_for(message, turn.subject, reason, admin, services)


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
    await go_on(message, number, changed, admin, services)


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
