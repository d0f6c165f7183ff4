"""Who may give the commands of admins.

Admins are the numeric ids in NETRA_ADMIN_IDS, in private chats only. Anyone else gets the
reply to an unknown command, so that nobody can tell that these commands exist.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

from telegram import Update

from handlers import texts
from handlers.questions import on_unknown_command
from handlers.services import Context, services_of

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]


def admins_only(handler: Handler) -> Handler:
    """Return ``handler`` for admins, and the reply to an unknown command for others."""

    @wraps(handler)
    async def guarded(update: Update, context: Context) -> None:
        user = update.effective_user
        is_admin = user is not None and user.id in services_of(context).settings.admin_ids
        await (handler if is_admin else on_unknown_command)(update, context)

    return guarded


def alone(handler: Handler) -> Handler:
    """Return ``handler`` for a command with nothing behind it; else only say how it is sent.

    Somebody who writes more means something that the command does not do.
    """

    @wraps(handler)
    async def guarded(update: Update, context: Context) -> None:
        message = update.effective_message
        if message and message.text and context.args:
            command = message.text.split()[0].partition("@")[0]
            await message.reply_text(texts.admin.ALONE.format(command=command))
        else:
            await handler(update, context)

    return guarded
