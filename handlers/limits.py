"""What keeps anybody from being answered twice or too often; held in memory only."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from weakref import WeakValueDictionary

Clock = Callable[[], float]
MOST_WINDOWS = 10_000


class MessageLocks:
    """One lock for each message while anybody holds it or waits for it.

    Locks are fair, so whoever asked first is first: an edit waits for the answer to the
    message that it changes.
    """

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()

    def of(self, chat_id: int, message_id: int) -> asyncio.Lock:
        """Return the lock of a message; use it in ``async with``."""
        key = (chat_id, message_id)
        lock = self._locks.get(key)
        if lock is None:
            lock = self._locks[key] = asyncio.Lock()
        return lock


@dataclass
class _Press:
    what: str
    done_at: float | None = None


class Presses:
    """Tells a press on a button from its repetitions."""

    def __init__(self, seconds: float = 3.0, clock: Clock = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._last: dict[Hashable, _Press] = {}

    @contextmanager
    def first(self, place: Hashable, what: str) -> Iterator[bool]:
        """Yield whether ``what`` is news at ``place``, and remember it there while it is done.

        It is no news while the same is being done there, nor for some seconds after, unless
        something else was pressed in between. What failed may be repeated at once.
        """
        self._forget_old()
        last = self._last.get(place)
        if last and last.what == what:
            yield False
            return
        press = self._last[place] = _Press(what)
        try:
            yield True
        except BaseException:
            if self._last.get(place) is press:
                del self._last[place]
            raise
        press.done_at = self._clock()

    def _forget_old(self) -> None:
        oldest = self._clock() - self._seconds
        old = [
            place
            for place, press in self._last.items()
            if press.done_at is not None and press.done_at < oldest
        ]
        for place in old:
            del self._last[place]


class Admission(Enum):
    """Whether somebody may have one more answer."""

    YES = auto()
    TELL = auto()
    """No, and this is the first time that it is no: say so."""
    NO = auto()


@dataclass
class _Window:
    began: float
    used: int = 0
    told: bool = False


class Quota:
    """At most ``answers`` to one of many in ``seconds`` from the first of them on.

    Whoever asks is a chat or a person; the last ``most`` who began are remembered.
    """

    def __init__(
        self,
        answers: int = 6,
        seconds: float = 60.0,
        clock: Clock = time.monotonic,
        most: int = MOST_WINDOWS,
    ) -> None:
        self._answers = answers
        self._seconds = seconds
        self._clock = clock
        self._most = most
        self._windows: OrderedDict[Hashable, _Window] = OrderedDict()

    def admit(self, who: Hashable, at: float | None = None) -> Admission:
        """Count one answer to ``who``, or say that they have had enough for now.

        ``at``, in seconds, is when they asked, where that is known better than by the clock.
        """
        now = self._clock() if at is None else at
        window = self._windows.get(who)
        if window is None or self._is_over(window, now):
            window = self._begin(who, now)
        if window.used < self._answers:
            window.used += 1
            return Admission.YES
        if not window.told:
            window.told = True
            return Admission.TELL
        return Admission.NO

    def _is_over(self, window: _Window, now: float) -> bool:
        # Either way, so that one wrong date shuts nobody out for longer than a window.
        return abs(now - window.began) >= self._seconds

    def _begin(self, who: Hashable, now: float) -> _Window:
        self._windows.pop(who, None)
        while self._windows and (
            len(self._windows) >= self._most
            or self._is_over(next(iter(self._windows.values())), now)
        ):
            self._windows.popitem(last=False)
        window = self._windows[who] = _Window(now)
        return window
