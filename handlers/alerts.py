"""Alerts: what admins are told without having asked, each kind at most once an hour."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from telegram import Bot
from telegram.error import TelegramError

from handlers.limits import Clock
from journal.alert_times import AlertTimes

logger = logging.getLogger(__name__)

_AGAIN = timedelta(minutes=1)
"""How long an alert that reached nobody is not tried again."""
_HOUR = 3600.0


class Alert(StrEnum):
    """A kind of alert."""

    CRASH = "crash"
    ERRORS = "errors"
    RELOAD = "reload"
    UNANSWERED = "unanswered"


class Alerts:
    """Tells the admins of one bot. It never raises: an alert is not worth an answer."""

    def __init__(
        self,
        bot: Bot,
        admins: frozenset[int],
        times: AlertTimes,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._bot = bot
        self._admins = admins
        self._times = times
        self._now = now
        self._failed: dict[Alert, datetime] = {}
        self._telling = asyncio.Lock()

    def last(self, kind: Alert) -> datetime | None:
        """Return when admins were last told of ``kind``."""
        return self._times.last(kind)

    async def tell(self, kind: Alert, text: str, *, but: int | None = None) -> None:
        """Send ``text`` to every admin, unless one of ``kind`` was sent within the hour.

        ``but`` is an admin who knows already.
        """
        admins = sorted(self._admins - {but})
        async with self._telling:
            now = self._now()
            failed = self._failed.get(kind)
            if not self._times.is_due(kind, now) or (failed and now - failed < _AGAIN):
                return
            reached = [admin for admin in admins if await self._send(admin, text)]
            if reached:
                await asyncio.to_thread(self._times.told, kind, now)
            else:
                self._failed[kind] = now

    async def _send(self, admin: int, text: str) -> bool:
        try:
            await self._bot.send_message(admin, text)
        except TelegramError as error:
            logger.warning("an admin could not be alerted: %s", type(error).__name__)
            return False
        return True


class Failures:
    """When handlers failed, for an hour."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._times: deque[float] = deque()

    def add(self) -> None:
        """Count one failure."""
        self._times.append(self._clock())
        self.within(_HOUR)

    def within(self, seconds: float) -> int:
        """Return how many there were in the last ``seconds``, an hour at most."""
        now = self._clock()
        while self._times and now - self._times[0] >= _HOUR:
            self._times.popleft()
        return sum(now - moment < seconds for moment in self._times)
