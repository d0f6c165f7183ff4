"""People as keyed hashes: the same person is known again, and nobody can tell who it is.

The key lies in a file of its own beside the databases and is never part of a backup.
Without it the hashes say nothing; Telegram ids are few enough to be tried out otherwise.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from errors import StorageError

KEY_FILE = "identity.key"
_KEY_BYTES = 32


class Identity:
    """Turns numeric ids into hashes with the key of one data folder."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def person(self, user_id: int) -> str:
        """Return what stands for a person in the journal, 64 hex digits."""
        return self._hash(f"person:{user_id}")

    def place(self, chat_id: int, user_id: int) -> str:
        """Return what stands for one person's part in one chat."""
        return self._hash(f"place:{chat_id}:{user_id}")

    @property
    def fingerprint(self) -> str:
        """What tells this key from another one, without giving it away."""
        return self._hash("netra")

    def _hash(self, text: str) -> str:
        return hmac.new(self._key, text.encode(), hashlib.sha256).hexdigest()


def open_identity(folder: Path) -> Identity:
    """Return the identity of ``folder``; its key is made where there is none.

    Where the folder cannot be written the key lives as long as the process. A file that
    holds no whole key is replaced: what was hashed with it cannot be reached any more, and
    the journal forgets it (:class:`journal.store.Journal`).

    Raises:
        StorageError: there is a key and it cannot be read.
    """
    path = folder / KEY_FILE
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        key = b""
    except OSError as error:
        raise StorageError(
            f"NETRA_DATA_DIR: '{path}' tidak dapat dibaca ({error}); perbaiki izin berkasnya"
        ) from error
    if len(key) == _KEY_BYTES:
        return Identity(key)
    fresh = secrets.token_bytes(_KEY_BYTES)
    try:
        path.unlink(missing_ok=True)
        return Identity(_write(path, fresh))
    except OSError:
        return Identity(fresh)


def _write(path: Path, key: bytes) -> bytes:
    """Write ``key`` whole or not at all; return the key of whoever was first."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
    return path.read_bytes()
