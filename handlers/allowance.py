"""How much one person may write: so many messages a minute, one notice, then silence."""

from __future__ import annotations

import logging
from collections.abc import Collection

from telegram import Update
from telegram.constants import ChatType
from telegram.error import TelegramError

from handlers import texts
from handlers.limits import Admission, Quota

logger = logging.getLogger(__name__)


class Allowance:
    """What private chats may have: ``per_minute`` messages handled, but all of ``exempt``."""

    def __init__(self, per_minute: int, exempt: Collection[int] = ()) -> None:
        self._quota = Quota(per_minute)
        self._exempt = exempt

    def admit(self, update: Update) -> Admission:
        """Count a new or edited message in a private chat; whatever else it is may pass.

        When it was sent counts, by Telegram's clock, and not when it is handled: questions
        that waited for us while we were away are no flood.
        """
        message = update.message or update.edited_message
        # In a private chat the chat has the id of the person.
        if (
            message is None
            or message.chat.type != ChatType.PRIVATE
            or message.chat_id in self._exempt
        ):
            return Admission.YES
        sent = message.edit_date or message.date
        return self._quota.admit(message.chat_id, sent.timestamp())

    async def tell(self, update: Update) -> None:
        """Say kindly that it is too much for now."""
        if message := update.effective_message:
            try:
                await message.reply_text(texts.chat.ENOUGH)
            except TelegramError as error:
                # A courtesy; nobody waits for it later.
                logger.warning("a notice could not be sent: %s", type(error).__name__)
