"""Whether a new version of the knowledge base may take the place of the one in service.

What cannot be read is refused. What can be read must find itself (:mod:`retrieval.self_check`)
and answer the labelled questions no worse than the version in service; an admin may overrule
these two, not the first. Nothing here puts a version in service: that is one assignment of
whoever serves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from errors import KnowledgeError, Problem
from knowledge.changes import Changes, compare
from knowledge.loader import content_hash, read_version
from knowledge.store import KnowledgeStore
from retrieval.engine import Engine
from retrieval.opening import build_engine
from retrieval.score import Score, measure
from retrieval.self_check import check_retrieval


class Stage(StrEnum):
    """What is being done, in this order."""

    WAITING = "waiting"
    READING = "reading"
    EMBEDDING = "embedding"
    SELF_CHECK = "self_check"
    EVALUATION = "evaluation"


@dataclass(frozen=True)
class Step:
    """How far a stage is; ``changes`` from the moment that they are known."""

    stage: Stage
    done: int = 0
    total: int = 0
    changes: Changes | None = None


Tell = Callable[[Step], None]
"""Called, from any thread, whenever there is something to tell."""


@dataclass(frozen=True)
class Unchanged:
    """The content is the version in service; it was held there against the files until now
    where ``unpinned``, which whoever serves sets."""

    version: str
    unpinned: bool = False


@dataclass(frozen=True)
class Refused:
    """The content cannot be read; each problem names its file and line."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Worse:
    """The content is valid, but does not find itself, or answers less well than before."""

    version: str
    changes: Changes
    problems: tuple[Problem, ...]
    """Of the self-check."""
    before: Score
    after: Score


@dataclass(frozen=True)
class Accepted:
    """The content may serve: ``engine`` answers from it, and the store holds it."""

    engine: Engine
    changes: Changes
    before: Score
    score: Score


Judgement = Unchanged | Refused | Worse | Accepted


def examine(
    folder: Path,
    labelled: Sequence[Path],
    current: Engine,
    store: KnowledgeStore,
    tell: Tell = lambda step: None,
    forced: str | None = None,
    published: Path | None = None,
) -> Judgement:
    """Judge the content of ``folder``, and what was ``published`` beside it, against the engine
    in service; takes some seconds.

    ``labelled`` are files of labelled questions; those that do not exist are left out. A
    version whose name begins with ``forced`` is accepted as soon as it can be read.

    Raises:
        ImportFailed: a labelled question cannot be read.
        EncoderError: the model failed.
        StorageError: something could not be stored. ``current`` can go on in any case.
    """
    tell(Step(Stage.READING))
    try:
        if folder.is_dir() and content_hash(folder, published) == current.index.version:
            return Unchanged(current.index.version)
        version, knowledge, sources = read_version(folder, published)
    except KnowledgeError as error:
        return Refused(error.problems)
    changes = compare(current.index.knowledge, knowledge)

    def told(stage: Stage) -> Callable[[int, int], None]:
        return lambda done, total: tell(Step(stage, done, total, changes))

    told(Stage.EMBEDDING)(0, 0)
    encoder = current.encoder
    engine = build_engine(version, knowledge, store, encoder, told(Stage.EMBEDDING))
    told(Stage.SELF_CHECK)(0, 0)
    # Words alone find a situation less well than any model does; that is no fault of the content.
    found = tuple(check_retrieval(engine.index, engine.ranking, sources)) if encoder else ()
    told(Stage.EVALUATION)(0, 0)
    before = measure(current, labelled, store, told(Stage.EVALUATION))
    after = measure(engine, labelled, store, told(Stage.EVALUATION))
    overruled = forced is not None and version.startswith(forced)
    if not overruled and (found or after.is_worse_than(before)):
        return Worse(version, changes, tuple(sorted(found)), before, after)
    store.save(version, knowledge)
    return Accepted(engine, changes, before, after)
