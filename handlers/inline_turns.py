"""Whose turn it is: of the inline queries of one person only the newest is answered.

Telegram sends a query for each pause in typing and shows the results of the last one only.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

AT_ONCE = min(os.cpu_count() or 1, 8) + 1
"""Queries that are worked on at the same time: one more than there are cores, so that none is
idle while an answer is handed over. The rest wait, and may be superseded while they do; of the
loop's threads, four more than there are cores, some are left for private chats."""


@dataclass
class Turn:
    """One query's place in the line; ``superseded`` once the same person asked again."""

    superseded: bool = False


class InlineTurns:
    """The newest query of each person who is waiting for an answer; in memory only."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self.free = asyncio.Semaphore(at_once)
        self._newest: dict[int, Turn] = {}

    @contextmanager
    def take(self, person: int) -> Iterator[Turn]:
        """Supersede the earlier query of ``person``; forget them when the newest is done."""
        turn = Turn()
        if earlier := self._newest.get(person):
            earlier.superseded = True
        self._newest[person] = turn
        try:
            yield turn
        finally:
            if self._newest.get(person) is turn:
                del self._newest[person]
