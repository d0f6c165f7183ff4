"""What every handler works with, kept in ``bot_data`` under one key."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any

from telegram.ext import Application, CallbackContext, ExtBot

from handlers.alerts import Alerts, Failures
from handlers.inline_turns import InlineTurns
from handlers.limits import MessageLocks, Presses, Quota
from handlers.metrics import Metrics
from handlers.recent import Recent
from handlers.trouble import Troubles
from journal.audit import AuditLog
from journal.drafts import Drafts
from journal.groups import MutedGroups
from journal.inbox import Inbox
from journal.pause import Pause
from journal.store import Journal, OutcomeRecord
from knowledge.published import PublishedFolder
from knowledge.store import KnowledgeStore
from retrieval.answer import Answer
from retrieval.engine import Engine
from retrieval.grouping import Grouper
from settings import Settings

Context = CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]

_KEY = "services"
_INLINE_PAGES = 256
_INLINE_CARDS = 2000
_PRESSES = 30


@dataclass
class Services:
    """The engine in service and all that stands beside it.

    ``engine`` is replaced in one assignment; a handler that has taken it keeps answering from
    the version it took.
    """

    settings: Settings
    store: KnowledgeStore
    journal: Journal
    inbox: Inbox
    engine: Engine
    muted: MutedGroups
    drafts: Drafts
    audit: AuditLog
    pause: Pause
    alerts: Alerts
    troubles: Troubles = field(default_factory=Troubles)
    metrics: Metrics = field(default_factory=Metrics)
    replies: Recent = field(default_factory=Recent)
    """(chat, message) of a question → ids of the messages that answered it, for edits."""
    group_questions: Recent = field(default_factory=Recent)
    """(group, message of the bot) → the question that it answered, for follow-ups."""
    introduced: Recent = field(default_factory=Recent)
    """group → True, where the bot has introduced itself."""
    locks: MessageLocks = field(default_factory=MessageLocks)
    presses: Presses = field(default_factory=Presses)
    quota: Quota = field(default_factory=Quota)
    pressing: Quota = field(default_factory=lambda: Quota(_PRESSES))
    """Presses of one person that are obeyed in a minute."""
    inline_turns: InlineTurns = field(default_factory=InlineTurns)
    """Which inline query of a person is the newest."""
    inline_pages: Recent = field(default_factory=lambda: Recent(_INLINE_PAGES))
    """(version, text, page) → the page of inline results, for what is typed repeatedly."""
    inline_cards: Recent = field(default_factory=lambda: Recent(_INLINE_CARDS))
    """(version, situation, stage) → its inline result in JSON, which pages share."""
    grouper: Grouper = field(default_factory=Grouper)
    reloading: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held by whoever is about to replace ``engine``, or to change what is published."""
    failures: Failures = field(default_factory=Failures)
    started: float = field(default_factory=time.monotonic)
    after_crash: bool = False
    """Whether the bot before this one did not end by itself."""
    beside: list[asyncio.Task[None]] = field(default_factory=list)
    """What goes on beside the answering, for as long as the bot serves."""

    @property
    def published(self) -> PublishedFolder:
        """What admins have published."""
        return PublishedFolder(self.settings.published_dir)

    async def ask(
        self, text: str, channel: str, before: str | None = None, person: int | None = None
    ) -> tuple[Answer, int]:
        """Answer ``text`` in a thread and journal the outcome; return both.

        With a ``person``, a Telegram id, the masked text is kept for review.
        """
        engine = self.engine
        answer = await asyncio.to_thread(engine.ask, text, before)
        return answer, await self.record(answer, channel, engine.index.version, person, text)

    async def record(
        self,
        answer: Answer,
        channel: str,
        version: str,
        person: int | None = None,
        question: str | None = None,
    ) -> int:
        """Journal how a question ended; return the id that feedback refers to."""
        milliseconds = answer.latency_ms.get("total", 0.0)
        self.metrics.count_question(channel, answer.outcome, milliseconds / 1000)
        entry = OutcomeRecord(
            channel=channel,
            outcome=answer.outcome,
            route=answer.route,
            verdict=answer.verdict,
            guidance=answer.guidance,
            confidence=answer.confidence,
            latency_ms=milliseconds,
            version=version,
        )
        return await asyncio.to_thread(self.journal.record, entry, person, question)

    async def question_before(self, chat: int, person: int) -> str | None:
        """Return what a follow-up of ``person`` in ``chat`` follows, if anything."""
        return await asyncio.to_thread(self.journal.conversations.last, chat, person)

    async def remember_question(self, chat: int, person: int, question: str | None) -> None:
        """Keep what a follow-up may refer to; None where nothing was answered."""
        await asyncio.to_thread(self.journal.conversations.keep, chat, person, question)


def install(bot_data: dict[Any, Any], services: Services) -> None:
    """Put ``services`` where :func:`services_of` finds them."""
    bot_data[_KEY] = services


def services_of(context: Context | Application[Any, Any, Any, Any, Any, Any]) -> Services:
    """Return the services of the running application."""
    found = context.bot_data[_KEY]
    assert isinstance(found, Services)
    return found
