"""Logging that shows neither the token nor what people write."""

from __future__ import annotations

import logging

from telegram.error import InvalidToken, NetworkError

from settings import Secret

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _Redacting(logging.Formatter):
    """Formats a record, traceback included, with the token taken out."""

    def __init__(self, token: Secret) -> None:
        super().__init__(_FORMAT)
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        return text.replace(self._token.reveal(), "***") if self._token else text


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a record tells what we do not tell ourselves.

    The library logs each failed attempt to connect with its traceback, and raises it as
    well; :mod:`handlers.application` and :mod:`handlers.errors` say the same in one line.
    """
    error = record.exc_info[1] if record.exc_info else None
    is_theirs = record.name.startswith("telegram")
    return not (is_theirs and isinstance(error, InvalidToken | NetworkError))


def set_up_logging(token: Secret) -> None:
    """Log to standard error.

    httpx logs each address it calls, and the token is part of it; python-telegram-bot logs
    raw updates, and people's words are part of them. Both speak only when something breaks.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(_Redacting(token))
    handler.addFilter(_is_news)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in ("httpx", "httpcore", "telegram", "apscheduler"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # Parse errors are logged at CRITICAL together with the whole update.
    logging.getLogger("telegram.Bot").setLevel(logging.CRITICAL + 1)
    logging.getLogger("telegram.ext.ExtBot").setLevel(logging.CRITICAL + 1)
