"""What whoever pressed a button sees of it at once."""

from __future__ import annotations

from telegram import CallbackQuery
from telegram.error import BadRequest

from handlers import texts
from handlers.refusals import is_too_late


async def answer_press(
    query: CallbackQuery, text: str | None = None, *, alert: bool = False
) -> None:
    """End the waiting circle; a press that waited too long for that is still obeyed."""
    try:
        await query.answer(text, show_alert=alert)
    except BadRequest as error:
        if not is_too_late(error):
            raise


async def expired(query: CallbackQuery) -> None:
    """Say that a button means nothing any more."""
    await answer_press(query, texts.chat.BUTTON_EXPIRED, alert=True)
