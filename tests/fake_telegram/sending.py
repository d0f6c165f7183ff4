"""What the bot does to messages: sending, editing, deleting, reacting."""

from __future__ import annotations

import time
from typing import Any

from .errors import NOT_MODIFIED, ApiError, refused, wrong
from .keyboards import check_reply_markup
from .methods import MAX_CAPTION, MAX_PHOTO, MAX_UPLOAD, words
from .model import Chat, JsonObject, StoredFile, StoredMessage
from .params import Params, Upload
from .shapes import check_list, check_shape
from .texts import formatted_text
from .world import World

ACTIONS = words(
    "typing upload_photo record_video upload_video record_voice upload_voice "
    "upload_document choose_sticker find_location record_video_note upload_video_note"
)
REACTIONS = words(
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 "
    "🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 "
    "😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 "
    "🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 "
    "🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡"
)
_MAX_AGE = 48 * 3600
_CONTENT = ("text", "entities", "caption", "caption_entities", "document", "photo")


def send_message(world: World, params: Params) -> Any:
    """A text message."""
    text, entities = formatted_text(params)
    _check_preview(params)
    fields: JsonObject = {"text": text}
    if entities:
        fields["entities"] = entities
    return _send(world, params, fields, source=params["text"])


def send_document(world: World, params: Params) -> Any:
    """A file with an optional caption."""
    stored = _stored(world, params["document"], "documents", MAX_UPLOAD)
    document = {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_name": stored.name,
        "mime_type": stored.mime_type,
        "file_size": len(stored.content),
    }
    return _send(world, params, {"document": document, **_caption(params)})


def send_photo(world: World, params: Params) -> Any:
    """A picture with an optional caption."""
    stored = _stored(world, params["photo"], "photos", MAX_PHOTO)
    return _send(world, params, {"photo": photo_sizes(stored), **_caption(params)})


def send_chat_action(world: World, params: Params) -> bool:
    """The few seconds of "typing…"."""
    if params["action"] not in ACTIONS:
        raise wrong("wrong parameter action in request")
    world.open_chat(params["chat_id"])
    return True


def edit_message_text(world: World, params: Params) -> Any:
    """New words, and a new keyboard: leaving it out takes the old one away."""
    if "rich_message" in params:
        raise wrong("this test server knows no rich messages")
    if "text" not in params:
        raise wrong("message text is empty")
    text, entities = formatted_text(params)
    _check_preview(params)
    markup = check_reply_markup(params.get("reply_markup"), inline_only=True)
    message = _editable(world, params)
    if "text" not in message.payload:
        raise refused("there is no text in the message to edit")
    return _edit(
        world,
        message,
        {"text": text, "entities": entities or None, "reply_markup": markup},
        source=params["text"],
    )


def edit_message_media(world: World, params: Params) -> Any:
    """Another picture with its caption, also in place of words; inline messages take none."""
    media = check_shape("InputMediaPhoto", params["media"])
    if media["type"] != "photo":
        raise wrong("can't parse InputMedia: this test server knows photos only")
    markup = check_reply_markup(params.get("reply_markup"), inline_only=True)
    message = _editable(world, params)
    if message.inline_id is not None:
        raise wrong("can't upload a new file to an inline message")
    stored = _stored(world, media["media"], "photos", MAX_PHOTO)
    fields: JsonObject = dict.fromkeys(_CONTENT)
    fields |= {"photo": photo_sizes(stored), **_caption(media), "reply_markup": markup}
    return _edit(world, message, fields)


def edit_message_reply_markup(world: World, params: Params) -> Any:
    """A new keyboard, or none."""
    markup = check_reply_markup(params.get("reply_markup"), inline_only=True)
    return _edit(world, _editable(world, params), {"reply_markup": markup})


def delete_message(world: World, params: Params) -> bool:
    """Remove a message; of others' messages only in private chats or as administrator."""
    chat = world.open_chat(params["chat_id"])
    message = world.message(chat, params["message_id"])
    if message is None:
        raise refused("message to delete not found")
    own = message.sender.id == world.bot.id
    may = own or chat.type == "private" or chat.members.get(world.bot.id) == "administrator"
    if not may or message.payload["date"] < time.time() - _MAX_AGE:
        raise refused("message can't be deleted")
    message.deleted = True
    return True


