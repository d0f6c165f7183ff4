"""What went wrong between Telegram and us since the start: counted, never described."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from handlers.refusals import is_not_modified, is_too_late, is_unparsed


class Trouble(StrEnum):
    """A kind of trouble; the names are keys of ``texts.status.TROUBLES``."""

    FLOOD = "flood"
    TOO_LATE = "too_late"
    NOT_MODIFIED = "not_modified"
    UNPARSED = "unparsed"
    FORBIDDEN = "forbidden"
    MIGRATED = "migrated"
    REFUSED = "refused"
    NETWORK = "network"
    OTHER = "other"


class Troubles:
    """Counts of one process."""

    def __init__(self) -> None:
        self._counts: Counter[Trouble] = Counter()

    def count(self, error: TelegramError) -> None:
        """Add one failed call."""
        self._counts[kind_of(error)] += 1

    def counts(self) -> dict[Trouble, int]:
        """Return how often each kind was met, in the order of :class:`Trouble`."""
        return {kind: self._counts[kind] for kind in Trouble if self._counts[kind]}


def kind_of(error: TelegramError) -> Trouble:
    """Return the kind of trouble that ``error`` is."""
    match error:
        case RetryAfter():
            return Trouble.FLOOD
        case Forbidden():
            return Trouble.FORBIDDEN
        case ChatMigrated():
            return Trouble.MIGRATED
        case BadRequest():
            return _kind_of_refusal(error)
        case NetworkError():
            return Trouble.NETWORK
        case _:
            return Trouble.OTHER


def _kind_of_refusal(error: BadRequest) -> Trouble:
    if is_too_late(error):
        return Trouble.TOO_LATE
    if is_not_modified(error):
        return Trouble.NOT_MODIFIED
    if is_unparsed(error):
        return Trouble.UNPARSED
    return Trouble.REFUSED
