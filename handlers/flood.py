"""Patience with flood control: wait as long as Telegram says, then call again."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

_ATTEMPTS = 3
_LONGEST_WAIT = 60.0
# Late, these are of no use to anybody; and an answer must not wait for them.
_NEVER_AGAIN = frozenset({"sendChatAction", "answerInlineQuery"})

Result = bool | dict[str, Any] | list[dict[str, Any]]


class Patience(BaseRateLimiter[None]):
    """Repeats only the call that was refused, so that one full chat holds up no other."""

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to put away."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Result:
        """Make one request, again where it met a flood reply."""
        for _ in range(_ATTEMPTS - 1):
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                wait = _seconds(error.retry_after)
                if endpoint in _NEVER_AGAIN or wait > _LONGEST_WAIT:
                    raise
                await asyncio.sleep(wait)
        return await callback(*args, **kwargs)


def _seconds(wait: int | dt.timedelta) -> float:
    return wait.total_seconds() if isinstance(wait, dt.timedelta) else float(wait)
