"""One message to an admin that is edited while something takes its time."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from telegram import Message
from telegram.error import TelegramError

from handlers import texts
from handlers.publishing import Change
from handlers.services import Services
from retrieval.embedding import Progress

logger = logging.getLogger(__name__)

_SECONDS = 2.0


async def told(
    message: Message,
    begun: str,
    services: Services,
    change: Callable[[Progress], Awaitable[Change]],
) -> Change:
    """Do ``change``; one reply says that it waits or has begun, how far it is, how it ended."""
    first = texts.drafts.WAITING if services.reloading.locked() else begun
    report = await message.reply_text(first)
    result = await change(_Shown(report))
    await _edit(report, result.report)
    return result


class _Shown:
    """Progress that edits a message from any thread, not more often than is polite."""

    def __init__(self, report: Message) -> None:
        self._report = report
        self._loop = asyncio.get_running_loop()
        self._last = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() - self._last < _SECONDS:
            return
        self._last = time.monotonic()
        text = texts.drafts.PROGRESS.format(done=done, total=total)
        asyncio.run_coroutine_threadsafe(_edit(self._report, text), self._loop)


async def _edit(report: Message, text: str) -> None:
    try:
        await report.edit_text(text)
    except TelegramError:
        logger.warning("a report to an admin could not be edited")
