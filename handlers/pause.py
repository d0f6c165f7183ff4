"""/jeda and /lanjut: the kill switch, and what people get while it is on.

While Netra is paused whatever would come out of the knowledge base is one calm notice. The
rest goes on: greetings and help, privacy and erasure, groups that switch the bot off, admins.
"""

from __future__ import annotations

import asyncio
from functools import wraps

from telegram import Update

from handlers import texts
from handlers.admin import Handler, admins_only, alone
from handlers.inline import CACHE_SECONDS
from handlers.services import Context, services_of
from journal.pause import Pause

_LONGEST_REASON = 500


@admins_only
async def on_pause(update: Update, context: Context) -> None:
    """Pause for the reason that stands behind the command."""
    message, admin = update.effective_message, update.effective_user
    if message is None or admin is None:
        return
    pause = services_of(context).pause
    reason = " ".join(context.args or [])[:_LONGEST_REASON]
    if not reason:
        await message.reply_text(texts.status.PAUSE_USAGE)
        return
    if pause.is_on and pause.entry:
        await message.reply_text(texts.status.PAUSE_ALREADY.format(reason=pause.entry.reason))
        return
    await asyncio.to_thread(pause.begin, admin.id, reason)
    await message.reply_text(
        texts.status.PAUSE_DONE.format(seconds=CACHE_SECONDS) + _unnoted(pause)
    )


@admins_only
@alone
async def on_resume(update: Update, context: Context) -> None:
    """Answer again."""
    message, admin = update.effective_message, update.effective_user
    if message is None or admin is None:
        return
    pause = services_of(context).pause
    if not pause.is_on:
        await message.reply_text(texts.status.RESUME_NEEDLESS)
        return
    await asyncio.to_thread(pause.end, admin.id)
    await message.reply_text(texts.status.RESUME_DONE + _unnoted(pause))


def unless_paused(handler: Handler) -> Handler:
    """Return ``handler``, which gives the notice instead while Netra is paused."""

    @wraps(handler)
    async def guarded(update: Update, context: Context) -> None:
        message = update.effective_message
        if message and services_of(context).pause.is_on:
            await message.reply_text(texts.pause.NOTICE)
        else:
            await handler(update, context)

    return guarded


def _unnoted(pause: Pause) -> str:
    return "" if pause.is_noted else texts.status.SWITCH_UNNOTED
