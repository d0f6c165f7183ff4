"""/muat_ulang: a new version of the knowledge base takes over, or is refused whole.

:func:`reload_knowledge` is the one way in which content comes into service while people ask;
publishing takes it too.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile, Message, Update
from telegram.ext import ApplicationHandlerStop

from errors import NetraError
from handlers import texts
from handlers.admin import admins_only
from handlers.buttons import Action, data
from handlers.live_message import LiveMessage
from handlers.reload_report import Report, describe, describe_step, outcome_of
from handlers.services import Context, Services, services_of
from knowledge.changes import Changes
from retrieval.gate import (
    LABELLED,
    Accepted,
    Refused,
    Stage,
    Step,
    Tell,
    Unchanged,
    Worse,
    examine,
)
from retrieval.score import Score

logger = logging.getLogger(__name__)

AUDITED = "muat_ulang"
NAMED = 32
"""How much of a version buttons carry: callback data is short, and this is beyond confusion."""
_LONGEST_REASON = 500


@dataclass(frozen=True)
class Swapped:
    """A new version serves; ``unpinned`` where an earlier one was held in service until now."""

    version: str
    changes: Changes
    before: Score
    score: Score
    unpinned: bool


ReloadResult = Unchanged | Refused | Worse | Swapped


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
    settings, store = services.settings, services.store
    labelled = [settings.knowledge_dir / LABELLED, settings.data_dir / LABELLED]
    current = services.engine
    judgement = await asyncio.to_thread(
        examine, settings.knowledge_dir, labelled, current, store, tell, forced
    )
    served = store.in_service()
    unpinned = served is not None and served.pinned
    match judgement:
        case Unchanged(version) if unpinned:
            await asyncio.to_thread(store.put_in_service, version, by)
            return replace(judgement, unpinned=True)
        case Accepted(engine, changes, before, score):
            version = engine.index.version
            await asyncio.to_thread(store.put_in_service, version, by)
            services.engine = engine
            logger.info("knowledge %s replaces %s", version[:12], current.index.version[:12])
            return Swapped(version, changes, before, score, unpinned)
        case _:
            return judgement


@admins_only
async def on_reload(update: Update, context: Context) -> None:
    """Reload, and keep the admin informed in one message."""
    if (message := update.effective_message) and (admin := update.effective_user):
        await _reload(services_of(context), message, admin.id)


async def ask_reason(message: Message, services: Services, admin: int, version: str) -> None:
    """Take the next message of ``admin`` as the reason to load ``version`` all the same."""
    services.reasons.keep(admin, version)
    cancel = InlineKeyboardButton(texts.reload.BUTTON_CANCEL, callback_data=data(Action.NO_FORCE))
    await message.reply_text(
        texts.reload.ASK_REASON, reply_markup=InlineKeyboardMarkup([[cancel]])
    )


async def on_admin_text(update: Update, context: Context) -> None:
    """Take what an admin wrote as the reason that was asked for; a command takes it back.

    Stands before all other handlers, and lets pass what it does not take.
    """
    message, user = update.effective_message, update.effective_user
    if message is None or user is None or not message.text:
        return
    services = services_of(context)
    version = services.reasons.get(user.id)
    services.reasons.forget(user.id)
    if version is None or message.text.startswith("/"):
        return
    await _reload(services, message, user.id, version, message.text[:_LONGEST_REASON])
    raise ApplicationHandlerStop


async def _reload(
    services: Services,
    message: Message,
    admin: int,
    forced: str | None = None,
    reason: str | None = None,
) -> None:
    busy = services.reloading.locked()
    notice = await message.reply_text(texts.reload.WAITING if busy else texts.reload.STARTED)
    async with LiveMessage(notice) as live:
        try:
            result = await reload_knowledge(
                services, lambda step: live.show(describe_step(step)), admin, forced
            )
        except (NetraError, OSError) as error:
            logger.error("a reload failed: %s", error)
            outcome, report = "gagal", Report(texts.reload.FAILED.format(reason=error))
        else:
            outcome, report = outcome_of(result), describe(result)
        await asyncio.to_thread(services.audit.add, admin, AUDITED, outcome, reason)
        await live.finish(report.text, _keyboard(report))
    if report.document:
        document = InputFile(report.document.encode(), texts.reload.DOCUMENT)
        await message.reply_document(document)


def _keyboard(report: Report) -> InlineKeyboardMarkup | None:
    if report.forceable is None:
        return None
    force = data(Action.FORCE, report.forceable[:NAMED])
    button = InlineKeyboardButton(texts.reload.BUTTON_FORCE, callback_data=force)
    return InlineKeyboardMarkup([[button]])
