"""What the bot asks about chats, members and files."""

from __future__ import annotations

from typing import Any

from .errors import refused, wrong
from .methods import MAX_DOWNLOAD, words
from .model import Chat, JsonObject
from .params import Params
from .world import World

_RIGHTS = words(
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats "
    "can_restrict_members can_promote_members can_change_info can_invite_users "
    "can_post_stories can_edit_stories can_delete_stories"
)


def get_chat(world: World, params: Params) -> JsonObject:
    """The chat at length."""
    gifts = words(
        "unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels"
    )
    return {
        **world.chat(params["chat_id"]).json(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(sorted(gifts), False),
    }


def get_chat_member(world: World, params: Params) -> JsonObject:
    """What somebody is in a chat."""
    chat = world.open_chat(params["chat_id"])
    if params["user_id"] not in world.users:
        raise refused("user not found")
    return member(world, chat, params["user_id"])


def get_chat_administrators(world: World, params: Params) -> list[JsonObject]:
    """Who runs a group; other bots are left out, this one is not."""
    chat = world.open_chat(params["chat_id"])
    if chat.type == "private":
        raise refused("there are no administrators in the private chat")
    return [
        member(world, chat, user_id)
        for user_id, status in chat.members.items()
        if status in ("creator", "administrator")
    ]


def leave_chat(world: World, params: Params) -> bool:
    """Go away."""
    chat = world.open_chat(params["chat_id"])
    if chat.type == "private":
        raise wrong("chat member status can't be changed in private chats")
    chat.members[world.bot.id] = "left"
    return True


def get_file(world: World, params: Params) -> JsonObject:
    """Where a file can be downloaded."""
    stored = world.files.get(params["file_id"])
    if stored is None:
        raise wrong("invalid file_id")
    if len(stored.content) > MAX_DOWNLOAD:
        raise refused("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
        "file_path": stored.path,
    }


def member(world: World, chat: Chat, user_id: int) -> JsonObject:
    """A ChatMember object."""
    status = chat.members.get(user_id, "left")
    shown: dict[str, Any] = {"status": status, "user": world.users[user_id].json()}
    if status == "creator":
        shown["is_anonymous"] = False
    if status == "administrator":
        shown.update(dict.fromkeys(_RIGHTS, True), is_anonymous=False)
    if status == "kicked":
        shown["until_date"] = 0
    return shown
