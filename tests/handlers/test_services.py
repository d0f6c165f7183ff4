"""What loading leaves behind is freed, and an engine that is replaced is too."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.services import settle
from knowledge.store import KnowledgeStore
from retrieval.opening import open_engine
from tests.knowledge_base import write_knowledge_base


class Knot:
    """Garbage that only a collection finds."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("thawed")
def test_garbage_is_freed_and_what_stays_is_passed_over() -> None:
    knot, kept = weakref.ref(Knot()), [Knot()]

    settle()

    assert knot() is None
    assert not [one for one in gc.get_objects() if one is kept]


@pytest.mark.usefixtures("thawed")
def test_an_engine_is_freed_without_a_collection(tmp_path: Path) -> None:
    base = write_knowledge_base(tmp_path / "base")
    with KnowledgeStore(tmp_path / "knowledge.db") as store:
        engine = open_engine(base, store, None)
        engine.ask("boleh like unggahan calon?")
        engine.suggest("boleh like unggahan calon?", 10)
        parts = [engine.index, engine.index.knowledge, engine.ranking, engine.router, engine.news]
        freed = [weakref.ref(part) for part in parts]
        settle()
        gc.disable()
        try:
            del parts, engine
            assert [part() for part in freed] == [None] * len(freed)
        finally:
            gc.enable()
