"""From the JSON of one update to an object of the library, or a reason why not.

The library checks no types: a text that is a number would travel as far as the engine, and
an update that it cannot read at all stops everything that came with it. So each update is
looked at by itself, against the few fields that handlers rely on.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from telegram import Bot, Update

from journal.inbox import LARGEST_ID, Arrival, Refusal

UNKNOWN = "unknown"
_Number = Annotated[int, Field(ge=-LARGEST_ID, le=LARGEST_ID)]
_UpdateId = Annotated[int, Field(ge=0, le=LARGEST_ID)]


class _Shape(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore")


class _User(_Shape):
    id: _Number
    is_bot: bool
    first_name: str


class _Chat(_Shape):
    id: _Number
    type: str


class _Entity(_Shape):
    type: str
    offset: Annotated[int, Field(ge=0)]
    length: Annotated[int, Field(ge=0)]


class _Message(_Shape):
    message_id: _Number
    chat: _Chat
    sender: _User | None = Field(default=None, alias="from")
    via_bot: _User | None = None
    reply_to_message: _Message | None = None
    text: str | None = None
    caption: str | None = None
    entities: list[_Entity] = []
    caption_entities: list[_Entity] = []


class _Callback(_Shape):
    id: str
    sender: _User = Field(alias="from")
    message: _Message | None = None
    data: str | None = None


class _Inline(_Shape):
    id: str
    sender: _User = Field(alias="from")
    query: str
    offset: str


class _Update(_Shape):
    update_id: _UpdateId
    message: _Message | None = None
    edited_message: _Message | None = None
    channel_post: _Message | None = None
    edited_channel_post: _Message | None = None
    business_message: _Message | None = None
    edited_business_message: _Message | None = None
    guest_message: _Message | None = None
    callback_query: _Callback | None = None
    inline_query: _Inline | None = None


class Malformed(Exception):
    """An update that cannot be handled; ``refusal`` says why, with nothing of its content."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.problem)
        self.refusal = refusal


def read_update(raw: object, bot: Bot) -> tuple[Update, Arrival]:
    """Return the update, and the same as it is written down.

    Raises:
        Malformed: a field is missing or of the wrong type, or the kind is unknown.
    """
    kind = kind_of(raw)
    number = number_of(raw)
    try:
        _Update.model_validate(raw)
        if kind == UNKNOWN or not isinstance(raw, dict):
            raise Malformed(Refusal(number, kind, "no known kind of update"))
        update = Update.de_json(raw, bot)
        # In ASCII: half a pair of characters is text as well, and no database takes it.
        return update, Arrival(update.update_id, kind, json.dumps(raw))
    except ValidationError as error:
        raise Malformed(Refusal(number, kind, _describe(error))) from None
    except Malformed:
        raise
    except Exception as error:
        # Whatever it is, it is about this update; its text may quote the content.
        raise Malformed(Refusal(number, kind, type(error).__name__)) from None


def is_by(person: int, body: str) -> bool:
    """Whether an update, as it is written down, was sent, pressed or typed by a person."""
    parts = [part for part in json.loads(body).values() if isinstance(part, dict)]
    senders = [part["from"] for part in parts if isinstance(part.get("from"), dict)]
    return any(sender.get("id") == person for sender in senders)


def kind_of(raw: object) -> str:
    """Return which kind of update this claims to be."""
    if not isinstance(raw, dict):
        return UNKNOWN
    return next((kind for kind in Update.ALL_TYPES if raw.get(kind) is not None), UNKNOWN)


def number_of(raw: object) -> int | None:
    """Return the ``update_id``, where there is one that can be used."""
    number: Any = raw.get("update_id") if isinstance(raw, dict) else None
    usable = isinstance(number, int) and not isinstance(number, bool)
    return number if usable and 0 <= number <= LARGEST_ID else None


def _describe(error: ValidationError) -> str:
    """Return where the first problem is and of which type; never the value."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'.'.join(map(str, first['loc'])) or 'update'}: {first['type']}"
