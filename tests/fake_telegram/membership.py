"""What the bot is in a chat, and how it learns of a change."""

from __future__ import annotations

import time
from typing import Any

from .model import Chat, User
from .places import member
from .world import World


def change_membership(world: World, chat: Chat, by: User, status: str) -> None:
    """Change what the bot is in a chat and send it the update."""
    with world.changed:
        old = member(world, chat, world.bot.id)
        chat.members[world.bot.id] = status
        body: dict[str, Any] = {
            "chat": chat.json(),
            "from": by.json(),
            "date": int(time.time()),
            "old_chat_member": old,
            "new_chat_member": member(world, chat, world.bot.id),
        }
        world.updates.put("my_chat_member", body)
