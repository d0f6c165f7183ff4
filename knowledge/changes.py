"""What differs between two versions of the knowledge base, for the admin who reloads it."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel

from knowledge.schema import Knowledge


@dataclass(frozen=True)
class Changes:
    """Names of documents and situations that are new, changed or gone."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def compare(old: Knowledge, new: Knowledge) -> Changes:
    """Return what ``new`` adds, changes and removes."""
    before, after = _parts(old), _parts(new)
    return Changes(
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(
            sorted(name for name in after.keys() & before.keys() if after[name] != before[name])
        ),
        removed=tuple(sorted(before.keys() - after.keys())),
    )


def _parts(knowledge: Knowledge) -> dict[str, BaseModel]:
    return {
        **{item.key: item for item in knowledge.regulations},
        **{item.id: item for item in knowledge.situations},
        **{item.key: item for item in knowledge.articles},
        "routing.yaml": knowledge.routing,
        "vocabulary.yaml": knowledge.vocabulary,
    }
