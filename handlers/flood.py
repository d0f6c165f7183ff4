"""The pace of what is sent: within Telegram's limits, and patient where it says wait.

Each chat has its own pace and waits for itself; all chats together have one more. A flood
reply in one chat holds up that chat only; flood replies in several at once mean that the bot
as a whole is too fast. What a person waits for at this moment (the answer to a button press
or an inline query, "typing…") is no message and is never held up.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from telegram.constants import FloodLimit
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut
from telegram.ext import BaseRateLimiter

from handlers.mending import Mending, Post, Result

LONGEST_WAIT = 20.0
"""Seconds that a call may be held up; beyond, it ends in RetryAfter."""
_ATTEMPTS = 3
_PAUSE = 0.5
_FLOODED_CHATS = 3
_CHATS = 1000
_TICK = 1e-6
# What the limits speak of; an edit is the answer to a press, and somebody is looking at it.
_MESSAGES = ("send", "copy", "forward")
# Late, these are of no use to anybody; and an answer must not wait for them.
_NEVER_AGAIN = frozenset({"sendChatAction", "answerInlineQuery"})


@dataclass(frozen=True)
class Limit:
    """How many may go at once, and how many a second in the long run."""

    burst: int
    per_second: float


PRIVATE = Limit(3, FloodLimit.MESSAGES_PER_SECOND_PER_CHAT)
_GROUP_BURST = 5
# In no minute more than allowed, even in one that begins with the burst.
GROUP = Limit(_GROUP_BURST, (FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP - _GROUP_BURST) / 60)
OVERALL = Limit(1, FloodLimit.MESSAGES_PER_SECOND)
_LONGEST_DOUBT = 3.0
_QUEUE = 16

settling: ContextVar[ExitStack | None] = ContextVar("settling", default=None)
"""Closed when it is on record that the update being handled is done."""


class Bucket:
    """A bucket of tokens: each message takes one, and they come back at an even pace."""

    def __init__(self, limit: Limit, now: float) -> None:
        self._limit = limit
        self._tokens = float(limit.burst)
        self._counted_at = now
        self._closed_until = now

    def wait(self, now: float) -> float:
        """Return the seconds until one more may go."""
        missing = 1.0 - self._available(now)
        wait = max(missing / self._limit.per_second, self._closed_until - now)
        # Less than a clock may show would be waited for in vain.
        return wait if wait > _TICK else 0.0

    def take(self, now: float) -> None:
        """Count one that goes."""
        self._tokens = self._available(now) - 1.0
        self._counted_at = now

    def close(self, until: float) -> None:
        """Let nothing go before ``until``."""
        self._closed_until = max(self._closed_until, until)

    def is_idle(self, now: float) -> bool:
        """Whether it is full and open, as a new one would be."""
        return self._available(now) >= self._limit.burst and self._closed_until <= now

    def _available(self, now: float) -> float:
        came_back = (now - self._counted_at) * self._limit.per_second
        return min(float(self._limit.burst), self._tokens + came_back)


class _Lane:
    """A bucket, and the order in which messages wait for it."""

    def __init__(self, limit: Limit, now: float) -> None:
        self.bucket = Bucket(limit, now)
        self.turn = asyncio.Lock()

    async def open(self) -> None:
        """Wait until one more may go; RetryAfter where that takes too long."""
        loop = asyncio.get_running_loop()
        while (wait := self.bucket.wait(loop.time())) > 0:
            if wait > LONGEST_WAIT:
                raise RetryAfter(dt.timedelta(seconds=wait))
            await asyncio.sleep(wait)


class Doubt:
    """Lets one answer out at a time, until it is on record that its question is done.

    A crash repeats every answer that is neither on its way nor known to have arrived; so there
    is at most one. But people do not wait for that: one that Telegram takes long to confirm
    steps aside, and where a queue forms, each does at once (docs/decisions/0011).
    """

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._waiting = 0
        self._holder: object = None
        self._timer: asyncio.TimerHandle | None = None

    async def enter(self, holder: object) -> None:
        """Wait until no answer but this one's own earlier part is in doubt."""
        if holder is self._holder:
            return
        self._waiting += 1
        try:
            await self._lock.acquire()
        finally:
            self._waiting -= 1
        self._holder = holder
        patience = _LONGEST_DOUBT if self._waiting < _QUEUE else 1 / OVERALL.per_second
        self._timer = asyncio.get_running_loop().call_later(patience, self.leave, holder)

    def leave(self, holder: object) -> None:
        """End the doubt about one answer; another one's stays."""
        if holder is self._holder and self._timer is not None:
            self._timer.cancel()
            self._holder = self._timer = None
            self._lock.release()


