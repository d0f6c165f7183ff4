"""What is remembered for a while, in memory only."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

SIZE = 2000
"""How many are remembered where nothing else is said."""


class Recent:
    """A mapping that forgets what was set longest ago; lives in memory only."""

    def __init__(self, size: int = SIZE) -> None:
        self._size = size
        self._items: OrderedDict[Any, Any] = OrderedDict()

    def get(self, key: Any) -> Any:
        """Return what was kept under ``key``, or None."""
        return self._items.get(key)

    def forget(self, key: Any) -> None:
        """Drop what was kept under ``key``, and under every pair that begins with it."""
        pairs = [item for item in self._items if isinstance(item, tuple) and item[0] == key]
        for item in (key, *pairs):
            self._items.pop(item, None)

    def __len__(self) -> int:
        """Return how many are kept."""
        return len(self._items)

    def keep(self, key: Any, value: Any) -> None:
        """Keep ``value``; the oldest goes where there are too many."""
        self._items[key] = value
        self._items.move_to_end(key)
        while len(self._items) > self._size:
            self._items.popitem(last=False)
