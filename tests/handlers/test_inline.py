"""A query that is worked on while its person types on; the server and the engine are real."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from handlers.application import ALLOWED_UPDATES, build_application
from handlers.inline_turns import AT_ONCE
from handlers.services import Services, install
from journal.store import Journal
from knowledge.store import KnowledgeStore
from retrieval.engine import Engine
from settings import load_settings
from tests.fake_telegram import FakeTelegram

WAIT = 20.0


class Held:
    """The engine, with its suggestions held back until they are let go."""

    def __init__(self, engine: Engine) -> None:
        self.index = engine.index
        self.begun: list[str] = []
        self.go = threading.Event()
        self._engine = engine

    def suggest(self, text: str, *numbers: int) -> Any:
        self.begun.append(text)
        assert self.go.wait(WAIT)
        return self._engine.suggest(text, *numbers)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(WAIT):
        while not condition():
            await asyncio.sleep(0.005)


def test_what_is_begun_is_not_sent_and_what_waits_is_not_begun_once_a_newer_query_came(
    engine: Engine, store: KnowledgeStore, tmp_path: Path
) -> None:
    async def play(telegram: FakeTelegram, held: Held) -> None:
        settings = load_settings(
            {
                "TELEGRAM_BOT_TOKEN": telegram.token,
                "TELEGRAM_API_URL": telegram.url,
                "NETRA_DATA_DIR": str(tmp_path),
            },
            file=tmp_path / "none.yaml",
        )
        application = build_application(settings)
        journal = Journal(settings.journal_path)
        install(application.bot_data, Services(settings, store, journal, held))
        budi, others = telegram.private_chat(), [telegram.private_chat() for _ in range(AT_ONCE)]
        async with application:
            await application.start()

            async def hears() -> None:
                last = -1
                for update in await application.bot.get_updates(allowed_updates=ALLOWED_UPDATES):
                    await application.update_queue.put(update)
                    last = update.update_id
                await application.bot.get_updates(offset=last + 1, timeout=0)

            running = budi.inline("boleh like satu")
            await hears()
            await until(lambda: held.begun == ["boleh like satu"])
            for number, seat in enumerate(others):
                seat.inline(f"boleh foto {number}")
            waiting, newest = budi.inline("boleh like dua"), budi.inline("boleh like tiga")
            await hears()
            await until(lambda: len(held.begun) == AT_ONCE)
            held.go.set()
            await until(lambda: newest.answered)
            await application.stop()
        assert newest.answer().results
        assert not running.answered, "it was begun, but the newest wins"
        assert not waiting.answered
        assert "boleh like dua" not in held.begun
        assert len(telegram.calls("answerInlineQuery")) == 1 + len(others)
        journal.close()

    with FakeTelegram() as telegram:
        asyncio.run(play(telegram, Held(engine)))
        assert telegram.violations == []
