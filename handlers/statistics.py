"""/statistik: a chart, a few lines under it, and a table to take away."""

from __future__ import annotations

import asyncio
import csv
import io
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, astuple
from html import escape
from typing import Any

from telegram import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
    Update,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, TelegramError

from errors import NetraError
from handlers import chart, texts
from handlers.admin import admins_only, alone
from handlers.buttons import Action, Pressed, data
from handlers.presses import answer_press, expired
from handlers.refusals import is_not_modified
from handlers.services import Context, Services, services_of
from journal.statistics import Statistics, read_statistics
from knowledge.schema import Knowledge

PERIODS = (7, 30, 90)
"""Days."""
_FIRST = 30
_LISTED = 3
# With the mark without which spreadsheets do not take it for UTF-8.
_ENCODING = "utf-8-sig"


@admins_only
@alone
async def on_statistics(update: Update, context: Context) -> None:
    """Send the chart of the last weeks, with buttons for other periods and the table."""
    message = update.effective_message
    if message is None:
        return
    services = services_of(context)
    try:
        statistics = await _read(services, _FIRST)
        if not statistics.questions:
            text = texts.statistics.EMPTY.format(days=_FIRST)
            await message.reply_text(text, reply_markup=_keyboard(_FIRST))
            return
        await _show_uploading(message)
        picture = await _draw(statistics, services)
    except NetraError as error:
        await message.reply_text(texts.statistics.FAILED.format(reason=error))
        return
    await message.reply_photo(
        picture,
        caption_of(statistics, services.engine.index.knowledge),
        parse_mode=ParseMode.HTML,
        reply_markup=_keyboard(_FIRST),
    )


async def press_statistics(
    query: CallbackQuery, message: Message, pressed: Pressed, services: Services
) -> None:
    """Show another period in place of the one that is shown, or send it as a table."""
    if pressed.argument not in map(str, PERIODS):
        await expired(query)
        return
    days = int(pressed.argument)
    try:
        statistics = await _read(services, days)
        if not statistics.questions:
            text = texts.statistics.EMPTY_SHORT.format(days=days)
            await answer_press(query, text, alert=True)
            return
        await answer_press(query)
        if pressed.action is Action.STATISTICS_TABLE:
            name = texts.statistics.CSV_NAME.format(days=days)
            await message.reply_document(table_of(statistics), filename=name)
        else:
            await _replace(message, statistics, services, days)
    except NetraError as error:
        await message.reply_text(texts.statistics.FAILED.format(reason=error))


def caption_of(statistics: Statistics, knowledge: Knowledge) -> str:
    """Return the few lines under the chart, as HTML within the limit of a caption."""
    titles = {situation.id: situation.title for situation in knowledge.situations}
    latency = statistics.latency
    listed = [
        texts.statistics.CAPTION_SITUATION.format(
            number=place,
            title=escape(titles.get(situation, texts.statistics.OTHER_TOPIC)),
            count=chart.number(count),
        )
        for place, (situation, count) in enumerate(
            list(statistics.situations.items())[:_LISTED], start=1
        )
    ]
    return texts.statistics.CAPTION.format(
        days=len(statistics.days),
        first=chart.day(statistics.first),
        last=chart.day(statistics.last, year=True),
        questions=chart.number(statistics.questions),
        mean=chart.mean(statistics),
        outcomes=" · ".join(
            f"{texts.statistics.OUTCOMES.get(name, name).lower()} {chart.number(count)}"
            for name, count in statistics.outcomes.items()
        ),
        useful=chart.number(statistics.useful),
        not_useful=chart.number(statistics.not_useful),
        latency=texts.statistics.CAPTION_LATENCY.format(
            p50=chart.number(latency.p50), p95=chart.number(latency.p95)
        )
        if latency
        else "",
        situations=texts.statistics.CAPTION_SITUATIONS.format(listed="\n".join(listed))
        if listed
        else "",
    )


def summary_of(statistics: Statistics, topics: Mapping[str, int]) -> dict[str, Any]:
    """Return what the chart shows as an object for scripts, ready for JSON."""
    return {
        "first": statistics.first.isoformat(),
        "last": statistics.last.isoformat(),
        "questions": statistics.questions,
        "days": {day.isoformat(): count for day, count in statistics.days.items()},
        "outcomes": statistics.outcomes,
        "topics": dict(topics),
        "situations": statistics.situations,
        "latency_ms": asdict(statistics.latency) if statistics.latency else None,
        "useful": statistics.useful,
        "not_useful": statistics.not_useful,
    }


def table_of(statistics: Statistics) -> bytes:
    """Return the counts as CSV for spreadsheets, one line for each way to end on each day."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(texts.statistics.CSV_COLUMNS)
    writer.writerows(astuple(count) for count in statistics.counts)
    return lines.getvalue().encode(_ENCODING)


def topics_of(statistics: Statistics, knowledge: Knowledge) -> dict[str, int]:
    """Return questions by the title of the topic that answered them, most frequent first."""
    titles = {
        situation.id: topic.title for topic in knowledge.topics for situation in topic.situations
    }
    sums: Counter[str] = Counter()
    for situation, count in statistics.situations.items():
        sums[titles.get(situation, texts.statistics.OTHER_TOPIC)] += count
    return dict(sums.most_common())


async def _read(services: Services, days: int) -> Statistics:
    return await asyncio.to_thread(read_statistics, services.settings.journal_path, days)


async def _draw(statistics: Statistics, services: Services) -> bytes:
    topics = topics_of(statistics, services.engine.index.knowledge)
    return await asyncio.to_thread(chart.draw, statistics, topics)


async def _replace(
    message: Message, statistics: Statistics, services: Services, days: int
) -> None:
    media = InputMediaPhoto(
        await _draw(statistics, services),
        caption_of(statistics, services.engine.index.knowledge),
        parse_mode=ParseMode.HTML,
    )
    try:
        await message.edit_media(media, reply_markup=_keyboard(days))
    except BadRequest as error:
        if not is_not_modified(error):
            raise


async def _show_uploading(message: Message) -> None:
    """Show that a picture is on its way; it takes a second or two."""
    with suppress(TelegramError):
        await message.reply_chat_action(ChatAction.UPLOAD_PHOTO)


def _keyboard(shown: int) -> InlineKeyboardMarkup:
    periods = [
        InlineKeyboardButton(
            texts.statistics.BUTTON_CHOSEN.format(days=days)
            if days == shown
            else texts.statistics.BUTTON_DAYS.format(days=days),
            callback_data=data(Action.STATISTICS, days),
        )
        for days in PERIODS
    ]
    table = InlineKeyboardButton(
        texts.statistics.BUTTON_CSV, callback_data=data(Action.STATISTICS_TABLE, shown)
    )
    return InlineKeyboardMarkup([periods, [table]])
