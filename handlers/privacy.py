"""/privasi says what is kept; /hapus_data erases it, after one question back."""

from __future__ import annotations

import asyncio
import logging

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import BadRequest
from telegram.ext import ExtBot

from errors import StorageError
from handlers import texts
from handlers.receiving import ReceivingBot
from handlers.refusals import is_not_modified, is_too_late
from handlers.services import Context, Services, services_of
from journal.backup import KEPT
from journal.retention import CONVERSATION, FEEDBACK_WINDOW

logger = logging.getLogger(__name__)

ERASE = "hapus:ya"
KEEP = "hapus:batal"
CHOICES = f"^(?:{ERASE}|{KEEP})$"
"""What callback data of the two buttons looks like."""


async def on_privacy(update: Update, context: Context) -> None:
    """Say what is kept, how long and why."""
    if message := update.effective_message:
        await message.reply_html(
            texts.privacy.PRIVACY.format(
                days=services_of(context).settings.retention_days,
                hours=round(FEEDBACK_WINDOW.total_seconds() / 3600),
                minutes=round(CONVERSATION.total_seconds() / 60),
                kept=KEPT,
            )
        )


async def on_erase_command(update: Update, context: Context) -> None:
    """Ask whether everything is to be erased."""
    if message := update.effective_message:
        await message.reply_text(
            texts.privacy.ERASE_CONFIRM,
            reply_markup=InlineKeyboardMarkup(
                [
                    [InlineKeyboardButton(texts.privacy.ERASE_YES, callback_data=ERASE)],
                    [InlineKeyboardButton(texts.privacy.ERASE_NO, callback_data=KEEP)],
                ]
            ),
        )


async def on_erase_choice(update: Update, context: Context) -> None:
    """Erase what is kept of whoever pressed, or leave it; say which."""
    query = update.callback_query
    if query is None:
        return
    try:
        await query.answer()
    except BadRequest as error:
        if not is_too_late(error):
            raise
    if query.data == KEEP:
        said = texts.privacy.ERASE_CANCELLED
    else:
        said = await _erase(services_of(context), context.bot, query.from_user.id)
    if isinstance(query.message, Message):
        try:
            await query.message.edit_text(said)
        except BadRequest as error:
            if not is_not_modified(error):
                raise


async def _erase(services: Services, bot: ExtBot[None], person: int) -> str:
    assert isinstance(bot, ReceivingBot)
    services.replies.forget(person)
    try:
        # What waits in the inbox comes first: answered later, it would be journalled anew.
        await bot.receiver.forget(person)
        await asyncio.to_thread(services.journal.erase, person)
    except StorageError as error:
        logger.error("an erasure failed: %s", error)
        return texts.privacy.ERASE_FAILED
    return texts.privacy.ERASED.format(kept=KEPT, days=services.settings.retention_days)
