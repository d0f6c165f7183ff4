"""Reading the journal beside whoever writes it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from errors import StorageError

_BUSY_SECONDS = 10.0


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection that only reads; it holds up no answer, however long it takes.

    Raises:
        StorageError: the journal cannot be read.
    """
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise StorageError(f"NETRA_DATA_DIR: '{path}' tidak dapat dibaca ({error})") from error
