"""What is looked after while the bot serves: a crash before, and questions of many."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from pathlib import Path

from errors import StorageError
from handlers import texts
from handlers.alerts import Alert, Alerts
from handlers.services import Services
from journal.demand import Unmet, unmet
from knowledge.schema import Knowledge

logger = logging.getLogger(__name__)

_SECONDS = 60.0
_NAMED = 3
_QUOTED = 200


async def watch(services: Services) -> None:
    """Look once a minute, until cancelled; first tell of a crash before."""
    if services.after_crash:
        await services.alerts.tell(Alert.CRASH, texts.status.ALERT_CRASH)
    while True:
        try:
            knowledge = services.engine.index.knowledge
            path = services.settings.journal_path
            await look(services.alerts, path, knowledge, datetime.now(UTC))
        except StorageError as error:
            logger.warning("%s", error)
        await asyncio.sleep(_SECONDS)


async def look(alerts: Alerts, journal: Path, knowledge: Knowledge, now: datetime) -> None:
    """Alert admins of what many people missed before ``now``, where that is news.

    Raises:
        StorageError: the journal cannot be read.
    """
    found = await asyncio.to_thread(unmet, journal, now, alerts.last(Alert.UNANSWERED))
    if found:
        await alerts.tell(Alert.UNANSWERED, _described(found, knowledge))


def _described(found: list[Unmet], knowledge: Knowledge) -> str:
    titles = {situation.id: situation.title for situation in knowledge.situations}
    lines = [
        texts.status.ALERT_QUESTION.format(people=item.people, question=item.question[:_QUOTED])
        if item.question
        else texts.status.ALERT_SITUATION.format(
            people=item.people, title=titles.get(item.situation or "", item.situation)
        )
        for item in found[:_NAMED]
    ]
    return texts.status.ALERT_UNANSWERED.format(listed="\n".join(lines))