class Pace(BaseRateLimiter[None]):
    """Holds messages to the limits, and repeats those that were refused for a while."""

    def __init__(self, mending: Mending, overall: Limit = OVERALL) -> None:
        self._mending = mending
        self._limit = overall
        self._chats: dict[object, _Lane] = {}
        self._flooded: dict[object, float] = {}
        self._doubt = Doubt()

    async def initialize(self) -> None:
        """Begin with nothing sent."""
        self._overall = _Lane(self._limit, asyncio.get_running_loop().time())

    async def shutdown(self) -> None:
        """Nothing to put away."""

    async def process_request(
        self,
        callback: Post,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Result:
        """Make one request, again where it met a flood reply or a broken connection.

        Raises:
            RetryAfter: the chat, or the bot, has to wait longer than a call may be held up.
        """
        is_message = endpoint.startswith(_MESSAGES) and endpoint not in _NEVER_AGAIN
        chat = data.get("chat_id") if is_message else None
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                if not is_message:
                    return await self._mending.post(callback, endpoint, data, kwargs)
                await self._wait(chat)
                async with self._one_in_doubt():
                    return await self._mending.post(callback, endpoint, data, kwargs)
            except RetryAfter as error:
                wait = seconds(error)
                if is_message:
                    self._close(chat, wait)
                if endpoint in _NEVER_AGAIN or wait > LONGEST_WAIT or attempt == _ATTEMPTS:
                    raise
                if not is_message:
                    await asyncio.sleep(wait)
            except (BadRequest, TimedOut):
                raise
            except NetworkError:
                if not is_message or attempt == _ATTEMPTS:
                    raise
                await asyncio.sleep(_PAUSE * attempt)
        raise AssertionError("the last attempt returns or raises")

    async def _wait(self, chat: object) -> None:
        """Wait for the chat, then for all; count the message in both."""
        now = asyncio.get_running_loop().time
        lane = self._lane(chat, now())
        async with lane.turn:
            await lane.open()
            async with self._overall.turn:
                await self._overall.open()
                lane.bucket.take(now())
                self._overall.bucket.take(now())

    @asynccontextmanager
    async def _one_in_doubt(self) -> AsyncIterator[None]:
        update = settling.get()
        holder = update or object()
        await self._doubt.enter(holder)
        try:
            yield
        except BaseException:
            self._doubt.leave(holder)
            raise
        if update is None:
            self._doubt.leave(holder)
        else:
            update.callback(self._doubt.leave, holder)

    def _lane(self, chat: object, now: float) -> _Lane:
        if chat not in self._chats:
            if len(self._chats) >= _CHATS:
                self._chats = {
                    key: lane
                    for key, lane in self._chats.items()
                    if lane.turn.locked() or not lane.bucket.is_idle(now)
                }
            self._chats[chat] = _Lane(PRIVATE if _is_private(chat) else GROUP, now)
        return self._chats[chat]

    def _close(self, chat: object, wait: float) -> None:
        """Close the chat that was refused; everything, where several were at the same time."""
        now = asyncio.get_running_loop().time()
        self._lane(chat, now).bucket.close(now + wait)
        self._flooded = {key: until for key, until in self._flooded.items() if until > now}
        self._flooded[chat] = now + wait
        if len(self._flooded) >= _FLOODED_CHATS:
            self._overall.bucket.close(now + wait)


def seconds(error: RetryAfter) -> float:
    """Return how long Telegram says to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, dt.timedelta) else float(wait)


def _is_private(chat: object) -> bool:
    """Whether a chat is a person: groups and channels have negative numbers, or names."""
    return isinstance(chat, int) and chat > 0
