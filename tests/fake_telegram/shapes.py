"""The objects inside parameters: which fields they must and may have.

Telegram skips over unknown fields; this server does not, since a field that Telegram
ignores is a field the bot's author believes in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .errors import wrong
from .methods import words


@dataclass(frozen=True)
class Shape:
    """One object type of the API."""

    name: str
    required: frozenset[str]
    optional: frozenset[str]


def _shape(name: str, required: str, optional: str = "") -> Shape:
    return Shape(name, words(required), words(optional))


BUTTON_ACTIONS = words(
    "url callback_data web_app login_url switch_inline_query copy_text callback_game pay "
    "switch_inline_query_current_chat switch_inline_query_chosen_chat"
)

_TABLE = (
    _shape("InlineKeyboardMarkup", "inline_keyboard"),
    _shape(
        "InlineKeyboardButton", "text", "icon_custom_emoji_id style " + " ".join(BUTTON_ACTIONS)
    ),
    _shape("CopyTextButton", "text"),
    _shape("WebAppInfo", "url"),
    _shape(
        "SwitchInlineQueryChosenChat",
        "",
        "query allow_user_chats allow_bot_chats allow_group_chats allow_channel_chats",
    ),
    _shape(
        "ReplyKeyboardMarkup",
        "keyboard",
        "is_persistent resize_keyboard one_time_keyboard input_field_placeholder selective",
    ),
    _shape(
        "KeyboardButton",
        "text",
        "icon_custom_emoji_id style request_users request_chat request_managed_bot "
        "request_contact request_location request_poll web_app",
    ),
    _shape("ReplyKeyboardRemove", "remove_keyboard", "selective"),
    _shape("ForceReply", "force_reply", "input_field_placeholder selective"),
    _shape(
        "LinkPreviewOptions",
        "",
        "is_disabled url prefer_small_media prefer_large_media show_above_text",
    ),
    _shape(
        "ReplyParameters",
        "message_id",
        "chat_id allow_sending_without_reply quote quote_parse_mode quote_entities "
        "quote_position checklist_task_id poll_option_id",
    ),
    _shape(
        "MessageEntity",
        "type offset length",
        "url user language custom_emoji_id unix_time date_time_format",
    ),
    _shape(
        "InlineQueryResultArticle",
        "type id title input_message_content",
        "reply_markup url description thumbnail_url thumbnail_width thumbnail_height",
    ),
    _shape("InputTextMessageContent", "message_text", "parse_mode entities link_preview_options"),
    _shape("InlineQueryResultsButton", "text", "web_app start_parameter"),
    _shape(
        "InputMediaPhoto",
        "type media",
        "caption parse_mode caption_entities show_caption_above_media has_spoiler",
    ),
    _shape("BotCommand", "command description"),
)

SHAPES: Mapping[str, Shape] = {shape.name: shape for shape in _TABLE}


def check_shape(name: str, value: object) -> dict[str, Any]:
    """``value`` as an object of type ``name``, or a violation that names what is off."""
    if not isinstance(value, dict):
        raise wrong(f"can't parse {name}: expected an Object")
    shape = SHAPES[name]
    missing = shape.required - value.keys()
    if missing:
        raise wrong(f"can't parse {name}: field {_listed(missing)} is missing")
    unknown = value.keys() - shape.required - shape.optional
    if unknown:
        raise wrong(f"can't parse {name}: field {_listed(unknown)} is unknown")
    return value


def check_list(what: str, value: object) -> list[Any]:
    """``value`` as an array, or a violation."""
    if not isinstance(value, list):
        raise wrong(f"can't parse {what}: expected an Array")
    return value


def _listed(names: set[str] | frozenset[str]) -> str:
    return ", ".join(f'"{name}"' for name in sorted(names))
