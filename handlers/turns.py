"""Taking turns: which updates are handled at the same time, and when one counts as done.

One chat holds few turns, so that a slow or flooded one never takes them all, and what is
beyond the allowance of a person takes none. An update is done when its handlers have ended;
one whose answer could not be sent is handled again later; and one that is interrupted when
the process stops stays in the inbox.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import ExitStack, asynccontextmanager
from typing import Any

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter
from telegram.ext import BaseUpdateProcessor

from handlers.allowance import Allowance
from handlers.flood import seconds, settling
from handlers.limits import Admission
from handlers.metrics import Metrics
from handlers.receiving import Receiver

logger = logging.getLogger(__name__)

DRAIN_SECONDS = 6.0
"""How long handlers under way may go on after the process was told to stop."""
AT_ONCE = 128
_PER_CHAT = 4
# The library's own limit comes before ours and knows nothing of chats.
_NO_LIMIT = 1_000_000
_FIRST_DELAY = 5.0
_LONGEST_DELAY = 300.0


class _Line:
    """The turns of one chat, and how many updates hold one or wait for it."""

    def __init__(self) -> None:
        self.turns = asyncio.Semaphore(_PER_CHAT)
        self.length = 0


class Turns(BaseUpdateProcessor):
    """Gives each update its turn and tells the receiver when it is done.

    ``again`` gets an update that is to be handled once more.
    """

    def __init__(
        self,
        receiver: Receiver,
        again: Callable[[Update], None],
        metrics: Metrics,
        allowance: Allowance,
    ) -> None:
        super().__init__(_NO_LIMIT)
        self._receiver = receiver
        self._again = again
        self._metrics = metrics
        self._allowance = allowance
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._lines: dict[object, _Line] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._draining = False
        self._later: dict[int, float] = {}
        self._delays: dict[int, float] = {}

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to put away."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle one update when it is its turn."""
        assert isinstance(coroutine, Coroutine)
        try:
            if isinstance(update, Update):
                await self._handle(update, coroutine)
            else:
                await coroutine
        finally:
            coroutine.close()

    async def _handle(self, update: Update, coroutine: Coroutine[Any, Any, None]) -> None:
        began = time.monotonic()
        admission = self._admit(update)
        if admission is Admission.NO:
            await self._end(update, began)
            return
        async with self._turn(update):
            with ExitStack() as settled:
                settling.set(settled)
                if not self._receiver.is_under_way(update.update_id):
                    # Its sender had everything erased meanwhile.
                    self._delays.pop(update.update_id, None)
                    return
                await self._receiver.attempt(update.update_id)
                if self._draining:
                    return
                told = admission is Admission.TELL
                work = self._allowance.tell(update) if told else coroutine
                if await self._run(work):
                    await self._end(update, began)

    def postpone(self, update: Update, error: Exception | None) -> bool:
        """Handle ``update`` again later if ``error`` kept its answer from being sent.

        Return whether it will be; presses and inline queries do not wait that long.
        """
        waits = update.callback_query is None and update.inline_query is None
        passes = isinstance(error, NetworkError | RetryAfter)
        if not waits or not passes or isinstance(error, BadRequest | Forbidden):
            return False
        number = update.update_id
        delay = self._delays.get(number, _FIRST_DELAY)
        self._delays[number] = min(2 * delay, _LONGEST_DELAY)
        least = seconds(error) if isinstance(error, RetryAfter) else 0.0
        self._later[number] = max(delay, least)
        return True

    @property
    def draining(self) -> bool:
        """Whether nothing is begun any more."""
        return self._draining

    def drain(self) -> None:
        """Begin nothing any more; interrupt what is still under way after a while."""
        if not self._draining:
            self._draining = True
            asyncio.get_running_loop().call_later(DRAIN_SECONDS, self._interrupt)

    def _interrupt(self) -> None:
        for task in self._tasks:
            task.cancel()

    def _admit(self, update: Update) -> Admission:
        # One that is handled again was admitted before.
        is_again = update.update_id in self._delays
        return Admission.YES if is_again else self._allowance.admit(update)

    async def _run(self, coroutine: Coroutine[Any, Any, Any]) -> bool:
        """Run the handlers; return whether they came to an end."""
        task = asyncio.ensure_future(coroutine)
        self._tasks.add(task)
        try:
            await task
        except asyncio.CancelledError:
            if not self._draining:
                raise
            return False
        finally:
            self._tasks.discard(task)
        return True

    async def _end(self, update: Update, began: float) -> None:
        delay = self._later.pop(update.update_id, None)
        if delay is None:
            self._delays.pop(update.update_id, None)
            await self._receiver.finish(update.update_id)
            self._metrics.count_update(update, time.monotonic() - began)
        elif not self._draining:
            logger.warning("an answer could not be sent; trying again in %.0f s", delay)
            asyncio.get_running_loop().call_later(delay, self._resume, update)

    def _resume(self, update: Update) -> None:
        # Once the application stops, nobody takes from the queue: it stays in the inbox.
        if not self._draining:
            self._again(update)

    @asynccontextmanager
    async def _turn(self, update: Update) -> AsyncIterator[None]:
        key = _line_of(update)
        line = self._lines.setdefault(key, _Line())
        line.length += 1
        try:
            async with line.turns, self._turns:
                yield
        finally:
            line.length -= 1
            if not line.length:
                del self._lines[key]


def _line_of(update: Update) -> object:
    """Return whose turns an update takes: a chat's, or a person's for presses and queries.

    The latter expire within seconds and must not stand behind messages.
    """
    if update.callback_query is None and update.inline_query is None and update.effective_chat:
        return ("chat", update.effective_chat.id)
    return ("person", update.effective_user.id if update.effective_user else 0)
