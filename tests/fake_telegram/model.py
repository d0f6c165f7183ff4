"""The things the world is made of."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any, Literal

JsonObject = dict[str, Any]
ChatType = Literal["private", "group", "supergroup"]


@dataclass(frozen=True)
class User:
    """A person, or the bot."""

    id: int
    first_name: str
    username: str | None = None
    last_name: str | None = None
    language_code: str | None = "id"
    is_bot: bool = False

    def json(self) -> JsonObject:
        """The user as the Bot API shows it."""
        shown: JsonObject = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        for name in ("last_name", "username", "language_code"):
            if getattr(self, name):
                shown[name] = getattr(self, name)
        return shown


@dataclass
class Chat:
    """A place to talk; ``members`` maps user ids (the bot's too) to a member status.

    ``topics`` holds the message ids that began a topic of a forum.
    """

    id: int
    type: ChatType
    title: str | None = None
    username: str | None = None
    user: User | None = None
    members: dict[int, str] = field(default_factory=dict)
    started: bool = True
    topics: set[int] = field(default_factory=set)
    upgraded_to: int | None = None

    def json(self) -> JsonObject:
        """The chat as the Bot API shows it."""
        shown: JsonObject = {"id": self.id, "type": self.type}
        if self.user is not None:
            shown["first_name"] = self.user.first_name
            for name in ("last_name", "username"):
                if getattr(self.user, name):
                    shown[name] = getattr(self.user, name)
        if self.title is not None:
            shown["title"] = self.title
        if self.username:
            shown["username"] = self.username
        if self.topics:
            shown["is_forum"] = True
        return shown


@dataclass
class StoredMessage:
    """A message in a chat; ``payload`` is what the Bot API shows of it."""

    chat: Chat
    sender: User
    payload: JsonObject
    order: int
    source: str = ""
    inline_id: str | None = None
    edits: int = 0
    deleted: bool = False
    reactions: tuple[str, ...] = ()

    @property
    def message_id(self) -> int:
        """The number of the message in its chat."""
        return int(self.payload["message_id"])


@dataclass(frozen=True)
class StoredFile:
    """A file on the server, which ``getFile`` finds and a download delivers."""

    file_id: str
    unique_id: str
    path: str
    name: str
    mime_type: str
    content: bytes = field(repr=False)


@dataclass
class Query:
    """A button press, an inline query or a guest query, waiting for the bot's answer."""

    id: str
    kind: Literal["callback", "inline", "guest"]
    user: User
    text: str
    asked_at: float = field(default_factory=time.monotonic)
    answered_at: float | None = None
    answer: Any = None


@dataclass
class Call:
    """One request of the bot, recorded when it arrives and completed when it is answered.

    ``code`` is the HTTP status of the answer, or None while there is none, also when the
    connection was cut instead; ``at`` and ``answered_at`` are ``time.monotonic()``.
    """

    method: str
    params: JsonObject
    at: float
    code: int | None = None
    description: str = ""
    result: Any = None
    answered_at: float | None = None

    @property
    def ok(self) -> bool:
        """Whether the call succeeded."""
        return self.code == 200

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={_short(value)}" for name, value in self.params.items())
        outcome = "no answer yet" if self.code is None else f"{self.code} {self.description}"
        return f"{self.method}({shown}) -> {outcome.strip()}"


def _short(value: object, width: int = 200) -> str:
    text = repr(value)
    return text if len(text) <= width else text[: width - 1] + "…"


@dataclass(frozen=True)
class Violation:
    """A request no correct bot sends."""

    method: str
    params: JsonObject
    description: str
