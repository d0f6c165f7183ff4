"""What an inline query shows: a page of verdict cards, or of topics."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import shorten

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import KeyboardButtonStyle, ParseMode
from telegram.helpers import create_deep_linked_url

from handlers import texts
from handlers.buttons import choice_links, copy_button, group_keyboard, share_button
from handlers.card import Block, card_blocks
from handlers.deep_links import question_payload, situation_payload
from handlers.html import LIMIT, render, utf16_length
from handlers.recent import Recent
from handlers.short_card import short_blocks
from knowledge.schema import GuidanceTopic, Knowledge, Situation, Stage, Verdict
from retrieval.answer import Answer, Outcome
from retrieval.engine import Engine

PAGE = 10
"""Results on one page."""
PAGES = 5
"""Pages of one question; what lies further down has little to do with it."""
START = "inline"
"""The start parameter of people who come without a question that fits one."""
ANSWER = "*"
"""The result id of an answer that is no situation. The others are ids of situations, which
hold no such sign, or topics."""
TOPIC = "#"
"""The result id of a topic begins with this."""
NOTICE = "!"
"""The result id of the notice of a bot that is paused."""

_DESCRIPTION = 120
_TITLE = 90
_OPENING = re.compile(r".{30,}?[.?!](?=\s|$)", re.DOTALL)
_LISTED = 10
_STYLES: dict[Verdict | None, str] = {
    Verdict.PROHIBITED: KeyboardButtonStyle.DANGER,
    Verdict.ALLOWED: KeyboardButtonStyle.SUCCESS,
    Verdict.CONDITIONAL: KeyboardButtonStyle.PRIMARY,
}


@dataclass(frozen=True)
class Page:
    """One answer to an inline query."""

    results: tuple[str, ...]
    """Each in JSON: pages share results, which need not be written anew for each of them, and
    take less than half the room of the library's objects."""
    button: InlineQueryResultsButton
    next_offset: str
    """What Telegram sends back for the page after this one; empty where there is none."""


def page_number(offset: str) -> int:
    """Return the page that ``offset`` asks for; the first for one that we never gave out."""
    return int(offset) if re.fullmatch("[0-9]{1,2}", offset) else 0


def question_page(engine: Engine, text: str, number: int, username: str, cards: Recent) -> Page:
    """Return cards for ``text``, best first; the first is what is answered in private too.

    The others are taken from ``cards``, and kept there: they look the same whoever asks.
    """
    button = InlineQueryResultsButton(
        texts.inline.ASK_PRIVATELY, start_parameter=question_payload(text) or START
    )
    if number >= PAGES:
        return Page((), button, "")
    # One more than is shown tells whether there is another page.
    found = engine.suggest(text, PAGE + 1, number * PAGE)
    results = [answer_result(found.answer, username).to_json()] if found.answer else []
    room = PAGE - len(results)
    has_more = len(found.others) > room and number + 1 < PAGES
    results += [
        _situation_result(engine, situation, found.stage, username, cards)
        for situation in found.others[:room]
    ]
    return Page(tuple(results), button, str(number + 1) if has_more else "")


def topics_page(knowledge: Knowledge, number: int, username: str) -> Page:
    """Return the topics of the knowledge base, for those who have not typed anything yet."""
    start, end = number * PAGE, (number + 1) * PAGE
    results = tuple(
        topic_result(topic, username).to_json() for topic in knowledge.topics[start:end]
    )
    button = InlineQueryResultsButton(texts.inline.ASK_PRIVATELY, start_parameter=START)
    return Page(results, button, str(number + 1) if len(knowledge.topics) > end else "")


def answer_result(answer: Answer, username: str) -> InlineQueryResultArticle:
    """Return the card of ``answer``, ready to be sent."""
    link = _link(answer, username)
    title, description = _headings(answer)
    return _article(
        answer.guidance or ANSWER,
        title,
        description,
        one_message(card_blocks(answer), link),
        _keyboard(answer, link, username),
    )


def short_result(answer: Answer, username: str) -> InlineQueryResultArticle:
    """Return the short card of ``answer``, as a chat sees it that we speak in as a guest."""
    link = _link(answer, username)
    title, description = _headings(answer)
    html = one_message(short_blocks(answer), link)
    keyboard = group_keyboard(answer, username)
    return _article(answer.guidance or ANSWER, title, description, html, keyboard)


def note_result(key: str, title: str, text: str) -> InlineQueryResultArticle:
    """Return a sentence as a result."""
    return _article(key, title, text, escape(text), None)


def paused_result() -> InlineQueryResultArticle:
    """Return the notice of a bot that is paused, to read or to send."""
    text = escape(texts.pause.NOTICE)
    return _article(NOTICE, texts.pause.INLINE_TITLE, texts.pause.NOTICE_SHORT, text, None)


