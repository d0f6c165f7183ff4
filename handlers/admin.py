"""Who is an admin, and /status.

Admins are the numeric ids in NETRA_ADMIN_IDS, in private chats only. Anyone else gets the
reply to an unknown command, so that nobody can tell that these commands exist.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from html import escape
from typing import Any

from telegram import Update

from handlers import texts
from handlers.questions import on_unknown_command
from handlers.services import Context, Services, services_of

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]


def admins_only(handler: Handler) -> Handler:
    """Return ``handler`` for admins, and the reply to an unknown command for others."""

    @wraps(handler)
    async def guarded(update: Update, context: Context) -> None:
        user = update.effective_user
        is_admin = user is not None and user.id in services_of(context).settings.admin_ids
        await (handler if is_admin else on_unknown_command)(update, context)

    return guarded


@admins_only
async def on_status(update: Update, context: Context) -> None:
    """Say which version serves and what was asked of it."""
    message = update.effective_message
    if message is None:
        return
    services = services_of(context)
    index = services.engine.index
    counts = await asyncio.to_thread(services.journal.counts)
    knowledge = index.knowledge
    await message.reply_html(
        texts.admin.STATUS_REPORT.format(
            version=index.version[:12],
            model=escape(services.engine.encoder.name if services.engine.encoder else "—"),
            regulations=len(knowledge.regulations),
            provisions=sum(len(item.provisions) for item in knowledge.regulations),
            situations=len(knowledge.situations),
            articles=len(knowledge.articles),
            questions=counts.questions,
            useful=counts.useful,
            not_useful=counts.not_useful,
            troubles=_troubles(services),
            storage=_storage(services),
        )
    )


def _troubles(services: Services) -> str:
    counts = services.troubles.counts().items()
    listed = " · ".join(f"{texts.admin.TROUBLES[kind]} {count}" for kind, count in counts)
    return listed or texts.admin.NO_TROUBLE


def _storage(services: Services) -> str:
    troubles = [
        trouble for trouble in (services.store.trouble, services.journal.trouble) if trouble
    ]
    return "\n".join(f"⚠️ {escape(trouble)}" for trouble in troubles) or texts.admin.STORAGE_FINE
