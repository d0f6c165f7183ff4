"""The methods the bot may call: their parameters, the kinds of these, and their limits.

The table is ours and small on purpose: a method that is missing here is one the bot has
no business calling. A test holds the names against the published description of the API.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_ENTITIES = 100
MAX_UPLOAD = 50 * 1024 * 1024
MAX_PHOTO = 10 * 1024 * 1024
MAX_DOWNLOAD = 20 * 1024 * 1024
MAX_POLL_SECONDS = 50
MAX_POLL_UPDATES = 100


def words(text: str) -> frozenset[str]:
    """The names in ``text``, which holds them apart by white space."""
    return frozenset(text.split())


class Kind(Enum):
    """How the value of a parameter travels."""

    STRING = "string"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    CHAT = "chat"
    JSON = "json"
    FILE = "file"
    MEDIA = "media"


class Unit(Enum):
    """What a limit counts."""

    CHARACTERS = "characters"
    BYTES = "bytes"
    ITEMS = "items"
    VALUE = "value"


@dataclass(frozen=True)
class Limit:
    """The size a parameter may have when it is given, and the error beyond it."""

    parameter: str
    minimum: int
    maximum: int
    unit: Unit
    error: str

    def allows(self, value: object) -> bool:
        """Whether ``value`` is within the limit."""
        if isinstance(value, bool):
            return False
        if isinstance(value, int):
            size = value
        elif isinstance(value, str):
            size = len(value.encode() if self.unit is Unit.BYTES else value)
        elif isinstance(value, list):
            size = len(value)
        else:
            return False
        return self.minimum <= size <= self.maximum


@dataclass(frozen=True)
class Method:
    """One method: what must be given and what may be given."""

    name: str
    required: frozenset[str]
    optional: frozenset[str]
    limits: tuple[Limit, ...]

    @property
    def parameters(self) -> frozenset[str]:
        """Every name the method knows."""
        return self.required | self.optional


def _method(name: str, required: str = "", optional: str = "", *limits: Limit) -> Method:
    return Method(name, words(required), words(optional), limits)


_SENDING = (
    "business_connection_id message_thread_id direct_messages_topic_id disable_notification "
    "protect_content allow_paid_broadcast message_effect_id suggested_post_parameters "
    "reply_parameters reply_markup parse_mode "
)
_CAPTION = "caption caption_entities "
_EDITING = "business_connection_id chat_id message_id inline_message_id reply_markup "

_TABLE = (
    _method("getMe"),
    _method("logOut"),
    _method("close"),
    _method("getUpdates", "", "offset limit timeout allowed_updates"),
    _method(
        "setWebhook",
        "url",
        "certificate ip_address max_connections allowed_updates drop_pending_updates secret_token",
        Limit("secret_token", 1, 256, Unit.CHARACTERS, "secret token is too long"),
        Limit("max_connections", 1, 100, Unit.VALUE, "max_connections must be 1-100"),
    ),
    _method("deleteWebhook", "", "drop_pending_updates"),
    _method("getWebhookInfo"),
    _method("sendMessage", "chat_id text", _SENDING + "entities link_preview_options"),
    _method(
        "sendDocument",
        "chat_id document",
        _SENDING + _CAPTION + "thumbnail disable_content_type_detection",
    ),
    _method(
        "sendPhoto", "chat_id photo", _SENDING + _CAPTION + "show_caption_above_media has_spoiler"
    ),
    _method("sendChatAction", "chat_id action", "business_connection_id message_thread_id"),
    _method(
        "editMessageText",
        "",
        _EDITING + "text parse_mode entities link_preview_options rich_message",
    ),
    _method("editMessageMedia", "media", _EDITING),
    _method("editMessageReplyMarkup", "", _EDITING),
    _method("deleteMessage", "chat_id message_id"),
    _method(
        "setMessageReaction",
        "chat_id message_id",
        "reaction is_big",
        Limit("reaction", 0, 1, Unit.ITEMS, "REACTIONS_TOO_MANY"),
    ),
    _method(
        "answerCallbackQuery",
        "callback_query_id",
        "text show_alert url cache_time",
        Limit("text", 0, 200, Unit.CHARACTERS, "MESSAGE_TOO_LONG"),
    ),
    _method(
        "answerInlineQuery",
        "inline_query_id results",
        "cache_time is_personal next_offset button",
        Limit("results", 0, 50, Unit.ITEMS, "RESULTS_TOO_MUCH"),
        Limit("next_offset", 0, 64, Unit.BYTES, "NEXT_OFFSET_INVALID"),
    ),
    _method("answerGuestQuery", "guest_query_id result"),
    _method(
        "setMyCommands",
        "commands",
        "scope language_code",
        Limit("commands", 0, 100, Unit.ITEMS, "BOT_COMMANDS_TOO_MUCH"),
    ),
    _method("deleteMyCommands", "", "scope language_code"),
    _method("getMyCommands", "", "scope language_code"),
    _method(
        "setMyDescription",
        "",
        "description language_code",
        Limit("description", 0, 512, Unit.CHARACTERS, "description is too long"),
    ),
    _method(
        "setMyShortDescription",
        "",
        "short_description language_code",
        Limit("short_description", 0, 120, Unit.CHARACTERS, "short description is too long"),
    ),
    _method("getFile", "file_id"),
    _method("getChat", "chat_id"),
    _method("getChatMember", "chat_id user_id"),
    _method("getChatAdministrators", "chat_id", "return_bots"),
    _method("leaveChat", "chat_id"),
)

METHODS: Mapping[str, Method] = {method.name: method for method in _TABLE}

_KINDS: Mapping[Kind, str] = {
    Kind.INTEGER: "offset limit timeout max_connections message_thread_id message_id "
    "direct_messages_topic_id cache_time user_id",
    Kind.BOOLEAN: "drop_pending_updates disable_notification protect_content "
    "allow_paid_broadcast disable_content_type_detection show_caption_above_media "
    "has_spoiler show_alert is_personal return_bots is_big",
    Kind.JSON: "allowed_updates entities caption_entities link_preview_options "
    "suggested_post_parameters reply_parameters reply_markup rich_message results result button "
    "commands scope reaction",
    Kind.FILE: "certificate document thumbnail photo",
    Kind.MEDIA: "media",
    Kind.CHAT: "chat_id",
}
_KIND_OF: Mapping[str, Kind] = {
    name: kind for kind, names in _KINDS.items() for name in names.split()
}


def kind_of(parameter: str) -> Kind:
    """The kind of a parameter; a name means the same in every method."""
    return _KIND_OF.get(parameter, Kind.STRING)


def find_method(name: str) -> Method | None:
    """The method called ``name``; Telegram does not care about the case of the letters."""
    return _BY_LOWER_NAME.get(name.lower())


_BY_LOWER_NAME: Mapping[str, Method] = {name.lower(): method for name, method in METHODS.items()}
