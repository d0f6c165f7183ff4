"""What Telegram means by a "Bad Request" that is no fault of ours; the texts are its own."""

from __future__ import annotations

from telegram.error import BadRequest


def is_not_modified(error: BadRequest) -> bool:
    """Whether an edit changed nothing."""
    return "not modified" in str(error).lower()


def is_too_late(error: BadRequest) -> bool:
    """Whether a button press or an inline query has waited too long for an answer."""
    return "query is too old" in str(error).lower()


def is_gone(error: BadRequest) -> bool:
    """Whether the message that was meant is no longer there."""
    return "not found" in str(error).lower()


def is_unparsed(error: BadRequest) -> bool:
    """Whether Telegram could not read the markup of a text."""
    return "can't parse entities" in str(error).lower()


def is_not_allowed(error: BadRequest) -> bool:
    """Whether a group does not let the bot write, or not in this topic."""
    reason = str(error).lower()
    return any(
        sign in reason
        for sign in ("not enough rights", "have no rights", "chat_write_forbidden", "topic_closed")
    )
