"""Button presses: open a situation, show sources, take feedback, browse."""

from __future__ import annotations

import asyncio

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest

from handlers import texts
from handlers.browse import regulation_page, regulations_page, topic_page, topics_page
from handlers.buttons import OF_ADMINS, STAGES, Action, Pressed, read
from handlers.card import source_blocks
from handlers.delivery import NO_PREVIEW
from handlers.drafting import on_draft_button
from handlers.html import render
from handlers.limits import Admission
from handlers.presses import answer_press, expired
from handlers.questions import send_answer, turn_to_stage
from handlers.refusals import is_not_modified
from handlers.reload import press_force
from handlers.rollback import press_version
from handlers.services import Context, Services, services_of
from handlers.statistics import press_statistics

BUTTON = "button"


async def on_button(update: Update, context: Context) -> None:
    """Do what the pressed button says; answer the press first, since it expires in seconds."""
    query = update.callback_query
    if query is None:
        return
    services = services_of(context)
    with services.presses.first(_place(query), query.data or "") as is_first:
        await (_obey(query, services) if is_first else answer_press(query))


def _place(query: CallbackQuery) -> tuple[int, int | None, int | str | None]:
    message = query.message
    if message is None:
        return query.from_user.id, None, query.inline_message_id
    return query.from_user.id, message.chat.id, message.message_id


async def _obey(query: CallbackQuery, services: Services) -> None:
    admission = services.pressing.admit(query.from_user.id)
    if admission is not Admission.YES:
        await answer_press(query, texts.chat.SLOWER if admission is Admission.TELL else None)
        return
    pressed = read(query.data or "")
    message = query.message if isinstance(query.message, Message) else None
    if pressed is None:
        await expired(query)
    elif pressed.action in OF_ADMINS:
        await _administer(query, message, pressed, services)
    elif services.pause.is_on:
        await answer_press(query, texts.pause.NOTICE_SHORT, alert=True)
    elif pressed.action in (Action.USEFUL, Action.NOT_USEFUL):
        await _feedback(query, pressed, services)
    elif message is None or message.chat.type != ChatType.PRIVATE:
        # Long cards do not belong into groups.
        await expired(query)
    else:
        await _show(query, message, pressed, services)


async def _administer(
    query: CallbackQuery, message: Message | None, pressed: Pressed, services: Services
) -> None:
    """Do what a button of admins says; anyone else's press means nothing."""
    if message is None or query.from_user.id not in services.settings.admin_ids:
        await expired(query)
        return
    match pressed.action:
        case Action.DRAFTS:
            # Publishing takes longer than a press may wait.
            await answer_press(query)
            if not await on_draft_button(query, message, pressed.argument, services):
                await message.reply_text(texts.chat.BUTTON_EXPIRED)
        case Action.FORCE | Action.NO_FORCE:
            await press_force(query, message, pressed, services)
        case Action.ROLLBACK | Action.ROLLBACK_SURE | Action.NO_ROLLBACK:
            await press_version(query, message, pressed, services)
        case _:
            await press_statistics(query, message, pressed, services)


async def _feedback(query: CallbackQuery, pressed: Pressed, services: Services) -> None:
    known = _is_number(pressed.argument) and await asyncio.to_thread(
        services.journal.give_feedback,
        int(pressed.argument),
        useful=pressed.action is Action.USEFUL,
    )
    await (answer_press(query, texts.chat.THANKS_FEEDBACK) if known else expired(query))


async def _show(
    query: CallbackQuery, message: Message, pressed: Pressed, services: Services
) -> None:
    match pressed.action:
        case Action.OPEN | Action.SOURCES | Action.BEFORE_NOMINATION | Action.AFTER_NOMINATION:
            await _show_situation(query, message, pressed, services)
        case _:
            page = _page(pressed, services)
            if page is None:
                await expired(query)
                return
            await answer_press(query)
            await _replace(message, *page)


async def _show_situation(
    query: CallbackQuery, message: Message, pressed: Pressed, services: Services
) -> None:
    engine = services.engine
    answer = engine.open(pressed.argument, STAGES.get(pressed.action))
    if answer is None:
        await expired(query)
        return
    await answer_press(query)
    match pressed.action:
        case Action.OPEN:
            outcome_id = await services.record(
                answer, BUTTON, engine.index.version, query.from_user.id
            )
            await send_answer(message, answer, outcome_id)
        case Action.SOURCES:
            cited = engine.compose.cited(answer)
            for part in render(source_blocks(cited)):
                await message.reply_html(part, link_preview_options=NO_PREVIEW)
        case _:
            await turn_to_stage(message, answer)


def _page(pressed: Pressed, services: Services) -> tuple[str, InlineKeyboardMarkup] | None:
    knowledge = services.engine.index.knowledge
    name, _, number = pressed.argument.rpartition(":")
    match pressed.action:
        case Action.TOPICS:
            return topics_page(knowledge, _number(pressed.argument))
        case Action.TOPIC:
            return topic_page(knowledge, name, _number(number))
        case Action.REGULATIONS:
            return regulations_page(knowledge, _number(pressed.argument))
        case _:
            return regulation_page(knowledge, name, _number(number))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _number(text: str) -> int:
    return int(text) if _is_number(text) and len(text) < 4 else 0


async def _replace(message: Message, text: str, keyboard: InlineKeyboardMarkup) -> None:
    try:
        await message.edit_text(text, parse_mode=ParseMode.HTML, reply_markup=keyboard)
    except BadRequest as error:
        if not is_not_modified(error):
            raise
