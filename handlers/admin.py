"""Commands of admins: reload the knowledge base, see how the bot is.

Admins are the numeric ids in NETRA_ADMIN_IDS, in private chats only. Anyone else gets the
reply to an unknown command, so that nobody can tell that these commands exist.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from functools import wraps
from html import escape
from typing import Any

from telegram import Message, Update
from telegram.error import TelegramError

from handlers import texts
from handlers.questions import on_unknown_command
from handlers.reload import reload_knowledge
from handlers.services import Context, Services, services_of

logger = logging.getLogger(__name__)

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]

_PROGRESS_SECONDS = 2.0


def admins_only(handler: Handler) -> Handler:
    """Return ``handler`` for admins, and the reply to an unknown command for others."""

    @wraps(handler)
    async def guarded(update: Update, context: Context) -> None:
        user = update.effective_user
        is_admin = user is not None and user.id in services_of(context).settings.admin_ids
        await (handler if is_admin else on_unknown_command)(update, context)

    return guarded


@admins_only
async def on_reload(update: Update, context: Context) -> None:
    """Load the content anew while the old knowledge answers; swap in one step."""
    message = update.effective_message
    if message is None:
        return
    services = services_of(context)
    notice = texts.admin.RELOAD_BUSY if services.reloading.locked() else texts.admin.RELOAD_STARTED
    report = await message.reply_text(notice)
    async with services.reloading:
        result = await reload_knowledge(services, _Progress(report))
        await _edit(report, result.report)


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


class _Progress:
    """Edits the admin's message from the loading thread, not more often than is polite."""

    def __init__(self, report: Message) -> None:
        self._report = report
        self._loop = asyncio.get_running_loop()
        self._last = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() - self._last < _PROGRESS_SECONDS:
            return
        self._last = time.monotonic()
        text = texts.admin.RELOAD_PROGRESS.format(done=done, total=total)
        asyncio.run_coroutine_threadsafe(_edit(self._report, text), self._loop)


async def _edit(report: Message, text: str) -> None:
    try:
        await report.edit_text(text)
    except TelegramError:
        logger.warning("the reload report could not be edited")
