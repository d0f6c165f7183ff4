"""How calls travel: as JSON, and files in a form."""

from __future__ import annotations

import asyncio
import json

import httpx
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from handlers.requests import JsonRequest

_DONE = {"ok": True, "result": {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}}}
_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


class Wire:
    """A bot, and the requests that it sent."""

    def __init__(self) -> None:
        self.sent: list[httpx.Request] = []
        transport = httpx.MockTransport(self._answer)
        self.bot = Bot("1:x", request=JsonRequest(httpx_kwargs={"transport": transport}))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        return httpx.Response(200, json=_DONE)


@given(_TEXTS, _TEXTS.map(lambda text: text[:20]))
def test_a_call_is_json_and_every_character_arrives(text: str, label: str) -> None:
    wire = Wire()
    button = InlineKeyboardButton(label, callback_data="x")
    keyboard = InlineKeyboardMarkup.from_button(button)

    asyncio.run(wire.bot.send_message(7, text, reply_markup=keyboard))

    (request,) = wire.sent
    assert request.headers["content-type"] == "application/json"
    said = json.loads(request.content)
    assert (int(said["chat_id"]), said["text"]) == (7, text)
    ((shown,),) = json.loads(said["reply_markup"])["inline_keyboard"]
    assert shown["text"] == label


def test_a_file_travels_in_a_form_with_what_is_said_of_it() -> None:
    wire = Wire()

    asyncio.run(wire.bot.send_document(7, b"%PDF isi", filename="a.pdf", caption="keterangan"))

    (request,) = wire.sent
    assert request.headers["content-type"].startswith("multipart/form-data")
    assert b"%PDF isi" in request.content
    assert b"keterangan" in request.content


def test_a_call_that_says_nothing_has_no_body() -> None:
    wire = Wire()

    asyncio.run(wire.bot.delete_webhook())

    (request,) = wire.sent
    assert request.content == b""
