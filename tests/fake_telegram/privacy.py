"""Which group messages reach the bot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .model import Chat, User

_SERVICE = (
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
    "pinned_message",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "forum_topic_created",
)


def reaches_bot(bot: User, chat: Chat, payload: Mapping[str, Any], *, privacy_mode: bool) -> bool:
    """Whether the bot learns of a message.

    With privacy mode on, an ordinary member gets only commands (unless they name another
    bot), mentions of it, replies to it, what was sent via it, and service messages.
    """
    status = chat.members.get(bot.id, "left")
    if status in ("left", "kicked"):
        return False
    if chat.type == "private" or not privacy_mode or status == "administrator":
        return True
    if any(name in payload for name in _SERVICE):
        return True
    if payload.get("via_bot", {}).get("id") == bot.id:
        return True
    if payload.get("reply_to_message", {}).get("from", {}).get("id") == bot.id:
        return True
    return _is_addressed(bot, payload)


def _is_addressed(bot: User, payload: Mapping[str, Any]) -> bool:
    text = payload.get("text") or payload.get("caption") or ""
    units = text.encode("utf-16-le")
    name = f"@{bot.username}".lower()
    for entity in payload.get("entities") or payload.get("caption_entities") or ():
        start, length = entity["offset"], entity["length"]
        words = units[2 * start : 2 * (start + length)].decode("utf-16-le").lower()
        if entity["type"] == "mention" and words == name:
            return True
        if entity["type"] == "text_mention" and entity["user"]["id"] == bot.id:
            return True
        if entity["type"] == "bot_command" and ("@" not in words or words.endswith(name)):
            return True
    return False
