"""Trouble on order: what the server does instead of answering properly."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from enum import Enum

from .errors import NOT_MODIFIED, QUERY_TOO_OLD, TWO_POLLERS


class Trouble(Enum):
    """The ways a call can go wrong on the way."""

    ERROR = "error"
    SLOW = "slow"
    CUT = "cut"
    LOST = "lost"
    GARBAGE = "garbage"


@dataclass
class Fault:
    """One ordered trouble; ``used`` counts the calls it met.

    ``remaining`` None means until ``stop`` is called.
    """

    trouble: Trouble
    method: str | None
    chat: int | None
    remaining: int | None
    code: int = 0
    description: str = ""
    retry_after: int | None = None
    seconds: float = 0.0
    used: int = 0

    def stop(self) -> None:
        """No more of this."""
        self.remaining = 0

    def fits(self, method: str, chat: object) -> bool:
        """Whether a call is meant.

        A fault without a method spares getUpdates: else it would mostly hit idle polls.
        """
        if self.remaining == 0:
            return False
        if self.method is None and method == "getUpdates":
            return False
        return self.method in (None, method) and self.chat in (None, chat)


class Faults:
    """Orders trouble for coming calls.

    Every order takes ``method`` (any but getUpdates if left out), ``chat`` (any if left
    out) and ``times`` (None: until stopped); the oldest order that fits a call is used.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._orders: list[Fault] = []

    def flood(
        self,
        retry_after: int = 1,
        *,
        method: str | None = None,
        chat: int | None = None,
        times: int | None = 1,
    ) -> Fault:
        """429, with the seconds to wait."""
        return self._order(
            Fault(
                Trouble.ERROR,
                method,
                chat,
                times,
                code=429,
                description=f"Too Many Requests: retry after {retry_after}",
                retry_after=retry_after,
            )
        )

    def error(
        self,
        code: int,
        description: str,
        *,
        method: str | None = None,
        chat: int | None = None,
        times: int | None = 1,
    ) -> Fault:
        """Any error, worded by the caller."""
        return self._order(
            Fault(Trouble.ERROR, method, chat, times, code=code, description=description)
        )

    def server_error(
        self, *, method: str | None = None, chat: int | None = None, times: int | None = 1
    ) -> Fault:
        """500: Telegram has trouble of its own."""
        return self.error(500, "Internal Server Error", method=method, chat=chat, times=times)

    def not_modified(
        self,
        *,
        method: str | None = "editMessageText",
        chat: int | None = None,
        times: int | None = 1,
    ) -> Fault:
        """The edit changes nothing."""
        return self.error(
            400, f"Bad Request: {NOT_MODIFIED}", method=method, chat=chat, times=times
        )

    def query_too_old(
        self, *, method: str | None = "answerCallbackQuery", times: int | None = 1
    ) -> Fault:
        """The answer comes too late."""
        return self.error(400, f"Bad Request: {QUERY_TOO_OLD}", method=method, times=times)

    def conflict(self, *, times: int | None = 1) -> Fault:
        """409: somebody else polls with the same token."""
        return self.error(409, TWO_POLLERS, method="getUpdates", times=times)

    def slow(
        self,
        seconds: float,
        *,
        method: str | None = None,
        chat: int | None = None,
        times: int | None = 1,
    ) -> Fault:
        """The call works at once, its answer arrives late."""
        return self._order(Fault(Trouble.SLOW, method, chat, times, seconds=seconds))

    def cut(
        self, *, method: str | None = None, chat: int | None = None, times: int | None = 1
    ) -> Fault:
        """The connection breaks before the call has any effect."""
        return self._order(Fault(Trouble.CUT, method, chat, times))

    def lose_answer(
        self, *, method: str | None = None, chat: int | None = None, times: int | None = 1
    ) -> Fault:
        """The call works, then the connection breaks: the bot cannot know that it worked."""
        return self._order(Fault(Trouble.LOST, method, chat, times))

    def garbage(
        self, *, method: str | None = None, chat: int | None = None, times: int | None = 1
    ) -> Fault:
        """502 with a page of HTML, as proxies in between answer."""
        return self._order(Fault(Trouble.GARBAGE, method, chat, times, code=502))

    def clear(self) -> None:
        """Forget every order."""
        with self._lock:
            self._orders.clear()

    def take(self, method: str, chat: object) -> Fault | None:
        """The trouble for this call, counted as used."""
        with self._lock:
            for order in self._orders:
                if order.fits(method, chat):
                    order.used += 1
                    if order.remaining is not None:
                        order.remaining -= 1
                    return order
            return None

    def _order(self, fault: Fault) -> Fault:
        with self._lock:
            self._orders.append(fault)
        return fault
