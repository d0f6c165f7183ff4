"""Inline queries: verdict cards ready to send in any chat."""

from __future__ import annotations

import asyncio
import hashlib

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import InlineQueryLimit, ParseMode
from telegram.error import BadRequest

from handlers import texts
from handlers.card import card_blocks
from handlers.html import render
from handlers.refusals import is_too_late
from handlers.services import Context, services_of
from retrieval.answer import Answer, Outcome

MAX_RESULTS = 10
_CACHE_SECONDS = 60
_DESCRIPTION = 120
_OPENING = ("like-unggahan-calon", "hadir-kampanye-hanya-mendengar", "lapor-di-mana")


async def on_inline_query(update: Update, context: Context) -> None:
    """Offer up to ten cards, best first; topics of everyday use on an empty query."""
    query = update.inline_query
    if query is None:
        return
    engine = services_of(context).engine
    text = query.query[: int(InlineQueryLimit.MAX_QUERY_LENGTH)].strip()
    if text:
        answers = await asyncio.to_thread(engine.suggest, text, MAX_RESULTS)
    else:
        answers = [card for key in _OPENING if (card := engine.open(key))]
    try:
        await query.answer(
            [_result(answer) for answer in answers],
            cache_time=_CACHE_SECONDS,
            is_personal=False,
            button=InlineQueryResultsButton(
                texts.inline.INLINE_ASK_PRIVATELY, start_parameter="inline"
            ),
        )
    except BadRequest as error:
        # The person has typed on; a late answer has nowhere to go.
        if not is_too_late(error):
            raise


def _result(answer: Answer) -> InlineQueryResultArticle:
    label = texts.card.VERDICT_SHORT[answer.verdict] if answer.verdict else _outcome_label(answer)
    identity = answer.guidance or answer.answer
    return InlineQueryResultArticle(
        id=hashlib.sha256(identity.encode()).hexdigest()[:32],
        title=answer.title or texts.inline.INLINE_NO_ANSWER,
        description=f"{label} — {answer.answer}"[:_DESCRIPTION],
        input_message_content=InputTextMessageContent(
            render(card_blocks(answer))[0],
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
    )


def _outcome_label(answer: Answer) -> str:
    match answer.outcome:
        case Outcome.DECLINED:
            return texts.card.HEADLINE_DECLINED
        case Outcome.NOT_FOUND:
            return texts.card.HEADLINE_NOT_FOUND
        case Outcome.CLARIFY:
            return texts.card.HEADLINE_CLARIFY
        case Outcome.ANSWERED:
            return texts.card.HEADLINE_SOURCES
