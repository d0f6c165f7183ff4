"""One message that is edited as long work goes on."""

from __future__ import annotations

import asyncio
import logging
from types import TracebackType

from telegram import InlineKeyboardMarkup, Message
from telegram.error import TelegramError

logger = logging.getLogger(__name__)

_SECONDS = 2.0
"""Between two edits; more often would meet Telegram's limits."""


class LiveMessage:
    """Shows what was told last, not more often than is polite; the last word comes last.

    Use it in ``async with``; :meth:`show` may be called from any thread meanwhile.
    """

    def __init__(self, message: Message) -> None:
        self._message = message
        self._loop = asyncio.get_running_loop()
        self._text = ""
        self._news = asyncio.Event()
        self._editing = asyncio.Lock()

    async def __aenter__(self) -> LiveMessage:
        self._task = asyncio.create_task(self._keep_editing())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._task.cancel()

    def show(self, text: str) -> None:
        """Let the message say ``text`` soon, unless there is something newer by then."""
        self._text = text
        self._loop.call_soon_threadsafe(self._news.set)

    async def finish(self, text: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
        """Let the message say ``text`` for good."""
        async with self._editing:
            # Cancelled where no edit is under way that could arrive after this one.
            self._task.cancel()
            await self._edit(text, keyboard)

    async def _keep_editing(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            async with self._editing:
                await self._edit(self._text)
            await asyncio.sleep(_SECONDS)

    async def _edit(self, text: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
        try:
            await self._message.edit_text(text, reply_markup=keyboard)
        except TelegramError:
            logger.warning("a report of progress could not be edited")
