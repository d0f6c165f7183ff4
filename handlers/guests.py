"""Guest mode: the short card in a chat that the bot is no member of, where it is mentioned.

The owner switches it on at BotFather. Where it is off, or an app does not know it, no such
update comes, and an inline query brings a card into the same chats.
"""

from __future__ import annotations

import logging

from telegram import Update
from telegram.error import TelegramError

from handlers import texts
from handlers.groups import is_by_a_person, question_in
from handlers.inline_results import ANSWER, note_result, paused_result, short_result
from handlers.limits import Admission
from handlers.services import Context, services_of

logger = logging.getLogger(__name__)

GUEST = "guest"


async def on_guest_message(update: Update, context: Context) -> None:
    """Answer who mentions the bot as a guest; once, since a query takes one answer."""
    message = update.guest_message
    if message is None or not is_by_a_person(message):
        return
    services = services_of(context)
    # The number of the chat may be that of another one, which knows us as a member.
    if services.quota.admit((GUEST, message.chat_id)) is not Admission.YES:
        return
    question = question_in(message, context.bot)
    if services.pause.is_on:
        result = paused_result()
    elif question:
        person = message.from_user.id if message.from_user else None
        answer, _ = await services.ask(question, GUEST, person=person)
        result = short_result(answer, context.bot.username)
    else:
        result = note_result(ANSWER, texts.inline.ASK_PRIVATELY, texts.groups.GUEST_USAGE)
    try:
        await message.answer_guest_query(result)
    except TelegramError as error:
        # There is nowhere else to say it: we are no member of this chat.
        logger.warning("a guest query could not be answered: %s", type(error).__name__)
