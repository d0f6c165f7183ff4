"""A person gets so many messages a minute, by the clock of Telegram; then one notice, then none.

The turns, the receiver and the inbox are real; what handlers and Telegram do is written down.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot, Update
from telegram.error import NetworkError

from handlers import texts
from handlers.allowance import Allowance
from handlers.metrics import Metrics
from handlers.receiving import Receiver
from handlers.turns import Turns
from handlers.updates import read_update
from journal.inbox import Inbox
from tests.updates import well_formed

BUDI, SITI, ADMIN = 6_900_000_001, 6_900_000_002, 6_900_000_003
PER_MINUTE = 4
"""As many as one chat holds turns."""
NOON = 1_800_000_000
ANSWER = "jawaban"


class Play:
    """Updates on their way through the turns, and what came of each."""

    def __init__(self, inbox: Inbox) -> None:
        self.inbox = inbox
        self.said: list[tuple[int, str]] = []
        self.failing = False
        self.again: list[Update] = []
        allowance = Allowance(PER_MINUTE, {ADMIN})
        self.receiver = Receiver(inbox)
        self.turns = Turns(self.receiver, self.again.append, Metrics(), allowance)
        self._bot = Bot("1:a")

    async def send(
        self, number: int, person: int = BUDI, at: int = 0, kind: str = "message", **more: Any
    ) -> None:
        """Have one update received and handled; ``at`` counts seconds from noon."""
        raw = well_formed(number, kind)
        sent = {"edit_date": NOON + at} if kind == "edited_message" else {"date": NOON + at}
        body = raw[kind] | sent | more
        body["from"] = body["from"] | {"id": person}
        if "chat" in body and body["chat"]["type"] == "private":
            body["chat"] = body["chat"] | {"id": person}
        update, arrival = read_update(raw | {kind: body}, self._bot)
        self.inbox.accept([arrival])
        self.receiver.begin(number)
        await self.handle(update)

    async def handle(self, update: Update) -> None:
        await self.turns.do_process_update(update, self._answer(update))

    async def _answer(self, update: Update) -> None:
        if self.failing:
            self.turns.postpone(update, NetworkError("putus"))
        else:
            assert update.effective_chat
            self.said.append((update.effective_chat.id, ANSWER))


@pytest.fixture
def play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Play]:
    with closing(Inbox(tmp_path / "inbox.db")) as inbox:
        played = Play(inbox)

        async def reply(message: Any, text: str) -> None:
            if played.failing:
                raise NetworkError("putus")
            played.said.append((message.chat_id, text))

        monkeypatch.setattr("telegram.Message.reply_text", reply)
        yield played


def run(script: Callable[[], Awaitable[None]]) -> None:
    async def main() -> None:
        await script()

    asyncio.run(main())


def heard(play: Play, person: int = BUDI) -> list[str]:
    return [text for chat, text in play.said if chat == person]


ENOUGH = [*[ANSWER] * PER_MINUTE, texts.chat.ENOUGH]


def test_one_notice_then_silence_until_the_minute_is_over(play: Play) -> None:
    async def script() -> None:
        for number in range(50):
            await play.send(number, at=number)
        assert heard(play) == ENOUGH
        assert play.inbox.counts().waiting == 0, "what is passed over is done"
        await play.send(59, at=59)
        assert heard(play) == ENOUGH
        await play.send(60, at=60)
        assert heard(play) == [*ENOUGH, ANSWER]

    run(script)


def test_nobody_uses_up_the_share_of_another(play: Play) -> None:
    async def script() -> None:
        for number in range(20):
            await play.send(number)
        await play.send(20, SITI)
        assert heard(play, SITI) == [ANSWER]

    run(script)


def test_admins_groups_and_presses_are_not_counted_here(play: Play) -> None:
    async def script() -> None:
        for number in range(20):
            await play.send(number, ADMIN)
        group = {"id": -100, "type": "group", "title": "Kantor"}
        for number in range(20, 40):
            await play.send(number, chat=group)
        for number in range(40, 60):
            await play.send(number, kind="callback_query")
        assert heard(play, ADMIN) == [ANSWER] * 20
        assert heard(play, -100) == [ANSWER] * 20
        assert len(play.said) == 60

    run(script)


def test_edits_are_counted_when_they_are_made(play: Play) -> None:
    async def script() -> None:
        for number in range(5):
            await play.send(number, kind="edited_message")
        assert heard(play) == ENOUGH
        await play.send(5, at=60, kind="edited_message")
        assert heard(play) == [*ENOUGH, ANSWER]

    run(script)


def test_what_waited_for_us_is_judged_by_when_it_was_sent(play: Play) -> None:
    async def script() -> None:
        for number in range(20):
            await play.send(number, at=30 * number)
        assert heard(play) == [ANSWER] * 20

    run(script)


def test_what_is_handled_again_is_not_counted_again(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.turns._FIRST_DELAY", 0.0)

    async def script() -> None:
        play.failing = True
        for number in range(PER_MINUTE + 2):
            await play.send(number)
        assert play.inbox.counts().waiting == PER_MINUTE
        play.failing = False
        async with asyncio.timeout(20):
            while len(play.again) < PER_MINUTE:
                await asyncio.sleep(0)
        assert [update.update_id for update in play.again] == list(range(PER_MINUTE))
        for update in play.again:
            await play.handle(update)
        assert heard(play) == [ANSWER] * PER_MINUTE, "the notice that failed is not sent late"
        assert play.inbox.counts().waiting == 0

    run(script)


def test_what_was_erased_is_not_handled_later(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.turns._FIRST_DELAY", 0.0)

    async def script() -> None:
        play.failing = True
        await play.send(1)
        await play.send(2, SITI)
        play.failing = False
        await play.receiver.forget(BUDI)
        async with asyncio.timeout(20):
            while len(play.again) < 2:
                await asyncio.sleep(0)
        for update in play.again:
            await play.handle(update)
        assert play.said == [(SITI, ANSWER)]
        assert play.inbox.counts().waiting == 0

    run(script)


def test_a_flood_waits_behind_nothing(play: Play) -> None:
    """What is passed over takes no turn: those of its chat are all held by answers."""

    async def script() -> None:
        going = asyncio.Event()

        async def slow() -> None:
            await going.wait()

        update, _ = read_update(well_formed(1, "message"), Bot("1:a"))
        play.receiver.begin(1)
        held = [
            asyncio.create_task(play.turns.do_process_update(update, slow()))
            for _ in range(PER_MINUTE)
        ]
        await asyncio.sleep(0)
        async with asyncio.timeout(20):
            notice = asyncio.create_task(play.send(2))
            await asyncio.sleep(0)
            for number in range(3, 100):
                await play.send(number)
        assert play.inbox.counts().waiting == 1, "only the notice waits for its turn"
        going.set()
        await asyncio.gather(*held, notice)
        assert heard(play) == [texts.chat.ENOUGH]

    run(script)
