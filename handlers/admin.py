"""Commands of admins: who may give them, and the reload of the knowledge base.

Admins are the numeric ids in NETRA_ADMIN_IDS, in private chats only. Anyone else gets the
reply to an unknown command, so that nobody can tell that these commands exist.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

from telegram import Message, Update
from telegram.error import TelegramError

from errors import KnowledgeError, NetraError
from handlers import texts
from handlers.alerts import Alert
from handlers.questions import on_unknown_command
from handlers.services import Context, Services, services_of
from knowledge.changes import Changes, compare
from knowledge.loader import content_hash
from retrieval.engine import Engine, open_engine

logger = logging.getLogger(__name__)

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]

_SHOWN_PROBLEMS = 15
_SHOWN_CHANGES = 10
_PROBLEM_LENGTH = 240
_PROGRESS_SECONDS = 2.0


def admins_only(handler: Handler) -> Handler:
    """Return ``handler`` for admins, and the reply to an unknown command for others."""

    @wraps(handler)
    async def guarded(update: Update, context: Context) -> None:
        user = update.effective_user
        is_admin = user is not None and user.id in services_of(context).settings.admin_ids
        await (handler if is_admin else on_unknown_command)(update, context)

    return guarded


@admins_only
async def on_reload(update: Update, context: Context) -> None:
    """Load the content anew while the old knowledge answers; swap in one step."""
    message, admin = update.effective_message, update.effective_user
    if message is None or admin is None:
        return
    services = services_of(context)
    notice = texts.admin.RELOAD_BUSY if services.reloading.locked() else texts.admin.RELOAD_STARTED
    report = await message.reply_text(notice)
    async with services.reloading:
        await _edit(report, await _reload(services, report, admin.id))
        version = services.engine.index.version
        await asyncio.to_thread(services.audit.add, admin.id, "muat_ulang", version)


async def _reload(services: Services, report: Message, admin: int) -> str:
    """Swap the engine where the content is new and valid; return what to tell the admin."""
    old = services.engine
    progress = _Progress(report)
    try:
        new = await asyncio.to_thread(_load, services, progress)
    except KnowledgeError as error:
        await _alert(services, str(error).partition(":")[0], admin)
        shown = [_shorten(str(problem)) for problem in error.problems[:_SHOWN_PROBLEMS]]
        hidden = len(error.problems) - len(shown)
        if hidden:
            shown.append(texts.admin.MORE.format(count=hidden))
        problems = "\n".join(shown)
        return texts.admin.RELOAD_REFUSED.format(count=len(error.problems), problems=problems)
    except (NetraError, OSError) as error:
        await _alert(services, str(error), admin)
        return texts.admin.RELOAD_FAILED.format(reason=error)
    if new is None:
        return texts.admin.RELOAD_UNCHANGED.format(version=old.index.version[:12])
    services.engine = new
    changes = compare(old.index.knowledge, new.index.knowledge)
    logger.info("knowledge %s replaces %s", new.index.version[:12], old.index.version[:12])
    return texts.admin.RELOAD_DONE.format(
        version=new.index.version[:12],
        added=len(changes.added),
        changed=len(changes.changed),
        removed=len(changes.removed),
        details=_details(changes),
    )


async def _alert(services: Services, reason: str, admin: int) -> None:
    """Tell the other admins; the one who reloads reads the report."""
    text = texts.status.ALERT_RELOAD.format(reason=reason)
    await services.alerts.tell(Alert.RELOAD, text, but=admin)


def _load(services: Services, progress: _Progress) -> Engine | None:
    folder = services.settings.knowledge_dir
    if folder.is_dir() and content_hash(folder) == services.engine.index.version:
        return None
    return open_engine(folder, services.store, services.engine.encoder, progress)


def _shorten(problem: str) -> str:
    """Return ``problem`` so short that all that are shown fit one message."""
    return problem if len(problem) <= _PROBLEM_LENGTH else f"{problem[:_PROBLEM_LENGTH]}…"


def _details(changes: Changes) -> str:
    lines = [
        *(f"+ {name}" for name in changes.added),
        *(f"~ {name}" for name in changes.changed),
        *(f"- {name}" for name in changes.removed),
    ]
    hidden = len(lines) - _SHOWN_CHANGES
    more = [texts.admin.MORE.format(count=hidden)] if hidden > 0 else []
    return "\n".join([*lines[:_SHOWN_CHANGES], *more])


class _Progress:
    """Edits the admin's message from the loading thread, not more often than is polite."""

    def __init__(self, report: Message) -> None:
        self._report = report
        self._loop = asyncio.get_running_loop()
        self._last = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() - self._last < _PROGRESS_SECONDS:
            return
        self._last = time.monotonic()
        text = texts.admin.RELOAD_PROGRESS.format(done=done, total=total)
        asyncio.run_coroutine_threadsafe(_edit(self._report, text), self._loop)


async def _edit(report: Message, text: str) -> None:
    try:
        await report.edit_text(text)
    except TelegramError:
        logger.warning("the reload report could not be edited")
