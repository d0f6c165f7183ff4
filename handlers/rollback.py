"""/kembalikan: serve one of the last versions again, from the store, until the next reload."""

from __future__ import annotations

import asyncio
import logging

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from errors import NetraError
from handlers import texts
from handlers.admin import admins_only, alone
from handlers.buttons import Action, Pressed, data
from handlers.presses import answer_press
from handlers.reload import NAMED
from handlers.reload_report import SHORT, describe_version, moment
from handlers.services import Context, Services, services_of
from knowledge.store import ServedVersion
from retrieval.opening import open_version
from retrieval.score import score_of

logger = logging.getLogger(__name__)

AUDITED = "kembalikan"


@admins_only
@alone
async def on_versions(update: Update, context: Context) -> None:
    """List the versions that can be served again."""
    message = update.effective_message
    if message is None:
        return
    services = services_of(context)
    versions = await asyncio.to_thread(services.store.served_versions)
    now = services.engine.index.version
    rows = [
        [InlineKeyboardButton(_label(number, item), callback_data=_data(Action.ROLLBACK, item))]
        for number, item in enumerate(versions, start=1)
        if item.version != now
    ]
    if not rows:
        await message.reply_text(texts.reload.NO_VERSIONS)
        return
    lines = [texts.reload.VERSIONS]
    for number, item in enumerate(versions, start=1):
        lines.append(_line(services, number, item))
        if item.version == now:
            lines.append(texts.reload.VERSION_NOW)
    await message.reply_text("\n".join(lines), reply_markup=InlineKeyboardMarkup(rows))


async def press_version(
    query: CallbackQuery, message: Message, pressed: Pressed, services: Services
) -> None:
    """Ask whether to go back to the version that an admin pressed; go back, or leave it."""
    await answer_press(query)
    if pressed.action is Action.NO_ROLLBACK:
        await message.edit_text(texts.reload.ROLLBACK_CANCELLED)
        return
    versions = await asyncio.to_thread(services.store.served_versions)
    found = [
        (number, item)
        for number, item in enumerate(versions, start=1)
        if len(pressed.argument) == NAMED and item.version.startswith(pressed.argument)
    ]
    if not found:
        await message.edit_text(texts.reload.VERSION_GONE)
    elif pressed.action is Action.ROLLBACK:
        line = _line(services, *found[0])
        await message.edit_text(
            texts.reload.ROLLBACK_CONFIRM.format(line=line),
            reply_markup=_sure_keyboard(found[0][1]),
        )
    else:
        version = found[0][1].version
        await message.edit_text(await _roll_back(services, version, query.from_user.id))


def _sure_keyboard(item: ServedVersion) -> InlineKeyboardMarkup:
    buttons = {
        texts.reload.BUTTON_ROLLBACK: _data(Action.ROLLBACK_SURE, item),
        texts.reload.BUTTON_CANCEL: data(Action.NO_ROLLBACK),
    }
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=told)] for label, told in buttons.items()]
    )


async def _roll_back(services: Services, version: str, admin: int) -> str:
    """Serve ``version`` from the store; return what to tell the admin."""
    try:
        async with services.reloading:
            encoder = services.engine.encoder
            engine = await asyncio.to_thread(open_version, version, services.store, encoder)
            if engine is None:
                return texts.reload.VERSION_GONE
            await asyncio.to_thread(services.store.put_in_service, version, admin, pinned=True)
            services.engine = engine
    except (NetraError, OSError) as error:
        logger.error("going back to an earlier version failed: %s", error)
        return texts.reload.FAILED.format(reason=error)
    logger.info("knowledge %s serves again", version[:SHORT])
    await asyncio.to_thread(services.audit.add, admin, AUDITED, version[:SHORT])
    return texts.reload.ROLLED_BACK.format(version=version[:SHORT])


def _line(services: Services, number: int, item: ServedVersion) -> str:
    score = score_of(item.version, services.engine.encoder, services.store)
    return describe_version(number, item, score)


def _label(number: int, item: ServedVersion) -> str:
    return f"{number}. {moment(item.at)} · {item.version[:SHORT]}"


def _data(action: Action, item: ServedVersion) -> str:
    return data(action, item.version[:NAMED])
