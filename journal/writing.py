"""How the files of this room are written to by several processes at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database


@contextmanager
def writing(db: Database) -> Iterator[None]:
    """One transaction that may write from its beginning.

    One that begins by reading is refused at its first write, without any waiting, where
    another process wrote in between; this one waits for its turn instead.
    """
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.conn.execute("COMMIT")
    except BaseException:
        db.conn.rollback()
        raise
