"""The state of the pretended Telegram: chats, people, messages, files, queries, calls.

Everything is guarded by ``changed``, a condition that is notified after each change, so
that tests can wait for what they expect instead of sleeping.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterable
from typing import Literal

from .errors import forbidden, refused, upgraded
from .faults import Faults
from .model import (
    Call,
    Chat,
    ChatType,
    JsonObject,
    Query,
    StoredFile,
    StoredMessage,
    User,
    Violation,
)
from .updates import UpdateQueue

# Above 32 bits, as real identifiers are today.
FIRST_USER_ID = 6_000_000_001
FIRST_GROUP_ID = -1_002_000_000_001


class World:
    """One bot and everybody it can meet."""

    def __init__(self, bot: User, *, privacy_mode: bool, query_lifetime: float) -> None:
        self.bot = bot
        self.privacy_mode = privacy_mode
        self.query_lifetime = query_lifetime
        self.changed = threading.Condition(threading.RLock())
        self.updates = UpdateQueue(self.changed)
        self.faults = Faults()
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.messages: list[StoredMessage] = []
        self.files: dict[str, StoredFile] = {}
        self.queries: dict[str, Query] = {}
        self.calls: list[Call] = []
        self.violations: list[Violation] = []
        self.commands: dict[tuple[str, str], list[JsonObject]] = {}
        self.descriptions: dict[tuple[str, str], str] = {}
        self.webhook: JsonObject = {}
        self.logged_out = False
        self.began_at = time.monotonic()
        self._user_ids = itertools.count(FIRST_USER_ID)
        self._group_ids = itertools.count(FIRST_GROUP_ID, -1)
        self._shared_message_ids = itertools.count(1001)
        self._group_message_ids: dict[int, itertools.count[int]] = {}
        self._orders = itertools.count(1)
        self._tokens = itertools.count(4_000_000_000_000_000_001)

    # People and chats

    def add_user(self, user_id: int | None, first_name: str, username: str | None) -> User:
        """The user with this id, made on first sight."""
        with self.changed:
            number = next(self._user_ids) if user_id is None else user_id
            if number not in self.users:
                self.users[number] = User(number, first_name, username)
            return self.users[number]

    def add_private_chat(self, user: User, *, started: bool) -> Chat:
        """The chat between ``user`` and the bot."""
        with self.changed:
            if user.id not in self.chats:
                members = {user.id: "member", self.bot.id: "member"}
                self.chats[user.id] = Chat(
                    user.id, "private", user=user, members=members, started=started
                )
            return self.chats[user.id]

    def add_group(
        self, title: str, people: Iterable[User], *, chat_type: ChatType, username: str | None
    ) -> Chat:
        """A new group; the first of ``people`` owns it, the bot is an ordinary member."""
        with self.changed:
            members = {user.id: "member" for user in people}
            for owner in itertools.islice(members, 1):
                members[owner] = "creator"
            members[self.bot.id] = "member"
            chat = Chat(next(self._group_ids), chat_type, title, username, members=members)
            self.chats[chat.id] = chat
            if chat_type == "supergroup":
                # Each supergroup counts for itself, so equal numbers in two chats are normal.
                self._group_message_ids[chat.id] = itertools.count(1)
            return chat

    def upgrade(self, group: Chat) -> Chat:
        """Make a supergroup of a group; the old chat stays, for what happened in it."""
        with self.changed:
            people = [self.users[number] for number in group.members if number != self.bot.id]
            new = self.add_group(
                group.title or "", people, chat_type="supergroup", username=group.username
            )
            new.members = dict(group.members)
            group.upgraded_to = new.id
            return new

    def chat(self, reference: int | str) -> Chat:
        """The chat with this number or @name, or the 400 a bot gets."""
        if isinstance(reference, int):
            found = self.chats.get(reference)
        else:
            wanted = reference.removeprefix("@").lower()
            found = next(
                (c for c in self.chats.values() if (c.username or "").lower() == wanted), None
            )
        if found is None:
            raise refused("chat not found")
        return found

    def open_chat(self, reference: int | str) -> Chat:
        """The chat, if the bot may act in it; else the 400 or 403 a bot gets."""
        chat = self.chat(reference)
        if chat.upgraded_to is not None:
            raise upgraded(chat.upgraded_to)
        status = chat.members.get(self.bot.id, "left")
        if chat.type == "private":
            if not chat.started:
                raise forbidden("bot can't initiate conversation with a user")
            if status == "kicked":
                raise forbidden("bot was blocked by the user")
        elif status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.type} chat")
        elif status == "left":
            raise forbidden(f"bot is not a member of the {chat.type} chat")
        return chat

    # Messages and files

    def add_message(
        self,
        chat: Chat,
        sender: User,
        fields: JsonObject,
        *,
        source: str = "",
        inline_id: str | None = None,
    ) -> StoredMessage:
        """A new message in ``chat`` with the next number."""
        with self.changed:
            numbers = self._group_message_ids.get(chat.id, self._shared_message_ids)
            payload: JsonObject = {
                "message_id": next(numbers),
                "from": sender.json(),
                "chat": chat.json(),
                "date": int(time.time()),
                **fields,
            }
            message = StoredMessage(
                chat, sender, payload, next(self._orders), source=source, inline_id=inline_id
            )
            self.messages.append(message)
            self.changed.notify_all()
            return message

    def message(self, chat: Chat, message_id: int) -> StoredMessage | None:
        """The message with this number in ``chat``, unless it is gone."""
        with self.changed:
            for message in reversed(self.messages):
                if message.chat is chat and message.message_id == message_id:
                    return None if message.deleted else message
            return None

    def inline_message(self, inline_id: str) -> StoredMessage | None:
        """The message a person sent via the bot, by the number only the bot has."""
        with self.changed:
            return next((m for m in self.messages if m.inline_id == inline_id), None)

    def add_file(self, folder: str, name: str, mime_type: str, content: bytes) -> StoredFile:
        """Keep a file for later downloads."""
        with self.changed:
            number = len(self.files)
            suffix = name.rpartition(".")[2] if "." in name else "bin"
            stored = StoredFile(
                file_id=f"FILE{self.token()}",
                unique_id=f"unique{number}",
                path=f"{folder}/file_{number}.{suffix}",
                name=name,
                mime_type=mime_type,
                content=content,
            )
            self.files[stored.file_id] = stored
            return stored

    # Queries, calls, waiting

    def token(self) -> str:
        """A new identifier, as Telegram makes them: long, numeric, a string."""
        return str(next(self._tokens))

    def add_query(
        self, kind: Literal["callback", "inline", "guest"], user: User, text: str
    ) -> Query:
        """A query that waits for its answer from now on."""
        with self.changed:
            query = Query(self.token(), kind, user, text)
            self.queries[query.id] = query
            return query

    def record(self, call: Call) -> None:
        """Remember a call when it arrives."""
        with self.changed:
            self.calls.append(call)
            self.changed.notify_all()

    def complete(self, call: Call, code: int | None, description: str, result: object) -> None:
        """Remember how a call ended."""
        with self.changed:
            call.code, call.description, call.result = code, description, result
            call.answered_at = time.monotonic()
            self.changed.notify_all()

    def wait_for(self, condition: Callable[[], bool], timeout: float) -> bool:
        """Whether ``condition`` came true within ``timeout`` seconds."""
        with self.changed:
            return bool(self.changed.wait_for(condition, timeout))

    def what_the_bot_did(self, since: float = 0.0) -> str:
        """The calls after ``since``, one a line, for failed assertions; idle polls counted."""
        with self.changed:
            calls = [call for call in self.calls if call.at >= since]
            polls = sum(call.method == "getUpdates" for call in calls)
            lines = [
                f"  +{call.at - self.began_at:.2f}s {call}"
                for call in calls
                if call.method != "getUpdates"
            ]
            lines.append(f"  getUpdates {polls} times; {len(self.updates.pending())} unconfirmed")
            lines.extend(f"  violation: {v.method}: {v.description}" for v in self.violations)
            return "\n".join(lines)
