"""What commands open: the store, the encoder and the engine, with what they say of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress as ProgressBar

from errors import EncoderError, StorageError
from knowledge.store import KnowledgeStore
from retrieval.embedding import Progress
from retrieval.engine import Engine
from retrieval.opening import open_engine
from retrieval.semantic import Encoder, open_encoder
from settings import Settings

_err = Console(stderr=True)

Opener = Callable[[Path, KnowledgeStore, Encoder | None, Progress, Path | None], Engine]


def open_store(settings: Settings) -> KnowledgeStore:
    """Open the store; what was wrong with its file is said and does not stop anything."""
    store = KnowledgeStore(settings.index_path)
    if store.trouble:
        click.echo(f"netra: {store.trouble}", err=True)
    return store


def open_answering(
    settings: Settings, store: KnowledgeStore, opened: Opener = open_engine
) -> Engine:
    """Open the engine with a progress bar; without a model, answer from words alone.

    Where the index cannot be written to the disk it is built in memory.
    """
    encoder = open_encoder_or_none(settings)
    folder, published = settings.knowledge_dir, settings.published_dir
    with progress_bar() as progress:
        try:
            return opened(folder, store, encoder, progress, published)
        except StorageError as error:
            click.echo(f"netra: {error}", err=True)
            store.go_on_in_memory(str(error))
            return opened(folder, store, encoder, progress, published)


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Show how far embedding is, on standard error, where there is something to embed."""
    with ProgressBar(console=_err, transient=True) as bar:
        task = bar.add_task("Membangun indeks", total=None, visible=False)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=True)

        yield progress


def open_encoder_or_none(settings: Settings) -> Encoder | None:
    """Open the encoder; None, and a line that says so, where words alone must do."""
    try:
        return open_encoder(settings.embedding_model)
    except EncoderError as error:
        click.echo(f"netra: {error}; menjawab dari kata saja", err=True)
        return None
