"""Bring the content of the files into service: judged, stored, and noted as what serves."""

from __future__ import annotations

from dataclasses import dataclass, replace

from knowledge.changes import Changes
from knowledge.store import KnowledgeStore
from retrieval.engine import Engine
from retrieval.gate import Accepted, Refused, Tell, Unchanged, Worse, examine
from retrieval.score import Score
from settings import Settings

LABELLED = "labelled.jsonl"
"""The labelled questions: those of the content beside it, those of this host in its data."""


@dataclass(frozen=True)
class Swapped:
    """A new version serves; ``unpinned`` where an earlier one was held in service until now."""

    version: str
    changes: Changes
    before: Score
    score: Score
    unpinned: bool


ReloadResult = Unchanged | Refused | Worse | Swapped


def renew(
    settings: Settings,
    store: KnowledgeStore,
    current: Engine,
    tell: Tell,
    by: int | None,
    forced: str | None = None,
) -> tuple[Engine, ReloadResult]:
    """Return the engine that should serve from now on, and why: ``current``, or a new one.

    ``by`` is the admin, None for a shell. A version whose name begins with ``forced`` need
    only be valid.

    Raises:
        NetraError: the model, the disk or a labelled file failed; ``current`` should go on.
    """
    labelled = [folder / LABELLED for folder in (settings.knowledge_dir, settings.data_dir)]
    folder, published = settings.knowledge_dir, settings.published_dir
    judgement = examine(folder, labelled, current, store, tell, forced, published)
    served = store.in_service()
    unpinned = served is not None and served.pinned
    match judgement:
        case Accepted(engine, changes, before, score):
            version = engine.index.version
            store.put_in_service(version, by)
            return engine, Swapped(version, changes, before, score, unpinned)
        case Unchanged(version) if unpinned:
            store.put_in_service(version, by)
            return current, replace(judgement, unpinned=True)
        case _:
            return current, judgement
