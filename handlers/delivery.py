"""Put what was rendered into a chat: as a reply, or in place of an earlier one."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from telegram import InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, TelegramError

from handlers.refusals import is_gone, is_not_modified

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_LATEST_EDIT = dt.timedelta(days=1)
_OLDEST_UNKNOWN = dt.timedelta(hours=48)


@dataclass(frozen=True)
class Reply:
    """Messages of valid HTML, each within Telegram's limits; the last has the buttons."""

    parts: Sequence[str]
    keyboard: InlineKeyboardMarkup | None = None


async def send(message: Message, reply: Reply, *, quote: bool = True) -> list[int]:
    """Send ``reply`` to ``message``, in its thread; return the ids of what was sent."""
    sent: list[int] = []
    for number, part in enumerate(reply.parts, start=1):
        one = await message.reply_html(
            part,
            do_quote=quote and number == 1,
            allow_sending_without_reply=True,
            reply_markup=reply.keyboard if number == len(reply.parts) else None,
            link_preview_options=NO_PREVIEW,
        )
        sent.append(one.message_id)
    return sent


async def replace(message: Message, reply: Reply, earlier: Sequence[int]) -> list[int]:
    """Put ``reply`` in place of the messages ``earlier``, anew where they were deleted."""
    bot = message.get_bot()
    head, *rest = reply.parts
    try:
        await bot.edit_message_text(
            head,
            chat_id=message.chat_id,
            message_id=earlier[0],
            parse_mode=ParseMode.HTML,
            reply_markup=None if rest else reply.keyboard,
            link_preview_options=NO_PREVIEW,
        )
    except BadRequest as error:
        if is_gone(error):
            return await send(message, reply)
        if not is_not_modified(error):
            raise
    for message_id in earlier[1:]:
        await _delete(message, message_id)
    return [earlier[0], *await send(message, Reply(rest, reply.keyboard), quote=False)]


def is_stale(edited: Message, *, answered: bool) -> bool:
    """Whether an edit is too old to be of interest, as those that wait during an outage are.

    What we do not know to have answered may have been answered before a restart.
    """
    now = dt.datetime.now(dt.UTC)
    if edited.edit_date and now - edited.edit_date > _LATEST_EDIT:
        return True
    return not answered and now - edited.date > _OLDEST_UNKNOWN


@asynccontextmanager
async def typing(message: Message) -> AsyncIterator[None]:
    """Show that an answer is on its way, while it is being made.

    When this ends Telegram has been told: told after the answer, it would show "typing…" below.
    """
    told = asyncio.create_task(_show_typing(message))
    try:
        yield
    finally:
        await told


async def _show_typing(message: Message) -> None:
    try:
        await message.reply_chat_action(ChatAction.TYPING)
    except TelegramError:
        # The action is a courtesy; whatever stops it will also meet the answer.
        return


async def _delete(message: Message, message_id: int) -> None:
    try:
        await message.get_bot().delete_message(message.chat_id, message_id)
    except BadRequest:
        return
