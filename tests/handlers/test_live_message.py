"""A message that is edited as work goes on ends with the last word."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telegram import Message
from telegram.error import TimedOut

from handlers import live_message
from handlers.live_message import LiveMessage


class Edited:
    """Stands for a message: keeps what it was made to say, as slowly as it is told to."""

    def __init__(self, *, fails: bool = False) -> None:
        self.said: list[str] = []
        self.begun = asyncio.Event()
        self.may_end = asyncio.Event()
        self._fails = fails

    async def edit_text(self, text: str, **more: Any) -> None:
        self.begun.set()
        await self.may_end.wait()
        if self._fails:
            raise TimedOut
        self.said.append(text)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_message, "_SECONDS", 0.0)


def live(message: Edited) -> LiveMessage:
    assert hasattr(Message, "edit_text")
    return LiveMessage(message)  # type: ignore[arg-type]


def test_an_edit_under_way_does_not_overtake_the_last_word() -> None:
    async def play() -> list[str]:
        message = Edited()
        async with live(message) as shown:
            await asyncio.to_thread(shown.show, "separuh")
            await message.begun.wait()
            last = asyncio.create_task(shown.finish("selesai"))
            shown.show("terlambat")
            await asyncio.sleep(0)
            message.may_end.set()
            await last
        await asyncio.sleep(0.01)
        return message.said

    assert asyncio.run(play()) == ["separuh", "selesai"]


def test_only_the_newest_is_shown() -> None:
    async def play() -> list[str]:
        message = Edited()
        message.may_end.set()
        async with live(message) as shown:
            shown.show("satu")
            shown.show("dua")
            await message.begun.wait()
            await shown.finish("tiga")
        return message.said

    assert asyncio.run(play()) == ["dua", "tiga"]


def test_telegram_may_fail() -> None:
    async def play() -> None:
        message = Edited(fails=True)
        message.may_end.set()
        async with live(message) as shown:
            shown.show("satu")
            await message.begun.wait()
            await shown.finish("dua")

    asyncio.run(play())
