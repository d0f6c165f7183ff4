"""The bot follows what a shell has put in service: ``bot.py reload`` and ``bot.py rollback``.

Another process cannot reach into this one. It writes into the store which version should
serve, and the bot looks there every few seconds.
"""

from __future__ import annotations

import asyncio
import logging

from errors import NetraError, StorageError
from handlers.services import Services
from retrieval.opening import open_version

logger = logging.getLogger(__name__)

_SECONDS = 3.0


async def follow(services: Services, seconds: float = _SECONDS) -> None:
    """Look every few ``seconds``, until cancelled, whether another version should serve."""
    refused: str | None = None
    while True:
        await asyncio.sleep(seconds)
        wanted = None
        try:
            wanted = await _wanted(services)
            if wanted and wanted != refused:
                await _catch_up(services)
        except NetraError as error:
            logger.error("what should serve could not be opened: %s", error)
            # Trying it again would fail again.
            refused = wanted


async def _wanted(services: Services) -> str | None:
    """Return the version that should serve in place of the present one, if any."""
    served = await asyncio.to_thread(services.store.in_service)
    current = services.engine.index.version
    return served.version if served and served.version != current else None


async def _catch_up(services: Services) -> None:
    """Serve what the store says."""
    async with services.reloading:
        # A reload that was under way may have decided otherwise.
        wanted = await _wanted(services)
        if wanted is None:
            return
        encoder = services.engine.encoder
        engine = await asyncio.to_thread(open_version, wanted, services.store, encoder)
        if engine is None:
            raise StorageError(f"versi {wanted[:12]} tidak tersimpan")
        logger.info("knowledge %s, from a shell, serves now", wanted[:12])
        services.engine = engine