def set_message_reaction(world: World, params: Params) -> bool:
    """One of the usual reactions to a message, or none."""
    emoji = []
    for item in check_list("reaction", params.get("reaction", [])):
        if not isinstance(item, dict) or item.get("type") != "emoji":
            raise wrong("can't parse reaction: this test server knows emoji only")
        # Clients differ in the invisible mark that asks for the coloured form.
        found = str(item.get("emoji")).replace("\ufe0f", "")
        if found not in REACTIONS:
            raise wrong("REACTION_INVALID")
        emoji.append(found)
    message = world.message(world.open_chat(params["chat_id"]), params["message_id"])
    if message is None:
        raise refused("message to react not found")
    message.reactions = tuple(emoji)
    return True


def photo_sizes(stored: StoredFile) -> list[JsonObject]:
    """A picture as messages show it: a list of sizes, the largest last."""
    return [
        {
            "file_id": stored.file_id,
            "file_unique_id": f"{stored.unique_id}{width}",
            "width": width,
            "height": width * 3 // 4,
            "file_size": len(stored.content),
        }
        for width in (90, 800)
    ]


def _check_preview(params: Params) -> None:
    if params.get("link_preview_options") is not None:
        check_shape("LinkPreviewOptions", params["link_preview_options"])


def _caption(params: Params) -> JsonObject:
    caption, entities = formatted_text(
        params,
        text="caption",
        entities="caption_entities",
        maximum=MAX_CAPTION,
        may_be_empty=True,
    )
    fields: JsonObject = {"caption": caption} if caption else {}
    if entities:
        fields["caption_entities"] = entities
    return fields


def _stored(world: World, value: Upload | str, folder: str, maximum: int) -> StoredFile:
    if isinstance(value, str):
        if value in world.files:
            return world.files[value]
        raise wrong("wrong file identifier/HTTP URL specified")
    if not value.content:
        raise wrong("file must be non-empty")
    if len(value.content) > maximum:
        raise ApiError(413, "Request Entity Too Large", violation=True)
    return world.add_file(folder, value.name, value.mime_type, value.content)


def _send(world: World, params: Params, fields: JsonObject, *, source: str = "") -> JsonObject:
    markup = check_reply_markup(params.get("reply_markup"))
    chat = world.open_chat(params["chat_id"])
    thread = params.get("message_thread_id")
    if thread is not None and thread not in chat.topics:
        raise refused("message thread not found")
    if "reply_parameters" in params:
        replied = _replied_to(world, chat, params["reply_parameters"])
        if replied is not None:
            fields = {**fields, "reply_to_message": quoted(replied)}
            thread = thread or replied.payload.get("message_thread_id")
    if thread is not None:
        fields = {**fields, "message_thread_id": thread, "is_topic_message": True}
    if markup is not None:
        fields = {**fields, "reply_markup": markup}
    return world.add_message(chat, world.bot, fields, source=source).payload


def _replied_to(world: World, chat: Chat, value: object) -> StoredMessage | None:
    reply = check_shape("ReplyParameters", value)
    message_id = reply["message_id"]
    if not isinstance(message_id, int):
        raise wrong("can't parse ReplyParameters: message_id must be an Integer")
    there = world.chat(reply["chat_id"]) if "chat_id" in reply else chat
    message = world.message(there, message_id)
    if message is None and not reply.get("allow_sending_without_reply"):
        raise wrong("message to be replied not found")
    return message


def quoted(message: StoredMessage) -> JsonObject:
    """A message as a reply to it shows it; Telegram does not nest replies."""
    return {key: value for key, value in message.payload.items() if key != "reply_to_message"}


def _editable(world: World, params: Params) -> StoredMessage:
    in_chat = {"chat_id", "message_id"} <= params.keys()
    if in_chat == ("inline_message_id" in params):
        raise wrong("message identifier is not specified")
    if not in_chat:
        found = world.inline_message(params["inline_message_id"])
        if found is None:
            raise refused("MESSAGE_ID_INVALID")
        return found
    found = world.message(world.open_chat(params["chat_id"]), params["message_id"])
    if found is None:
        raise refused("message to edit not found")
    if found.sender.id != world.bot.id:
        raise refused("message can't be edited")
    return found


def _edit(
    world: World, message: StoredMessage, fields: JsonObject, *, source: str | None = None
) -> JsonObject | bool:
    if all(message.payload.get(name) == value for name, value in fields.items()):
        raise refused(NOT_MODIFIED)
    # A new object: answers given earlier must not change after the fact.
    payload = {**message.payload, **fields, "edit_date": int(time.time())}
    message.payload = {name: value for name, value in payload.items() if value is not None}
    if source is not None:
        message.source = source
    message.edits += 1
    world.changed.notify_all()
    return True if message.inline_id is not None else message.payload
