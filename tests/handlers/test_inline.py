"""A query that is worked on while its person types on; the server and the engine are real."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from handlers.alerts import Alerts
from handlers.allowance import Allowance
from handlers.application import ALLOWED_UPDATES, build_application
from handlers.flood import Pace
from handlers.inline_turns import AT_ONCE
from handlers.mending import Mending
from handlers.metrics import Metrics
from handlers.receiving import Receiver, ReceivingBot
from handlers.services import Services, install
from handlers.trouble import Troubles
from handlers.turns import AT_ONCE as UPDATES_AT_ONCE
from journal.alert_times import AlertTimes
from journal.audit import AuditLog
from journal.drafts import Drafts
from journal.groups import MutedGroups
from journal.inbox import Inbox
from journal.pause import Pause
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

    def open(self, *arguments: Any) -> Any:
        return self._engine.open(*arguments)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(WAIT):
        while not condition():
            await asyncio.sleep(0.005)


def test_only_the_newest_is_made_and_sent_and_nobody_waits_for_it(
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
        troubles = Troubles()
        receiver = Receiver(Inbox(settings.inbox_path))
        bot = ReceivingBot(
            receiver,
            token=telegram.token,
            base_url=f"{telegram.url}/bot",
            rate_limiter=Pace(Mending(troubles)),
        )
        application = build_application(bot, Metrics(), settings.admin_ids, Allowance(20))
        journal = Journal(settings.journal_path)
        muted = MutedGroups(settings.journal_path)
        audit, times = AuditLog(settings.journal_path), AlertTimes(settings.journal_path)
        drafts = Drafts(settings.journal_path)
        alerts = Alerts(application.bot, settings.admin_ids, times)
        services = Services(
            settings,
            store,
            journal,
            receiver.inbox,
            held,
            muted,
            drafts,
            audit,
            Pause(audit),
            alerts,
            troubles,
        )
        install(application.bot_data, services)
        budi = telegram.private_chat()
        others = [telegram.private_chat() for _ in range(UPDATES_AT_ONCE + 1)]
        async with application:
            await application.start()

            async def hears() -> None:
                while heard := await bot.get_updates(timeout=1, allowed_updates=ALLOWED_UPDATES):
                    for update in heard:
                        await application.update_queue.put(update)

            running = budi.inline("boleh like satu")
            await hears()
            await until(lambda: held.begun == ["boleh like satu"])
            for number, seat in enumerate(others):
                seat.inline(f"boleh foto {number}")
            waiting, newest = budi.inline("boleh like dua"), budi.inline("boleh like tiga")
            others[0].send("/start")
            await hears()
            await until(lambda: len(held.begun) == AT_ONCE)
            await until(lambda: bool(others[0].bot_messages()))
            held.go.set()
            await until(lambda: newest.answered)
            again = others[0].inline("  boleh like tiga\u200b")
            await hears()
            await until(lambda: again.answered)
            await application.stop()
        assert newest.answer().results
        assert not running.answered, "it was begun, but the newest wins"
        assert not waiting.answered
        assert "boleh like dua" not in held.begun
        assert held.begun.count("boleh like tiga") == 1, "what was made is kept for others"
        assert again.answer().results == newest.answer().results
        journal.close()
        drafts.close()
        muted.close()
        audit.close()
        times.close()
        receiver.close()

    with FakeTelegram() as telegram:
        asyncio.run(play(telegram, Held(engine)))
        assert telegram.violations == []