def paused_page() -> Page:
    """Return the one result of a bot that is paused."""
    button = InlineQueryResultsButton(texts.inline.ASK_PRIVATELY, start_parameter=START)
    return Page((paused_result().to_json(),), button, "")


def topic_result(topic: GuidanceTopic, username: str) -> InlineQueryResultArticle:
    """Return a topic; the message that is sent lists its first situations as links."""
    title = texts.inline.TOPIC_TITLE.format(title=shorten(topic.title, _TITLE, placeholder="…"))
    count = len(topic.situations)
    names = "; ".join(situation.title for situation in topic.situations[:_LISTED])
    lines = [_listed(situation, username) for situation in topic.situations[:_LISTED]]
    if count > _LISTED:
        lines.append(texts.inline.TOPIC_REST.format(count=count - _LISTED))
    parts = (
        f"<b>{escape(title)}</b>",
        "\n".join(lines),
        texts.inline.TOPIC_HOW.format(username=username),
    )
    return _article(
        TOPIC + topic.topic,
        title,
        texts.inline.TOPIC_DESCRIPTION.format(count=count, titles=names),
        "\n\n".join(parts),
        InlineKeyboardMarkup.from_button(
            InlineKeyboardButton(texts.inline.BUTTON_ASK_HERE, switch_inline_query_current_chat="")
        ),
    )


def one_message(blocks: Sequence[Block], link: str) -> str:
    """Return ``blocks`` as the HTML of one message.

    Where they do not fit, whole blocks are left out from the end, all but the last, which is
    the note that every card closes with; a line with ``link`` says so.
    """
    whole = render(blocks)
    if len(whole) == 1:
        return whole[0]
    note = f"{texts.inline.SHORTENED} <a href='{escape(link)}'>{texts.inline.MORE}</a>"
    room = LIMIT - utf16_length(f"\n\n{note}")
    for kept in range(len(blocks) - 2, 0, -1):
        head = render((*blocks[:kept], blocks[-1]), room)
        if len(head) == 1:
            break
    else:
        head = render(blocks, room)
    return f"{head[0]}\n\n{note}"


def _situation_result(
    engine: Engine, situation: Situation, stage: Stage | None, username: str, cards: Recent
) -> str:
    told = stage if situation.sanction and stage in situation.sanction.stages else None
    key = (engine.index.version, situation.id, told)
    result: str | None = cards.get(key)
    if result is None:
        card = engine.open(situation.id, told)
        assert card is not None
        result = answer_result(card, username).to_json()
        cards.keep(key, result)
    return result


def _article(
    key: str, title: str, description: str, html: str, keyboard: InlineKeyboardMarkup | None
) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        id=key,
        title=title,
        description=shorten(description, _DESCRIPTION, placeholder="…"),
        input_message_content=InputTextMessageContent(
            html,
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
        reply_markup=keyboard,
    )


def _headings(answer: Answer) -> tuple[str, str]:
    """Return title and description as the list of results shows them."""
    if answer.outcome is not Outcome.ANSWERED:
        return texts.inline.OUTCOME_TITLES[answer.outcome], answer.answer
    label = (
        texts.card.VERDICT_SHORT[answer.verdict] if answer.verdict else texts.inline.FROM_SOURCES
    )
    emoji, _, verdict = label.partition(" ")
    opening = _OPENING.match(answer.answer)
    said = opening[0] if opening else answer.answer
    return f"{emoji} {answer.title or verdict}", f"{verdict} · {said}"


def _keyboard(answer: Answer, link: str, username: str) -> InlineKeyboardMarkup | None:
    """Return the buttons under a card that was sent; none under what answers nothing.

    The card stands in a chat of other people: its links name what is answered, never what
    was typed.
    """
    if answer.outcome is Outcome.CLARIFY:
        return choice_links(answer.choices, username)
    if answer.outcome is not Outcome.ANSWERED:
        return None
    style = _STYLES.get(answer.verdict)
    more = InlineKeyboardButton(texts.inline.BUTTON_MORE, url=link, style=style)
    rows = [[more], [share_button(answer.title)] if answer.title else []]
    if answer.basis:
        rows[-1].append(copy_button(answer.basis))
    return InlineKeyboardMarkup([row for row in rows if row])


def _link(answer: Answer, username: str) -> str:
    if answer.guidance:
        payload = situation_payload(answer.guidance)
    else:
        payload = question_payload(answer.title or "")
    return create_deep_linked_url(username, payload)


def _listed(situation: Situation, username: str) -> str:
    emoji = texts.card.VERDICT_SHORT[situation.verdict].partition(" ")[0]
    link = create_deep_linked_url(username, situation_payload(situation.id))
    return f"{emoji} <a href='{escape(link)}'>{escape(situation.title)}</a>"
