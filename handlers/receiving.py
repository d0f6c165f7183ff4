"""Receiving: written down before Telegram may forget it, erased when it is done.

``Receiver`` stands between the inbox and the application. ``ReceivingBot`` gives it what
polling brings, and survives what can go wrong on that way by itself: the loop of the library
ends up asleep, where no signal wakes it, or stuck at an update that it cannot read.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from errors import StorageError
from handlers.flood import seconds
from handlers.updates import Malformed, is_by, number_of, read_update
from journal.inbox import Arrival, Inbox, Refusal

logger = logging.getLogger(__name__)

T = TypeVar("T")

_ROOM = 1000
"""How many updates may be under way; the rest waits at Telegram."""
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 30.0
_CONFLICTS = 6
"""Refusals in a row after which another instance is there to stay; about 20 seconds."""
_FAREWELL_SECONDS = 1.0
_TIDY_SECONDS = 5.0


class Receiver:
    """What is under way, and the inbox behind it."""

    def __init__(self, inbox: Inbox) -> None:
        self.inbox = inbox
        self._under_way: dict[int, asyncio.Event] = {}
        self._suspects: set[int] = set()
        self._room = asyncio.Event()
        self._room.set()
        # A thread of its own: the inbox must not wait for questions that are being answered.
        self._thread = ThreadPoolExecutor(1, "inbox")
        self._tidying: asyncio.Task[None] | None = None

    async def receive(self, raw: Sequence[object], bot: ExtBot[None]) -> list[Update]:
        """Write updates down; return those that are sound and new.

        What cannot be read is set aside. Where the inbox cannot be written, updates are
        handled all the same: an answer now is worth more than one that survives a crash.
        """
        updates: dict[int, Update] = {}
        arrivals: list[Arrival] = []
        refusals: list[Refusal] = []
        for item in raw:
            try:
                update, arrival = read_update(item, bot)
                arrivals.append(arrival)
                updates[update.update_id] = update
            except Malformed as error:
                refusals.append(error.refusal)
                logger.warning("an update was set aside: %s", error)
        new = set(updates) - set(self._under_way)
        try:
            new = await self.write(self.inbox.accept, arrivals, refusals)
        except StorageError as error:
            logger.error("received without being written down: %s", error)
        for number in new:
            self.begin(number)
        return [update for number, update in updates.items() if number in new]

    def begin(self, update_id: int, *, again: bool = False) -> asyncio.Event:
        """Count an update as under way; the event tells when it is not any more.

        ``again``: an earlier process ended with it, so each attempt is written down.
        """
        done = self._under_way[update_id] = asyncio.Event()
        if again:
            self._suspects.add(update_id)
        if len(self._under_way) >= _ROOM:
            self._room.clear()
        return done

    async def attempt(self, update_id: int) -> None:
        """Note that handlers are about to see an update, where that has ended badly before."""
        if update_id in self._suspects:
            try:
                await self.write(self.inbox.try_again, update_id)
            except StorageError as error:
                logger.error("an attempt could not be written down: %s", error)

    async def finish(self, update_id: int) -> None:
        """Erase an update that is done."""
        try:
            await self.write(self.inbox.finish, update_id)
        except StorageError as error:
            logger.error("a finished update could not be erased: %s", error)
        self._end(update_id)
        if self._tidying is None or self._tidying.done():
            self._tidying = asyncio.create_task(self._tidy_later())

    async def forget(self, person: int) -> None:
        """Erase what a person sent and what is not done; what was not begun never will be.

        Raises:
            StorageError: it could not be erased.
        """
        for number in await self.write(self.inbox.forget, partial(is_by, person)):
            self._end(number)

    def is_under_way(self, update_id: int) -> bool:
        """Whether an update is neither done nor erased."""
        return update_id in self._under_way

    def _end(self, update_id: int) -> None:
        self._suspects.discard(update_id)
        if done := self._under_way.pop(update_id, None):
            done.set()
        self._room.set()

    async def _tidy_later(self) -> None:
        """Leave nothing of what was erased in the log, also where something else still waits."""
        await asyncio.sleep(_TIDY_SECONDS)
        try:
            await self.write(self.inbox.tidy)
        except (StorageError, RuntimeError):
            # It will be tried after the next one; or everything is being closed.
            return

    async def rest(self) -> None:
        """Tidy no later: closing the inbox leaves nothing in the log either."""
        if self._tidying:
            self._tidying.cancel()
            await asyncio.gather(self._tidying, return_exceptions=True)

    @property
    def has_room(self) -> bool:
        """Whether more may be received now."""
        return self._room.is_set()

    async def room(self) -> None:
        """Wait until more may be received."""
        await self._room.wait()

    async def set_aside(self, refusal: Refusal) -> None:
        """Give up on an update that was accepted."""
        logger.warning("an update was set aside: %s", refusal.problem)
        await self.write(self.inbox.set_aside, refusal)

    async def write(self, method: Callable[..., T], *args: object) -> T:
        """Run a method of the inbox off the loop, to its end even if nobody waits for it."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, method, *args)

    def close(self) -> None:
        """Finish what is being written, and close the inbox."""
        self._thread.shutdown()
        self.inbox.close()


