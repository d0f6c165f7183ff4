"""What the library would keep of those who write, and we do not let it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import Any

from telegram import Update, User
from telegram.ext import Application, TypeHandler

from handlers.allowance import Allowance
from handlers.application import App, build_application
from handlers.metrics import Metrics
from handlers.receiving import Receiver, ReceivingBot
from journal.inbox import Inbox
from tests.updates import well_formed


def test_the_application_remembers_nobody(tmp_path: Path) -> None:
    handled: list[int] = []

    async def handle(update: Update, _: Any) -> None:
        assert update.effective_user is not None
        handled.append(update.effective_user.id)

    async def play(application: App, bot: ReceivingBot) -> None:
        for number, kind in enumerate(("message", "inline_query", "callback_query")):
            await application.process_update(Update.de_json(well_formed(number, kind), bot))

    with closing(Inbox(tmp_path / "inbox.db")) as inbox:
        bot = ReceivingBot(Receiver(inbox), token="1:x")
        bot._bot_user = User(1, "Netra", is_bot=True, username="netra_uji_bot")
        application = build_application(bot, Metrics(), frozenset(), Allowance(20))
        application.handlers = {0: [TypeHandler(Update, handle)]}
        application._initialized = True
        asyncio.run(play(application, bot))

    assert len(handled) == 3
    kept = {
        name: value
        for name in {*Application.__slots__, *vars(application)}
        if isinstance(value := getattr(application, name, None), Collection)
    }
    assert "_user_data" in kept
    assert not [name for name, value in kept.items() if any(one in value for one in handled)]
