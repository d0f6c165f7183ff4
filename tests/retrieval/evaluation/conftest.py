"""A small engine of words alone, with questions whose answers can be told by reading."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knowledge.store import KnowledgeStore
from retrieval.engine import Engine
from retrieval.opening import open_engine
from tests.knowledge_base import write_knowledge_base


@pytest.fixture(scope="package")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine over three situations and two classes out of scope."""
    folder = tmp_path_factory.mktemp("small")
    with KnowledgeStore(folder / "knowledge.db") as store:
        yield open_engine(write_knowledge_base(folder / "content"), store, None)
