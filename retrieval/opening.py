"""Open an engine: from the content, from the store, or the version that serves."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from knowledge.loader import content_hash, read_version
from knowledge.schema import Knowledge
from knowledge.store import KnowledgeStore
from retrieval.answering import Composer
from retrieval.classifier import build_classifier
from retrieval.embedding import Progress
from retrieval.engine import Engine
from retrieval.index import build_index
from retrieval.news import NewsDesk
from retrieval.parameters import SHIPPED, WITHOUT_MODEL, Parameters
from retrieval.ranking import SituationRanking
from retrieval.routing import build_router, read_out_of_scope
from retrieval.semantic import Encoder


def open_engine(
    folder: Path,
    store: KnowledgeStore,
    encoder: Encoder | None,
    progress: Progress = lambda done, total: None,
    published: Path | None = None,
) -> Engine:
    """Return an engine over the content of ``folder`` and what was ``published`` beside it,
    from the store where it is unchanged.

    Raises:
        KnowledgeError: the content is refused; nothing in the store has changed.
        EncoderError: the model failed.
        StorageError: what was computed could not be stored.
    """
    engine = open_version(content_hash(folder, published), store, encoder, progress)
    if engine is None:
        version, knowledge, _ = read_version(folder, published)
        engine = build_engine(version, knowledge, store, encoder, progress)
        store.save(version, knowledge)
    return engine


def open_for_service(
    folder: Path,
    store: KnowledgeStore,
    encoder: Encoder | None,
    progress: Progress = lambda done, total: None,
    published: Path | None = None,
) -> Engine:
    """Return what a bot serves from its start on: the pinned version, else ``folder`` with
    what was ``published`` beside it.

    Raises:
        KnowledgeError, EncoderError, StorageError: as in :func:`open_engine`.
    """
    served = store.in_service()
    if served and served.pinned:
        pinned = open_version(served.version, store, encoder, progress)
        if pinned:
            return pinned
    engine = open_engine(folder, store, encoder, progress, published)
    if served is None or served.pinned or served.version != engine.index.version:
        store.put_in_service(engine.index.version)
    return engine


def open_version(
    version: str,
    store: KnowledgeStore,
    encoder: Encoder | None,
    progress: Progress = lambda done, total: None,
) -> Engine | None:
    """Return an engine over a stored version, or None where the store has none such.

    Raises:
        EncoderError: the model failed.
        StorageError: what was computed could not be stored.
    """
    knowledge = store.load(version)
    if knowledge is None:
        return None
    return build_engine(version, knowledge, store, encoder, progress)


def build_engine(
    version: str,
    knowledge: Knowledge,
    store: KnowledgeStore,
    encoder: Encoder | None,
    progress: Progress = lambda done, total: None,
) -> Engine:
    """Return an engine over ``knowledge``; ``store`` keeps what is computed for ``version``.

    Raises:
        EncoderError: the model failed.
        StorageError: what was computed could not be stored.
    """
    index = build_index(version, knowledge, store, encoder, progress)
    outside = read_out_of_scope(index, store, encoder, progress)
    name = encoder.name if encoder else None
    classifier = build_classifier(index, outside, store, name)
    parameters = learned_parameters(store, encoder)
    return Engine(
        index=index,
        encoder=encoder,
        router=build_router(index, outside, store, name),
        ranking=SituationRanking(index, classifier, parameters.ranking, parameters.verdicts),
        news=NewsDesk(index, parameters.news),
        compose=Composer(index),
        parameters=parameters,
    )


def learned_parameters(store: KnowledgeStore, encoder: Encoder | None) -> Parameters:
    """Return what was learned with ``encoder``, or what is shipped.

    Parameters stored by another release may not fit the schema of this one; then the shipped
    ones serve.
    """
    if encoder is None:
        return WITHOUT_MODEL
    stored = store.parameters(encoder.name)
    if stored is None:
        return SHIPPED
    try:
        return Parameters.model_validate_json(stored)
    except ValidationError:
        return SHIPPED
