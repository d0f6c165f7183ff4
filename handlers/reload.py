"""/muat_ulang: a new version of the knowledge base takes over, or is refused whole.

:func:`reload_knowledge` is the one way in which content comes into service while people ask;
publishing takes it too.
"""

from __future__ import annotations

import asyncio
import logging

from telegram import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    Message,
    Update,
)

from errors import NetraError
from handlers import texts
from handlers.admin import admins_only, alone
from handlers.alerts import Alert
from handlers.buttons import Action, Pressed, data
from handlers.live_message import LiveMessage
from handlers.presses import answer_press
from handlers.reload_report import SHORT, Report, describe, describe_step, outcome_of
from handlers.services import Context, Services, services_of
from journal.drafts import Turn
from retrieval.gate import Refused, Stage, Step, Tell
from retrieval.renewal import ReloadResult, Swapped, renew

logger = logging.getLogger(__name__)

AUDITED = "muat_ulang"
NAMED = 32
"""How much of a version buttons carry: callback data is short, and this is beyond confusion."""
WHY_LOAD = "why_load"
"""What an admin is asked for who loads what the gate calls worse."""
_LONGEST_REASON = 500


async def reload_knowledge(
    services: Services, tell: Tell, by: int, forced: str | None = None
) -> ReloadResult:
    """Load the content anew while the old one answers; swap in one step if it is as good.

    Waits for its turn where another reload is under way. ``tell`` hears of each step, from
    any thread. ``by`` is the admin; the caller writes the audit. A version whose name begins
    with ``forced`` need only be valid.

    Raises:
        NetraError: the model, the disk or a labelled file failed; the old version serves on.
    """
    if services.reloading.locked():
        tell(Step(Stage.WAITING))
    async with services.reloading:
        return await reload_in_turn(services, tell, by, forced)


async def reload_in_turn(
    services: Services, tell: Tell, by: int, forced: str | None = None
) -> ReloadResult:
    """Do what :func:`reload_knowledge` does, for a caller that holds ``services.reloading``."""
    current = services.engine
    services.engine, result = await asyncio.to_thread(
        renew, services.settings, services.store, current, tell, by, forced
    )
    if isinstance(result, Swapped):
        logger.info(
            "knowledge %s replaces %s", result.version[:SHORT], current.index.version[:SHORT]
        )
    return result


@admins_only
@alone
async def on_reload(update: Update, context: Context) -> None:
    """Reload, and keep the admin informed in one message."""
    if (message := update.effective_message) and (admin := update.effective_user):
        await reload_for(services_of(context), message, admin.id)


async def press_force(
    query: CallbackQuery, message: Message, pressed: Pressed, services: Services
) -> None:
    """Ask an admin why a version that was not good enough is to be loaded, or forget it."""
    admin, drafts = query.from_user.id, services.drafts
    await answer_press(query)
    if pressed.action is Action.NO_FORCE:
        await asyncio.to_thread(drafts.ask_no_more, admin, WHY_LOAD)
        await message.edit_text(texts.reload.FORCE_CANCELLED)
        return
    await asyncio.to_thread(drafts.ask, admin, Turn(WHY_LOAD, pressed.argument))
    cancel = InlineKeyboardButton(texts.reload.BUTTON_CANCEL, callback_data=data(Action.NO_FORCE))
    await message.reply_text(
        texts.reload.ASK_REASON, reply_markup=InlineKeyboardMarkup([[cancel]])
    )


async def reload_for(
    services: Services,
    message: Message,
    admin: int,
    forced: str | None = None,
    reason: str | None = None,
) -> None:
    """Reload for an admin who wrote ``message``, and keep them informed in one message.

    The version ``forced`` is loaded although it is worse, for a ``reason`` that is audited.
    """
    busy = services.reloading.locked()
    notice = await message.reply_text(texts.reload.WAITING if busy else texts.reload.STARTED)
    failure: str | None = None
    async with LiveMessage(notice) as live:
        try:
            result = await reload_knowledge(
                services, lambda step: live.show(describe_step(step)), admin, forced
            )
        except (NetraError, OSError) as error:
            logger.error("a reload failed: %s", error)
            outcome, report = "gagal", Report(texts.reload.FAILED.format(reason=error))
            failure = str(error)
        else:
            outcome, report = outcome_of(result), describe(result)
            if isinstance(result, Refused):
                failure = texts.status.RELOAD_REFUSED.format(count=len(result.problems))
        await asyncio.to_thread(
            services.audit.add, admin, AUDITED, outcome, reason and reason[:_LONGEST_REASON]
        )
        await live.finish(report.text, _keyboard(report))
    if report.document:
        document = InputFile(report.document.encode(), texts.reload.DOCUMENT)
        await message.reply_document(document)
    if failure:
        # The admin who reloads has read the report.
        text = texts.status.ALERT_RELOAD.format(reason=failure)
        await services.alerts.tell(Alert.RELOAD, text, but=admin)


def _keyboard(report: Report) -> InlineKeyboardMarkup | None:
    if report.forceable is None:
        return None
    force = data(Action.FORCE, report.forceable[:NAMED])
    button = InlineKeyboardButton(texts.reload.BUTTON_FORCE, callback_data=force)
    return InlineKeyboardMarkup([[button]])
