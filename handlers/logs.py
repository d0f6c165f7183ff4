"""Logging that shows neither the token nor what people write."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from telegram.error import InvalidToken, NetworkError

from settings import LogFormat, Secret

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _Json(logging.Formatter):
    """Formats a record as one JSON object on one line."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0]:
            entry["error"] = record.exc_info[0].__name__
            entry["traceback"] = self.formatException(record.exc_info)
        if record.stack_info:
            entry["stack"] = record.stack_info
        return json.dumps(entry)


class _Redacting(logging.Formatter):
    """Takes the token out of what another formatter writes, traceback included."""

    def __init__(self, token: Secret, inner: logging.Formatter) -> None:
        super().__init__()
        self._token = token
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        # In JSON as well: no character of a token is written differently there.
        text = self._inner.format(record)
        return text.replace(self._token.reveal(), "***") if self._token else text


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a record tells what we do not tell ourselves.

    The library logs each failed attempt to connect with its traceback, and raises it as
    well; :mod:`handlers.serving` and :mod:`handlers.errors` say the same in one line.
    """
    error = record.exc_info[1] if record.exc_info else None
    is_theirs = record.name.startswith("telegram")
    return not (is_theirs and isinstance(error, InvalidToken | NetworkError))


def set_up_logging(token: Secret, form: LogFormat = LogFormat.TEXT) -> None:
    """Log to standard error.

    httpx logs each address it calls, and the token is part of it; python-telegram-bot logs
    raw updates, and people's words are part of them. Both speak only when something breaks.
    """
    handler = logging.StreamHandler()
    inner = _Json() if form is LogFormat.JSON else logging.Formatter(_FORMAT)
    handler.setFormatter(_Redacting(token, inner))
    handler.addFilter(_is_news)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name in ("httpx", "httpcore", "telegram", "apscheduler"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # Parse errors are logged at CRITICAL together with the whole update.
    logging.getLogger("telegram.Bot").setLevel(logging.CRITICAL + 1)
    logging.getLogger("telegram.ext.ExtBot").setLevel(logging.CRITICAL + 1)
