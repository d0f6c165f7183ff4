"""The commands of a shell that change what the running bot serves (handlers/following.py)."""

from __future__ import annotations

from errors import NetraError, StorageError
from handlers import texts
from handlers.reload import AUDITED as RELOADED
from handlers.reload_report import describe, describe_version, outcome_of
from handlers.rollback import AUDITED as ROLLED_BACK
from journal.audit import AuditLog
from knowledge.store import KnowledgeStore
from retrieval.gate import Tell, Unchanged
from retrieval.opening import open_engine, open_version
from retrieval.renewal import Swapped, renew
from retrieval.score import score_of
from retrieval.semantic import Encoder
from settings import Settings

SHELL = 0
"""Stands in the audit where an admin does: whoever has a shell here is known to the system."""
_SHORTEST = 8


def reload(
    settings: Settings,
    store: KnowledgeStore,
    encoder: Encoder | None,
    tell: Tell,
    reason: str | None,
) -> tuple[bool, str]:
    """Do what /muat_ulang does, forced where there is a ``reason``.

    Returns:
        whether the content serves, and what to tell.

    Raises:
        NetraError: the model, the disk or a labelled file failed; nothing has changed.
    """
    _must_be_writable(store)
    served = store.in_service()
    current = open_version(served.version, store, encoder) if served else None
    if current is None:
        current = open_engine(
            settings.knowledge_dir, store, encoder, published=settings.published_dir
        )
    forced = None if reason is None else ""
    try:
        _, result = renew(settings, store, current, tell, None, forced)
    except NetraError:
        _audit(settings, RELOADED, "gagal", reason)
        raise
    _audit(settings, RELOADED, outcome_of(result), reason)
    report = describe(result)
    follows = [texts.terminal.BOT_FOLLOWS] if isinstance(result, Swapped) else []
    said = "\n".join([report.document or report.text, *follows])
    return isinstance(result, Swapped | Unchanged), said


def list_versions(store: KnowledgeStore, encoder: Encoder | None) -> str:
    """Return the versions that can be served again, the latest first."""
    served = store.in_service()
    lines = []
    for number, item in enumerate(store.served_versions(), start=1):
        score = score_of(item.version, encoder, store)
        lines.append(describe_version(number, item, score))
        if served and item.version == served.version:
            lines.append(texts.reload.VERSION_NOW)
    return "\n".join(lines) or texts.reload.NO_VERSIONS


def roll_back(settings: Settings, store: KnowledgeStore, version: str) -> str:
    """Let the version whose name begins with ``version`` serve; return what to tell.

    Raises:
        StorageError: there is not exactly one such version, or the disk failed.
    """
    _must_be_writable(store)
    found = [item.version for item in store.served_versions() if item.version.startswith(version)]
    if len(version) < _SHORTEST or len(found) != 1:
        raise StorageError(texts.terminal.NO_SUCH_VERSION.format(version=version))
    store.put_in_service(found[0], pinned=True)
    _audit(settings, ROLLED_BACK, found[0][:12])
    said = texts.reload.ROLLED_BACK.format(version=found[0][:12])
    return f"{said}\n{texts.terminal.BOT_FOLLOWS}"


def _must_be_writable(store: KnowledgeStore) -> None:
    """Refuse a store that lives in memory: no bot would see what is written there."""
    if store.trouble:
        raise StorageError(store.trouble)


def _audit(settings: Settings, action: str, subject: str, reason: str | None = None) -> None:
    audit = AuditLog(settings.journal_path)
    audit.add(SHELL, action, subject, reason)
    audit.close()
