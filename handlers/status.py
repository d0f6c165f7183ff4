"""/status: one message that says how the bot is."""

from __future__ import annotations

import asyncio
import shutil
import time
from datetime import UTC, datetime, timedelta
from html import escape

from telegram import Update

from errors import StorageError
from handlers import texts
from handlers.admin import admins_only, alone
from handlers.chart import number
from handlers.reload_report import SHORT, describe_score
from handlers.services import Context, Services, services_of
from journal.backup import last_backup
from journal.statistics import read_latency
from retrieval.score import score_of

_LAST_ANSWERS = 1000
_HOUR = 3600.0
_GIGA = 1e9


@admins_only
@alone
async def on_status(update: Update, context: Context) -> None:
    """Say what serves, how well, and what it stands on."""
    message = update.effective_message
    if message is None:
        return
    services = services_of(context)
    await message.reply_html(await asyncio.to_thread(_report, services))


def _report(services: Services) -> str:
    engine = services.engine
    knowledge = engine.index.knowledge
    counts = services.journal.counts()
    return texts.status.REPORT.format(
        service=_service(services),
        version=engine.index.version[:SHORT],
        score=_score(services),
        model=escape(engine.encoder.name) if engine.encoder else texts.status.DEGRADED,
        regulations=len(knowledge.regulations),
        provisions=sum(len(item.provisions) for item in knowledge.regulations),
        situations=len(knowledge.situations),
        articles=len(knowledge.articles),
        uptime=describe_span(timedelta(seconds=time.monotonic() - services.started)),
        queue=_queue(services),
        latency=_latency(services),
        errors=services.failures.within(_HOUR),
        troubles=_troubles(services),
        questions=number(counts.questions),
        useful=number(counts.useful),
        not_useful=number(counts.not_useful),
        cache=len(services.inline_pages),
        disk=_disk(services),
        backup=_backup(services),
        storage=_storage(services),
    )


def describe_span(span: timedelta) -> str:
    """Return a span of time in its two largest units."""
    minutes = int(span.total_seconds()) // 60
    hours, days = minutes // 60, span.days
    if days:
        return texts.status.DAYS.format(days=days, hours=hours % 24)
    if hours:
        return texts.status.HOURS.format(hours=hours, minutes=minutes % 60)
    return texts.status.MINUTES.format(minutes=minutes)


def _service(services: Services) -> str:
    if not services.pause.is_on:
        return texts.status.SERVING
    entry = services.pause.entry
    if entry is None:
        return texts.status.PAUSED_UNNOTED
    at = entry.at.strftime(texts.status.TIME)
    return texts.status.PAUSED.format(at=at, admin=entry.admin, reason=escape(entry.reason or ""))


def _score(services: Services) -> str:
    engine = services.engine
    score = score_of(engine.index.version, engine.encoder, services.store)
    return describe_score(score) if score else texts.reload.NOT_MEASURED


def _queue(services: Services) -> str:
    try:
        counts = services.inbox.counts()
    except StorageError:
        return texts.status.UNREADABLE
    # The command that asks is waiting as well.
    queue = str(max(0, counts.waiting - 1))
    if counts.set_aside:
        return texts.status.QUEUE_SET_ASIDE.format(queue=queue, count=counts.set_aside)
    return queue


def _latency(services: Services) -> str:
    try:
        latency = read_latency(services.settings.journal_path, _LAST_ANSWERS)
    except StorageError:
        return texts.status.UNREADABLE
    if latency is None:
        return texts.status.NO_LATENCY
    return texts.status.LATENCY.format(
        p50=number(latency.p50), p95=number(latency.p95), answers=number(latency.answers)
    )


def _troubles(services: Services) -> str:
    counts = services.troubles.counts().items()
    listed = " · ".join(f"{texts.status.TROUBLES[kind]} {count}" for kind, count in counts)
    return listed or texts.status.NO_TROUBLE


def _disk(services: Services) -> str:
    try:
        disk = shutil.disk_usage(services.settings.data_dir)
    except OSError:
        return texts.status.UNREADABLE
    free, whole = (f"{size / _GIGA:.1f}".replace(".", ",") for size in (disk.free, disk.total))
    return texts.status.DISK.format(free=free, whole=whole)


def _backup(services: Services) -> str:
    if services.settings.backup_dir is None:
        return texts.status.BACKUP_OFF
    try:
        last = last_backup(services.settings.backup_dir, datetime.now(UTC))
    except OSError:
        return texts.status.UNREADABLE
    return last.strftime(texts.status.TIME) if last else texts.status.NO_BACKUP


def _storage(services: Services) -> str:
    troubles = [
        trouble for trouble in (services.store.trouble, services.journal.trouble) if trouble
    ]
    return "\n".join(f"⚠️ {escape(trouble)}" for trouble in troubles) or texts.status.STORAGE_FINE
