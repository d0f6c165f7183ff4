"""People: what they do to the bot, and what they wait for from it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from .inline_results import InlineResult
from .markup import utf16_length
from .membership import change_membership
from .methods import MAX_TEXT
from .model import Chat, JsonObject, StoredMessage, User
from .privacy import reaches_bot
from .sending import photo_sizes, quoted
from .texts import detected_entities
from .views import DEFAULT_TIMEOUT, BotMessage, Inquiry, Press, Sent, Summons, view
from .world import World

MAX_INLINE_QUERY = 256


class Seat:
    """One person in one chat.

    Messages of the bot count as read once ``reply`` or ``replies`` returned them; waits end
    in an AssertionError that tells what the bot called instead.
    """

    def __init__(
        self,
        world: World,
        chat: Chat,
        user: User,
        *,
        speaks_as: Chat | None = None,
        topic: StoredMessage | None = None,
    ) -> None:
        self._world = world
        self.chat = chat
        self.user = user
        self._speaks_as = speaks_as
        self._topic = topic
        self._read = world.messages[-1].order if world.messages else 0
        self._edits_seen: dict[int, int] = {}

    @property
    def chat_id(self) -> int:
        """The number of the chat."""
        return self.chat.id

    # Doing

    def send(
        self,
        text: str,
        *,
        reply_to: int | None = None,
        entities: Sequence[JsonObject] = (),
    ) -> Sent:
        """Write a message; commands, mentions and links are marked as Telegram marks them."""
        assert 1 <= utf16_length(text) <= MAX_TEXT, "people cannot send texts of this length"
        fields: JsonObject = {"text": text}
        found = detected_entities(text, list(entities))
        if found:
            fields["entities"] = found
        return self.post(fields, reply_to=reply_to)

    def post(self, fields: JsonObject, *, reply_to: int | None = None) -> Sent:
        """Send a message of any kind, such as ``{"sticker": {...}}``."""
        with self._world.changed:
            if reply_to is not None:
                replied = self._world.message(self.chat, reply_to)
                assert replied is not None, f"no message {reply_to} in chat {self.chat_id}"
                fields = {**fields, "reply_to_message": quoted(replied)}
            fields = {**self._place(), **fields}
            self.chat.started = True
            message = self._world.add_message(self.chat, self.user, fields)
            return self._deliver("message", message)

    def edit(self, message_id: int, text: str, *, ago: float = 0.0) -> Sent:
        """Change the words of an own message; ``ago`` seconds before now, as the bot reads
        after it was away."""
        with self._world.changed:
            message = self._found(message_id)
            assert message.sender.id == self.user.id, "people edit their own messages only"
            payload = {**message.payload, "text": text, "edit_date": int(time.time() - ago)}
            payload.pop("entities", None)
            if found := detected_entities(text):
                payload["entities"] = found
            message.payload = payload
            return self._deliver("edited_message", message)

    def ages(self, message_id: int, seconds: float) -> None:
        """Let a message be that much older."""
        with self._world.changed:
            message = self._found(message_id)
            message.payload = {**message.payload, "date": message.payload["date"] - int(seconds)}

    def deletes(self, message_id: int) -> None:
        """Remove a message; bots are not told."""
        with self._world.changed:
            self._found(message_id).deleted = True

    def sends_photo(self, content: bytes = b"\xff\xd8\xff", caption: str = "") -> Sent:
        """Send a picture."""
        stored = self._world.add_file("photos", "photo.jpg", "image/jpeg", content)
        return self.post({"photo": photo_sizes(stored), **_caption(caption)})

    def sends_document(
        self,
        name: str,
        content: bytes,
        *,
        mime_type: str = "application/octet-stream",
        caption: str = "",
    ) -> Sent:
        """Send a file, which the bot can download."""
        stored = self._world.add_file("documents", name, mime_type, content)
        document = {
            "file_id": stored.file_id,
            "file_unique_id": stored.unique_id,
            "file_name": name,
            "mime_type": mime_type,
            "file_size": len(content),
        }
        return self.post({"document": document, **_caption(caption)})

    def press(self, button: str, message_id: int | None = None) -> Press:
        """Press the newest button with these words or this callback data.

        ``message_id`` picks the message. Only buttons that tell the bot can be pressed.
        """
        with self._world.changed:
            for message in reversed(self._world.messages):
                if message.chat is not self.chat or message.deleted:
                    continue
                if message_id not in (None, message.message_id):
                    continue
                for shown in view(message).buttons:
                    if button in (shown.text, shown.value):
                        assert shown.action == "callback_data", (
                            f"button {button!r} does not tell the bot: {shown.raw}"
                        )
                        return self.press_raw(shown.value, message.message_id)
        raise AssertionError(
            f"no button {button!r} in chat {self.chat_id}; there are: {self._buttons()}"
        )

    def press_raw(self, data: str, message_id: int, *, inaccessible: bool = False) -> Press:
        """Press with any data, as old messages and hostile clients do.

        ``inaccessible`` hides the message from the bot, as Telegram does with old ones.
        """
        with self._world.changed:
            message = self._found(message_id)
            query = self._world.add_query("callback", self.user, data)
            body: JsonObject = {
                "id": query.id,
                "from": self.user.json(),
                "chat_instance": str(abs(self.chat_id) * 7 + 1),
                "data": data,
            }
            if message.inline_id is not None:
                body["inline_message_id"] = message.inline_id
            elif inaccessible:
                shown = {"chat": self.chat.json(), "message_id": message_id, "date": 0}
                body["message"] = shown
            else:
                body["message"] = message.payload
            return Press(self._world, query, self._world.updates.put("callback_query", body))

    def inline(self, text: str, offset: str = "") -> Inquiry:
        """Type ``@bot text`` into the input field of this chat."""
        assert len(text) <= MAX_INLINE_QUERY, "clients cut longer inline queries"
        with self._world.changed:
            query = self._world.add_query("inline", self.user, text)
            with_bot = self.chat.type == "private"
            body: JsonObject = {
                "id": query.id,
                "from": self.user.json(),
                "query": text,
                "offset": offset,
                "chat_type": "sender" if with_bot else self.chat.type,
            }
            return Inquiry(self._world, query, self._world.updates.put("inline_query", body))

    def summons(self, text: str) -> Summons:
        """Mention the bot in a chat that it is no member of; guest mode must be on for it."""
        status = self.chat.members.get(self._world.bot.id, "left")
        assert status in ("left", "kicked"), "members of a chat are no guests"
        with self._world.changed:
            fields: JsonObject = {**self._place(), "text": text}
            if found := detected_entities(text):
                fields["entities"] = found
            message = self._world.add_message(self.chat, self.user, fields)
            query = self._world.add_query("guest", self.user, text)
            body = {**message.payload, "guest_query_id": query.id}
            return Summons(self._world, query, self._world.updates.put("guest_message", body))

    def choose(self, result: InlineResult, inquiry: Inquiry) -> Sent:
        """Tap an inline result: it appears in the chat via the bot, which is told of it."""
        with self._world.changed:
            fields: JsonObject = {"text": result.text, "via_bot": self._world.bot.json()}
            if result.entities:
                fields["entities"] = list(result.entities)
            chosen: JsonObject = {
                "result_id": result.id,
                "from": self.user.json(),
                "query": inquiry.text,
            }
            inline_id = None
            if result.reply_markup is not None:
                fields["reply_markup"] = result.reply_markup
                inline_id = chosen["inline_message_id"] = f"INLINE{self._world.token()}"
            message = self._world.add_message(self.chat, self.user, fields, inline_id=inline_id)
            sent = self._deliver("message", message)
            self._world.updates.put("chosen_inline_result", chosen)
            return sent

    def blocks_bot(self) -> None:
        """Stop the bot; it may not write here until ``unblocks_bot``."""
        assert self.chat.type == "private"
        change_membership(self._world, self.chat, self.user, "kicked")

    def unblocks_bot(self) -> None:
        """Let the bot write again."""
        change_membership(self._world, self.chat, self.user, "member")

    # Waiting

    def replies(
        self, count: int = 1, timeout: float = DEFAULT_TIMEOUT, *, settle: float = 0.0
    ) -> list[BotMessage]:
        """The unread messages of the bot, at least ``count``, waiting for them.

        ``settle`` waits a little more for messages there should not be.
        """
        began = time.monotonic()
        if not self._world.wait_for(lambda: len(self._unread()) >= count, timeout):
            self._fail(f"sent {len(self._unread())} of {count} messages to", timeout, began)
        if settle:
            self._world.wait_for(lambda: False, settle)
        with self._world.changed:
            unread = self._unread()
            self._read = max([self._read, *(message.order for message in unread)])
            return [view(message) for message in unread]

    def reply(self, timeout: float = DEFAULT_TIMEOUT) -> BotMessage:
        """The oldest unread message of the bot, waiting for it; later ones stay unread."""
        began = time.monotonic()
        if not self._world.wait_for(lambda: bool(self._unread()), timeout):
            self._fail("sent no message to", timeout, began)
        with self._world.changed:
            message = self._unread()[0]
            self._read = message.order
            return view(message)

    def edited(self, message_id: int, timeout: float = DEFAULT_TIMEOUT) -> BotMessage:
        """A message of the bot after its next edit that this call has not returned yet."""
        began = time.monotonic()
        message = self._found(message_id)
        seen = self._edits_seen.get(message_id, 0)
        if not self._world.wait_for(lambda: message.edits > seen, timeout):
            self._fail(f"did not edit message {message_id} of", timeout, began)
        with self._world.changed:
            self._edits_seen[message_id] = message.edits
            return view(message)

    def stays_silent(self, seconds: float = 0.3) -> None:
        """Assert that the bot sends nothing here for a while, and has not before."""
        began = time.monotonic()
        if self._world.wait_for(lambda: bool(self._unread()), seconds):
            texts = [view(message).text for message in self._unread()]
            raise AssertionError(
                f"the bot should be silent in chat {self.chat_id}, but sent {texts}\n"
                f"{self._world.what_the_bot_did(began - seconds)}"
            )

    def wait_until(
        self, condition: Callable[[], bool], what: str, timeout: float = DEFAULT_TIMEOUT
    ) -> None:
        """Wait for anything else; ``what`` completes "the bot did not …"."""
        began = time.monotonic()
        if not self._world.wait_for(condition, timeout):
            self._fail(f"did not {what} in", timeout, began)

    def message(self, message_id: int) -> BotMessage:
        """A message as it is now."""
        with self._world.changed:
            return view(self._found(message_id))

    def bot_messages(self) -> list[BotMessage]:
        """Everything the bot ever sent here and did not delete."""
        with self._world.changed:
            return [view(m) for m in self._world.messages if self._is_bots(m)]

    # Inside

    def _place(self) -> JsonObject:
        """What every message from this seat shows of where and as whom it was written."""
        fields: JsonObject = {}
        if self._speaks_as is not None:
            fields["sender_chat"] = self._speaks_as.json()
        if self._topic is not None:
            fields["message_thread_id"] = self._topic.message_id
            fields["is_topic_message"] = True
            # In a topic, what replies to nothing replies to the message that began it.
            fields["reply_to_message"] = quoted(self._topic)
        return fields

    def _deliver(self, kind: str, message: StoredMessage) -> Sent:
        world = self._world
        reaches = reaches_bot(
            world.bot, self.chat, message.payload, privacy_mode=world.privacy_mode
        )
        update_id = world.updates.put(kind, message.payload) if reaches else None
        return Sent(message.message_id, update_id, dict(message.payload))

    def _found(self, message_id: int) -> StoredMessage:
        message = self._world.message(self.chat, message_id)
        assert message is not None, f"no message {message_id} in chat {self.chat_id}"
        return message

    def _is_bots(self, message: StoredMessage) -> bool:
        mine = message.chat is self.chat and message.sender.id == self._world.bot.id
        return mine and not message.deleted

    def _unread(self) -> list[StoredMessage]:
        return [m for m in self._world.messages if m.order > self._read and self._is_bots(m)]

    def _buttons(self) -> list[str]:
        return [button.text for m in self.bot_messages() for button in m.buttons]

    def _fail(self, what: str, timeout: float, began: float) -> None:
        # The call that failed to come may have come wrong a moment earlier.
        raise AssertionError(
            f"the bot {what} chat {self.chat_id} within {timeout:g} s; it called:\n"
            f"{self._world.what_the_bot_did(began - 1.0)}"
        )


def _caption(text: str) -> JsonObject:
    if not text:
        return {}
    found = detected_entities(text)
    return {"caption": text, **({"caption_entities": found} if found else {})}
