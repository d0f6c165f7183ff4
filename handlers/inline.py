"""Inline queries: verdict cards ready to send in any chat."""

from __future__ import annotations

import asyncio
import logging

from telegram import InlineQuery, Update
from telegram.error import BadRequest, TelegramError

from handlers.inline_results import (
    ANSWER,
    NOTICE,
    TOPIC,
    Page,
    page_number,
    paused_page,
    question_page,
    topics_page,
)
from handlers.recent import Recent
from handlers.refusals import is_too_late
from handlers.services import Context, services_of
from retrieval.engine import Engine
from retrieval.text import clean, words

logger = logging.getLogger(__name__)

INLINE = "inline"
CACHE_SECONDS = 60
"""How long Telegram may give everybody the same results; a reload is seen after that."""
_PAUSED_SECONDS = 5


async def on_inline_query(update: Update, context: Context) -> None:
    """Offer a page of cards; of topics where nothing was typed that could be looked up.

    Of one person's queries only the newest is answered: an older one is not begun any more,
    and what it found is not sent.
    """
    query = update.inline_query
    if query is None:
        return
    services = services_of(context)
    if services.pause.is_on:
        await _answer(query, paused_page(), _PAUSED_SECONDS)
        return
    engine, text, number = services.engine, _asked(query), page_number(query.offset)
    key = (engine.index.version, text, number)
    with services.inline_turns.take(query.from_user.id) as turn:
        page = services.inline_pages.get(key)
        if page is None:
            async with services.inline_turns.free:
                if turn.superseded:
                    return
                page = await asyncio.to_thread(
                    _page, engine, text, number, context.bot.username, services.inline_cards
                )
            services.inline_pages.keep(key, page)
        if not turn.superseded:
            await _answer(query, page)


async def on_chosen_result(update: Update, context: Context) -> None:
    """Journal the card that was sent: what is only looked at while typing leaves no trace."""
    chosen = update.chosen_inline_result
    if chosen is None or chosen.result_id.startswith((TOPIC, NOTICE)):
        return
    services = services_of(context)
    engine = services.engine
    answer = await asyncio.to_thread(engine.ask, chosen.query)
    if chosen.result_id not in (answer.guidance, ANSWER):
        opened = engine.open(chosen.result_id)
        if opened is None:
            # Another version of the knowledge base offered it.
            return
        answer = opened
    await services.record(answer, INLINE, engine.index.version)


def _asked(query: InlineQuery) -> str:
    """Return what was typed as the engine reads it; blank where that holds no word at all.

    Nothing else is levelled out, so that what is kept for one text is right for another:
    even capitals tell the engine something, names from words.
    """
    text = clean(query.query)
    return text if words(text) else ""


def _page(engine: Engine, text: str, number: int, username: str, cards: Recent) -> Page:
    if text:
        return question_page(engine, text, number, username, cards)
    return topics_page(engine.index.knowledge, number, username)


async def _answer(query: InlineQuery, page: Page, seconds: int = CACHE_SECONDS) -> None:
    """Send ``page``; whatever refuses it is logged without a word of it.

    Nobody waits for a second attempt: the person has typed on, or types again.
    """
    try:
        await query.answer(
            (),
            # Over what the library would write of them: they are written already.
            api_kwargs={"results": f"[{','.join(page.results)}]"},
            cache_time=seconds,
            is_personal=False,
            next_offset=page.next_offset,
            button=page.button,
        )
    except BadRequest as error:
        if is_too_late(error):
            logger.info("an inline query was answered too late")
        else:
            logger.error("Telegram does not take %d inline results", len(page.results))
    except TelegramError as error:
        logger.warning("an inline query could not be answered: %s", type(error).__name__)
