"""One message to an admin that is edited while something takes its time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from telegram import InlineKeyboardButton, Message

from handlers import texts
from handlers.draft_buttons import markup
from handlers.html import LIMIT
from handlers.live_message import LiveMessage
from handlers.publishing import Change
from handlers.reload_report import describe_step
from handlers.services import Services
from retrieval.gate import Tell


async def told(
    message: Message,
    begun: str,
    services: Services,
    change: Callable[[Tell], Awaitable[Change]],
    offered: Callable[[str], InlineKeyboardButton] | None = None,
) -> Change:
    """Do ``change``; one reply says that it waits or has begun, how far it is, how it ended.

    Where that may be forced, the button is the one ``offered`` for the version.
    """
    first = texts.drafts.WAITING if services.reloading.locked() else begun
    notice = await message.reply_text(first)
    async with LiveMessage(notice) as live:
        result = await change(lambda step: live.show(describe_step(step)))
        buttons = [offered(result.forceable)] if offered and result.forceable else []
        await live.finish(_fitted(result.report), markup([buttons] if buttons else []))
    return result


def _fitted(report: str) -> str:
    return report if len(report) <= LIMIT // 2 else report[: LIMIT // 2] + "…"
