"""Calls that Telegram did not take: wait as long as it says, mend what can be mended.

Every call of the bot but getUpdates passes here once, so that here is also where what
went wrong is counted.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import re
from collections.abc import Callable, Coroutine
from html import unescape
from typing import Any

from telegram.error import BadRequest, ChatMigrated, RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter

from handlers.refusals import is_unparsed
from handlers.trouble import Troubles

logger = logging.getLogger(__name__)

_ATTEMPTS = 3
_LONGEST_WAIT = 60.0
# Late, these are of no use to anybody; and an answer must not wait for them.
_NEVER_AGAIN = frozenset({"sendChatAction", "answerInlineQuery"})
_TAG = re.compile(r"</?[a-z][^<>]*>")

Result = bool | dict[str, Any] | list[dict[str, Any]]
Post = Callable[..., Coroutine[Any, Any, Result]]


class Patience(BaseRateLimiter[None]):
    """Repeats only the call that was refused, so that one full chat holds up no other."""

    def __init__(self, troubles: Troubles) -> None:
        self._troubles = troubles

    async def initialize(self) -> None:
        """Nothing to prepare."""

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
        """Make one request, again where it met a flood reply or can be made fit."""
        for _ in range(_ATTEMPTS - 1):
            try:
                return await self._post(callback, endpoint, data, kwargs)
            except RetryAfter as error:
                wait = _seconds(error.retry_after)
                if endpoint in _NEVER_AGAIN or wait > _LONGEST_WAIT:
                    raise
                await asyncio.sleep(wait)
            except ChatMigrated as error:
                data = {**data, "chat_id": error.new_chat_id}
            except BadRequest as error:
                if not (is_unparsed(error) and data.get("parse_mode") and "text" in data):
                    raise
                logger.warning("Telegram could not parse a message; it is sent plain")
                data = plain(data)
        return await self._post(callback, endpoint, data, kwargs)

    async def _post(
        self, post: Post, endpoint: str, data: dict[str, Any], kwargs: dict[str, Any]
    ) -> Result:
        try:
            return await post(endpoint, data, **kwargs)
        except TelegramError as error:
            self._troubles.count(error)
            raise


def plain(data: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters of a message with its HTML taken out of the text."""
    kept = {name: value for name, value in data.items() if name != "parse_mode"}
    return {**kept, "text": unescape(_TAG.sub("", data["text"]))}


def _seconds(wait: int | dt.timedelta) -> float:
    return wait.total_seconds() if isinstance(wait, dt.timedelta) else float(wait)
