"""What tests get to see: snapshots of messages, and handles on what people did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .answering import CallbackAnswer, InlineAnswer
from .inline_results import InlineResult
from .model import JsonObject, Query, StoredMessage
from .world import World

DEFAULT_TIMEOUT = 5.0


@dataclass(frozen=True)
class Button:
    """A button under a message; ``action`` is the field that says what it does."""

    text: str
    action: str
    value: Any
    raw: JsonObject


@dataclass(frozen=True)
class BotMessage:
    """A message of the bot as it was when the test looked; look again for a newer state."""

    message_id: int
    chat_id: int
    text: str
    source: str
    entities: tuple[JsonObject, ...]
    rows: tuple[tuple[Button, ...], ...]
    reply_to: int | None
    edits: int
    deleted: bool
    document: str | None
    photo: str | None
    raw: JsonObject

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All buttons, row after row."""
        return tuple(button for row in self.rows for button in row)

    def words_in(self, kind: str) -> list[str]:
        """The stretches of text under entities of ``kind``, such as "bold"."""
        units = self.text.encode("utf-16-le")
        return [
            units[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
            for e in self.entities
            if e["type"] == kind
        ]


def view(message: StoredMessage) -> BotMessage:
    """A snapshot; ``text`` is the caption for files, ``source`` the text with its tags."""
    payload = message.payload
    keyboard = payload.get("reply_markup", {}).get("inline_keyboard", [])
    return BotMessage(
        message_id=message.message_id,
        chat_id=message.chat.id,
        text=payload.get("text") or payload.get("caption") or "",
        source=message.source,
        entities=tuple(payload.get("entities") or payload.get("caption_entities") or ()),
        rows=tuple(tuple(_button(button) for button in row) for row in keyboard),
        reply_to=payload.get("reply_to_message", {}).get("message_id"),
        edits=message.edits,
        deleted=message.deleted,
        document=payload.get("document", {}).get("file_id"),
        photo=payload["photo"][-1]["file_id"] if "photo" in payload else None,
        raw=dict(payload),
    )


def _button(raw: JsonObject) -> Button:
    action = next(name for name in raw if name not in ("text", "style", "icon_custom_emoji_id"))
    return Button(raw["text"], action, raw[action], raw)


@dataclass(frozen=True)
class Sent:
    """What a person sent; ``update_id`` is None if the bot did not get to know of it."""

    message_id: int
    update_id: int | None
    raw: JsonObject


class _Asked:
    """A query somebody waits for an answer to."""

    def __init__(self, world: World, query: Query, update_id: int | None) -> None:
        self._world = world
        self._query = query
        self.update_id = update_id

    @property
    def query_id(self) -> str:
        """The number the bot answers to."""
        return self._query.id

    @property
    def answered(self) -> bool:
        """Whether the bot has answered yet."""
        return self._query.answered_at is not None

    def _wait(self, timeout: float) -> Any:
        if not self._world.wait_for(lambda: self.answered, timeout):
            raise AssertionError(
                f"the bot did not answer the {self._query.kind} query {self._query.text!r} "
                f"within {timeout:g} s; since then it called:\n"
                f"{self._world.what_the_bot_did(self._query.asked_at)}"
            )
        return self._query.answer


class Press(_Asked):
    """A pressed button."""

    def answer(self, timeout: float = DEFAULT_TIMEOUT) -> CallbackAnswer:
        """What the bot answered, waiting for it."""
        answer = self._wait(timeout)
        assert isinstance(answer, CallbackAnswer)
        return answer


class Inquiry(_Asked):
    """A typed inline query."""

    @property
    def text(self) -> str:
        """What was typed."""
        return self._query.text

    def answer(self, timeout: float = DEFAULT_TIMEOUT) -> InlineAnswer:
        """What the bot answered, waiting for it."""
        answer = self._wait(timeout)
        assert isinstance(answer, InlineAnswer)
        return answer


class Summons(_Asked):
    """A mention of the bot in a chat that it is no member of."""

    def answer(self, timeout: float = DEFAULT_TIMEOUT) -> InlineResult:
        """What the bot posted there as a guest, waiting for it."""
        answer = self._wait(timeout)
        assert isinstance(answer, InlineResult)
        return answer
