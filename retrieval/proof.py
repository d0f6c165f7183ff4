"""The whole proof of a knowledge base, as ``check`` gives it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from errors import KnowledgeError
from knowledge.freshness import check_reviews, today
from knowledge.loader import content_hash, read_knowledge
from knowledge.store import KnowledgeStore
from knowledge.summary import Summary, refused, summarise
from retrieval.embedding import Progress
from retrieval.opening import build_engine
from retrieval.self_check import check_retrieval
from retrieval.semantic import Encoder


def prove(
    folder: Path,
    store: KnowledgeStore,
    encoder: Encoder | None,
    longest_review: dt.timedelta,
    progress: Progress = lambda done, total: None,
    published: Path | None = None,
) -> Summary:
    """Read ``folder`` and what was ``published``; report everything that is wrong with it.

    Without an encoder what needs one is left out: whether situations find themselves.

    Raises:
        EncoderError: the model failed.
    """
    try:
        knowledge, sources = read_knowledge(folder, published)
    except KnowledgeError as error:
        return refused(error.problems)
    problems = list(check_reviews(knowledge, sources, today(), longest_review))
    if encoder:
        version = content_hash(folder, published)
        engine = build_engine(version, knowledge, store, encoder, progress)
        problems.extend(check_retrieval(engine.index, engine.ranking, sources))
    return summarise(knowledge, problems)
