"""Load the knowledge base anew and put it in service, whoever asks for it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

from errors import KnowledgeError, NetraError
from handlers import texts
from handlers.services import Services
from knowledge.changes import Changes, compare
from knowledge.loader import content_hash
from retrieval.embedding import Progress
from retrieval.engine import Engine, open_engine

logger = logging.getLogger(__name__)

_SHOWN_PROBLEMS = 15
_SHOWN_CHANGES = 10
_PROBLEM_LENGTH = 240


@dataclass(frozen=True)
class ReloadResult:
    """Whether what the folders hold now serves, and what to tell the admin about it."""

    serves: bool
    report: str


async def reload_knowledge(services: Services, progress: Progress) -> ReloadResult:
    """Swap the engine where the content is new and valid; the caller holds the lock."""
    old = services.engine
    try:
        new = await asyncio.to_thread(_load, services, progress)
    except KnowledgeError as error:
        return ReloadResult(False, _refused(error))
    except (NetraError, OSError) as error:
        return ReloadResult(False, texts.admin.RELOAD_FAILED.format(reason=error))
    if new is None:
        version = old.index.version[:12]
        return ReloadResult(True, texts.admin.RELOAD_UNCHANGED.format(version=version))
    services.engine = new
    changes = compare(old.index.knowledge, new.index.knowledge)
    logger.info("knowledge %s replaces %s", new.index.version[:12], old.index.version[:12])
    report = texts.admin.RELOAD_DONE.format(
        version=new.index.version[:12],
        added=len(changes.added),
        changed=len(changes.changed),
        removed=len(changes.removed),
        details=_details(changes),
    )
    return ReloadResult(True, report)


def _load(services: Services, progress: Progress) -> Engine | None:
    folder, published = services.settings.knowledge_dir, services.settings.published_dir
    if folder.is_dir() and content_hash(folder, published) == services.engine.index.version:
        return None
    return open_engine(folder, services.store, services.engine.encoder, progress, published)


def _refused(error: KnowledgeError) -> str:
    shown = [_shorten(str(problem)) for problem in error.problems[:_SHOWN_PROBLEMS]]
    hidden = len(error.problems) - len(shown)
    if hidden:
        shown.append(texts.admin.MORE.format(count=hidden))
    return texts.admin.RELOAD_REFUSED.format(count=len(error.problems), problems="\n".join(shown))


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
