"""What has to be done again and again while a bot serves: forgetting, and backups."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType

from errors import StorageError
from journal.backup import EVERY, back_up, drop_old_asides, drop_old_backups, last_backup
from journal.store import Journal
from settings import Settings

logger = logging.getLogger(__name__)

_SECONDS = 60.0
ASIDE = timedelta(days=7)
"""How long a journal that was set aside is kept."""


class Upkeep:
    """Does what is due at the start and every minute, in a thread of its own."""

    def __init__(self, journal: Journal, settings: Settings) -> None:
        self._journal = journal
        self._settings = settings
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="upkeep", daemon=True)
        self._failing = False

    def __enter__(self) -> Upkeep:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            self._try_once()
            if self._stopped.wait(_SECONDS):
                return

    def _try_once(self) -> None:
        try:
            keep_up(self._journal, self._settings, datetime.now(UTC))
        except (StorageError, OSError) as error:
            # The journal has told its own trouble.
            if not self._failing and str(error) != self._journal.trouble:
                logger.error("%s", error)
            self._failing = True
        else:
            self._failing = False


def keep_up(journal: Journal, settings: Settings, now: datetime) -> None:
    """Do what is due at ``now``.

    Raises:
        StorageError: something could not be deleted, or a backup not be made.
    """
    journal.tidy(settings.retention_days, now)
    drop_old_asides(settings.data_dir, now - ASIDE)
    if settings.backup_dir and _is_due(settings.backup_dir, now):
        folder = back_up(settings.data_dir, settings.backup_dir)
        drop_old_backups(settings.backup_dir, now)
        logger.info("backed up to %s", folder)


def _is_due(target: Path, now: datetime) -> bool:
    last = last_backup(target, now)
    return last is None or now - last >= EVERY
