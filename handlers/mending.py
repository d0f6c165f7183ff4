"""One call to Telegram, made fit where that is possible; what went wrong is counted."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Coroutine
from html import unescape
from typing import Any

from telegram.error import BadRequest, ChatMigrated, TelegramError

from handlers.refusals import is_unparsed
from handlers.trouble import Troubles

logger = logging.getLogger(__name__)

Result = bool | dict[str, Any] | list[dict[str, Any]]
Post = Callable[..., Coroutine[Any, Any, Result]]

_TAG = re.compile(r"</?[a-z][^<>]*>")


class Mending:
    """Makes calls; one that meets a moved group or markup that is not understood, once more."""

    def __init__(self, troubles: Troubles) -> None:
        self._troubles = troubles

    async def post(
        self, post: Post, endpoint: str, data: dict[str, Any], kwargs: dict[str, Any]
    ) -> Result:
        """Make one call.

        Raises:
            TelegramError: it could not be made fit, or failed again.
        """
        try:
            return await self._counted(post, endpoint, data, kwargs)
        except ChatMigrated as error:
            data = {**data, "chat_id": error.new_chat_id}
        except BadRequest as error:
            if not (is_unparsed(error) and data.get("parse_mode") and "text" in data):
                raise
            logger.warning("Telegram could not parse a message; it is sent plain")
            data = plain(data)
        return await self._counted(post, endpoint, data, kwargs)

    async def _counted(
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
