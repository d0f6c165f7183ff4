"""What the bot says about itself, and how it gets its updates."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from .errors import WEBHOOK_ACTIVE, ApiError, wrong
from .methods import MAX_POLL_SECONDS, MAX_POLL_UPDATES, words
from .model import JsonObject
from .params import Params
from .shapes import check_list, check_shape
from .world import World

MAX_COMMAND_DESCRIPTION = 256
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_SECRET = re.compile(r"[A-Za-z0-9_-]+")
_WEBHOOK_PORTS = (443, 80, 88, 8443)
_SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
UPDATE_KINDS = words(
    "message edited_message channel_post edited_channel_post business_connection "
    "business_message edited_business_message deleted_business_messages guest_message "
    "message_reaction message_reaction_count inline_query chosen_inline_result "
    "callback_query shipping_query pre_checkout_query purchased_paid_media poll poll_answer "
    "my_chat_member chat_member chat_join_request chat_boost removed_chat_boost managed_bot"
)


def get_me(world: World, params: Params) -> JsonObject:
    """The bot."""
    return {
        **world.bot.json(),
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy_mode,
        "supports_inline_queries": True,
        "supports_guest_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def log_out(world: World, params: Params) -> bool:
    """Leave this server for good."""
    world.logged_out = True
    return True


def close(world: World, params: Params) -> bool:
    """Leave this server for a while."""
    return True


def get_updates(world: World, params: Params) -> list[Any]:
    """Updates from the offset on, waiting for the first one."""
    if world.webhook:
        raise ApiError(409, WEBHOOK_ACTIVE)
    _allow(world, params)
    limit = params.get("limit", MAX_POLL_UPDATES)
    timeout = params.get("timeout", 0)
    return world.updates.take(
        params.get("offset", 0),
        limit if 1 <= limit <= MAX_POLL_UPDATES else MAX_POLL_UPDATES,
        max(0, min(timeout, MAX_POLL_SECONDS)),
    )


def set_webhook(world: World, params: Params) -> bool:
    """Have updates delivered; an empty URL ends that."""
    url = params["url"]
    if not url:
        return delete_webhook(world, params)
    parts = urlsplit(url)
    # This machine is allowed without TLS, else the delivery could not be tested.
    if parts.hostname not in ("127.0.0.1", "localhost"):
        if parts.scheme != "https":
            raise wrong("bad webhook: An HTTPS URL must be provided for webhook")
        if (parts.port or 443) not in _WEBHOOK_PORTS:
            raise wrong("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    secret = params.get("secret_token", "")
    if secret and not _SECRET.fullmatch(secret):
        raise wrong("secret token contains unallowed characters")
    _allow(world, params)
    if params.get("drop_pending_updates"):
        world.updates.drop()
    world.webhook = {
        "url": url,
        "secret_token": secret,
        "max_connections": params.get("max_connections", 40),
    }
    world.changed.notify_all()
    return True


def delete_webhook(world: World, params: Params) -> bool:
    """Back to polling."""
    if params.get("drop_pending_updates"):
        world.updates.drop()
    world.webhook = {}
    world.changed.notify_all()
    return True


def get_webhook_info(world: World, params: Params) -> JsonObject:
    """Where updates go, and how many are waiting."""
    info: JsonObject = {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.pending()),
    }
    info.update({key: value for key, value in world.webhook.items() if key != "secret_token"})
    if world.updates.allowed:
        info["allowed_updates"] = sorted(world.updates.allowed)
    return info


def _allow(world: World, params: Params) -> None:
    if "allowed_updates" not in params:
        return
    kinds = check_list("allowed_updates", params["allowed_updates"])
    unknown = [kind for kind in kinds if kind not in UPDATE_KINDS]
    if unknown:
        raise wrong(f"allowed_updates: unknown kind {unknown[0]!r}")
    world.updates.allow(kinds)


def set_my_commands(world: World, params: Params) -> bool:
    """The menu of commands for a scope and a language."""
    commands = []
    for item in check_list("commands", params["commands"]):
        fields = check_shape("BotCommand", item)
        name, description = fields["command"], fields["description"]
        if not isinstance(name, str) or not _COMMAND.fullmatch(name.removeprefix("/")):
            raise wrong("BOT_COMMAND_INVALID")
        if (
            not isinstance(description, str)
            or not 1 <= len(description.strip()) <= MAX_COMMAND_DESCRIPTION
        ):
            raise wrong("BOT_COMMAND_DESCRIPTION_INVALID")
        commands.append({"command": name.removeprefix("/"), "description": description})
    world.commands[_menu(world, params)] = commands
    return True


def get_my_commands(world: World, params: Params) -> list[JsonObject]:
    """The menu set for exactly this scope and language."""
    return world.commands.get(_menu(world, params), [])


def delete_my_commands(world: World, params: Params) -> bool:
    """Remove a menu."""
    world.commands.pop(_menu(world, params), None)
    return True


def _menu(world: World, params: Params) -> tuple[str, str]:
    scope = params.get("scope", {"type": "default"})
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind not in _SCOPES:
        raise wrong("can't parse BotCommandScope: unsupported type")
    names = _SCOPES[kind]
    if set(scope) != {"type", *names}:
        raise wrong(f"can't parse BotCommandScope: {kind} takes {', '.join(names) or 'nothing'}")
    if names:
        world.chat(scope["chat_id"])
    key = " ".join([kind, *(str(scope[name]) for name in names)])
    return key, _language(params)


def _language(params: Params) -> str:
    language: str = params.get("language_code", "")
    if language and not _LANGUAGE.fullmatch(language):
        raise wrong("invalid language code specified")
    return language


def set_my_description(world: World, params: Params) -> bool:
    """The words in an empty chat."""
    world.descriptions["description", _language(params)] = params.get("description", "")
    return True


def set_my_short_description(world: World, params: Params) -> bool:
    """The words on the profile page."""
    key = ("short_description", _language(params))
    world.descriptions[key] = params.get("short_description", "")
    return True
