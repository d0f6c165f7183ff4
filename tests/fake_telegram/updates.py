"""The queue of updates: numbering, confirmation, long polling."""

from __future__ import annotations

import copy
import threading
import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from .errors import TWO_POLLERS, ApiError
from .model import JsonObject

FIRST_UPDATE_ID = 700_000_001
_NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True)
class _Pending:
    id: int
    body: Any


class UpdateQueue:
    """Updates in order, kept until the bot confirms them by asking for a later offset."""

    def __init__(self, changed: threading.Condition) -> None:
        self._changed = changed
        self._pending: list[_Pending] = []
        self._next_id = FIRST_UPDATE_ID
        self._poll = 0
        self._closed = False
        self.allowed: frozenset[str] = frozenset()

    def allow(self, kinds: Collection[str]) -> None:
        """Deliver only these kinds from now on; none means Telegram's default."""
        self.allowed = frozenset(kinds)

    def wants(self, kind: str) -> bool:
        """Whether an update of this kind would be queued now."""
        return kind in self.allowed if self.allowed else kind not in _NOT_BY_DEFAULT

    def put(self, kind: str, body: JsonObject) -> int | None:
        """Queue an update; its number, or None if the bot did not ask for this kind."""
        with self._changed:
            if not self.wants(kind):
                return None
            return self.inject({kind: body})

    def inject(self, body: Any, *, keep: bool = False) -> int:
        """Queue ``body`` as it is, with the next number unless it has one or is to be kept."""
        with self._changed:
            number = self._next_id
            self._next_id += 1
            if isinstance(body, dict) and "update_id" not in body and not keep:
                body = {"update_id": number, **body}
            self._pending.append(_Pending(number, copy.deepcopy(body)))
            self._changed.notify_all()
            return number

    def pending(self) -> list[Any]:
        """The updates not confirmed yet, oldest first."""
        with self._changed:
            return [copy.deepcopy(update.body) for update in self._pending]

    def drop(self, up_to: int | None = None) -> None:
        """Forget the updates numbered ``up_to`` or lower, or all of them."""
        with self._changed:
            self._pending = [u for u in self._pending if up_to is not None and u.id > up_to]
            self._changed.notify_all()

    def first(self, timeout: float) -> tuple[int, Any] | None:
        """The oldest update and its number, waiting for one; it stays in the queue."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or bool(self._pending), timeout)
            if self._closed or not self._pending:
                return None
            return self._pending[0].id, copy.deepcopy(self._pending[0].body)

    def take(self, offset: int, limit: int, timeout: float) -> list[Any]:
        """What ``getUpdates`` returns.

        A later call ends this one with a conflict, as two running bots would.
        """
        with self._changed:
            self._confirm(offset)
            self._poll += 1
            mine = self._poll
            self._changed.notify_all()
            deadline = time.monotonic() + timeout
            while not self._closed:
                if mine != self._poll:
                    raise ApiError(409, TWO_POLLERS)
                remaining = deadline - time.monotonic()
                if self._pending or remaining <= 0:
                    break
                self._changed.wait(remaining)
            return [copy.deepcopy(update.body) for update in self._pending[:limit]]

    def _confirm(self, offset: int) -> None:
        if offset > 0:
            self._pending = [update for update in self._pending if update.id >= offset]
        elif offset < 0:
            self._pending = self._pending[offset:]

    def close(self) -> None:
        """End every wait."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
