"""The one error handler: whatever a handler raises ends here, and the bot goes on."""

from __future__ import annotations

import logging

from telegram import Update
from telegram.error import BadRequest, Forbidden, TelegramError

from handlers import texts
from handlers.refusals import is_not_allowed
from handlers.services import Context, services_of
from handlers.turns import Turns

logger = logging.getLogger(__name__)


async def on_error(update: object, context: Context) -> None:
    """Log what failed, without any content of messages, and apologise where that can be."""
    error = context.error
    if isinstance(error, Forbidden):
        logger.info("a chat has blocked the bot or is gone")
        return
    if isinstance(error, BadRequest) and is_not_allowed(error):
        logger.info("a group does not let the bot write")
        return
    turns = context.application.update_processor
    if isinstance(update, Update) and isinstance(turns, Turns) and turns.postpone(update, error):
        return
    services_of(context).metrics.count_error()
    logger.error("a handler failed", exc_info=error)
    # In a chat that we are a guest of there is nowhere to say it.
    if isinstance(update, Update) and update.effective_message and not update.guest_message:
        try:
            await update.effective_message.reply_text(texts.chat.SOMETHING_WENT_WRONG)
        except TelegramError:
            logger.warning("the apology could not be sent either")
