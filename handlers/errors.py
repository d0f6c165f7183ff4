"""The one error handler: whatever a handler raises ends here, and the bot goes on."""

from __future__ import annotations

import logging

from telegram import Update
from telegram.error import BadRequest, Forbidden, TelegramError

from handlers import texts
from handlers.alerts import Alert
from handlers.refusals import is_not_allowed
from handlers.services import Context, services_of
from handlers.turns import Turns

logger = logging.getLogger(__name__)

ALARMING = 10
"""Failures in :data:`ALARMING_SECONDS` of which admins are told."""
ALARMING_SECONDS = 300.0


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
    logger.error("a handler failed", exc_info=error)
    _count(context)
    # In a chat that we are a guest of there is nowhere to say it.
    if isinstance(update, Update) and update.effective_message and not update.guest_message:
        try:
            await update.effective_message.reply_text(texts.chat.SOMETHING_WENT_WRONG)
        except TelegramError:
            logger.warning("the apology could not be sent either")


def _count(context: Context) -> None:
    """Count a failure; tell admins where there are many, without keeping anybody waiting."""
    services = services_of(context)
    services.metrics.count_error()
    services.failures.add()
    recent = services.failures.within(ALARMING_SECONDS)
    if recent >= ALARMING:
        text = texts.status.ALERT_ERRORS.format(count=recent, minutes=round(ALARMING_SECONDS / 60))
        context.application.create_task(services.alerts.tell(Alert.ERRORS, text))