class ReceivingBot(ExtBot[None]):
    """A bot whose polling keeps every sound update, sets others aside, and never sleeps deaf."""

    def __init__(self, receiver: Receiver, **options: Any) -> None:
        super().__init__(**options)
        self._receiver = receiver
        self._give_up: Callable[[], None] = lambda: None
        self._next: int | None = None
        self._pause = 0.0
        self._conflicts = 0
        self._heard_at = 0.0

    @property
    def receiver(self) -> Receiver:
        """What stands between this bot and the inbox."""
        return self._receiver

    def when_ousted(self, give_up: Callable[[], None]) -> None:
        """Have ``give_up`` called when another instance has taken over for good."""
        self._give_up = give_up

    @property
    def heard_at(self) -> float:
        """When Telegram last answered a poll, in seconds since 1970; 0 where it never did."""
        return self._heard_at

    @property
    def ousted(self) -> bool:
        """Whether another instance polls with the same token, and goes on doing so."""
        return self._conflicts >= _CONFLICTS

    async def get_updates(
        self,
        offset: int | None = None,
        limit: int | None = None,
        timeout: int | float | dt.timedelta | None = None,  # noqa: ASYNC109
        allowed_updates: Sequence[str] | None = None,
        **_: Any,
    ) -> tuple[Update, ...]:
        """Return the new updates that are sound; by then they are written down.

        The place in Telegram's queue is kept here, since the library would take it from what
        is returned, and a call may return nothing of what it received. Trouble on the way is
        waited out here, since the library's own wait cannot be interrupted by a signal.
        """
        seconds_to_wait = timeout.total_seconds() if isinstance(timeout, dt.timedelta) else timeout
        if not seconds_to_wait:
            return await self._say_farewell()
        await self._receiver.room()
        data = {
            "timeout": int(seconds_to_wait),
            "offset": self._next if self._next is not None else offset,
            "limit": limit,
            "allowed_updates": allowed_updates,
        }
        try:
            raw = await self._post("getUpdates", data, read_timeout=seconds_to_wait + 5)
        except InvalidToken:
            raise
        except TelegramError as error:
            await self._wait_out(error)
            return ()
        self._heard_at = time.time()
        self._conflicts = 0
        self._pause = 0.0
        if not isinstance(raw, list) or not raw:
            return ()
        updates = await self._receiver.receive(raw, self)
        here = self._next
        self._next = _next_after(raw, here)
        if self._next == here and not updates:
            # Nothing in it told where to go on.
            await asyncio.sleep(_FIRST_PAUSE)
        return tuple(updates)

    async def _say_farewell(self) -> tuple[Update, ...]:
        """Tell Telegram what was received; if that fails, the inbox knows it as well."""
        if self._next is not None:
            data = {"timeout": 0, "offset": self._next, "limit": 1}
            with suppress(TelegramError):
                await self._post(
                    "getUpdates",
                    data,
                    read_timeout=_FAREWELL_SECONDS,
                    connect_timeout=_FAREWELL_SECONDS,
                    pool_timeout=_FAREWELL_SECONDS,
                )
        return ()

    async def _wait_out(self, error: TelegramError) -> None:
        if isinstance(error, Conflict):
            self._conflicts += 1
            logger.error("another instance is polling with the same token")
            if self.ousted:
                self._give_up()
        elif isinstance(error, NetworkError | RetryAfter):
            self._conflicts = 0
            logger.warning("the connection to Telegram failed; trying again")
        else:
            logger.error("polling failed; trying again", exc_info=error)
        self._pause = min(max(_FIRST_PAUSE, 1.5 * self._pause), _LONGEST_PAUSE)
        least = seconds(error) if isinstance(error, RetryAfter) else 0.0
        await asyncio.sleep(max(self._pause, least))


def _next_after(raw: Sequence[object], here: int | None) -> int | None:
    """Return the number after the last update; one without a number counts as the next."""
    for item in raw:
        number = number_of(item)
        if number is not None:
            here = number + 1
        elif here is not None:
            here += 1
    return here
