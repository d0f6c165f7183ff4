"""A sign of life that outlives nobody: a lock on a file, lifted by the system at death."""

from __future__ import annotations

import fcntl
import secrets
from pathlib import Path


class Claim:
    """The sign of one process; ``name`` tells it from every other, also from earlier ones.

    A process number would not do: numbers come round again, and containers that share a
    folder share the numbers too.
    """

    def __init__(self, folder: Path) -> None:
        """Lock a new file in ``folder``; raises OSError where that cannot be."""
        self._folder = folder
        while True:
            self.name = secrets.token_hex(8)
            # Kept open: the lock lives exactly as long as this file does.
            self._file = self._path(self.name).open("wb")
            fcntl.flock(self._file, fcntl.LOCK_EX)
            if self._path(self.name).exists():
                break
            # Somebody swept it away between the two steps, and would take us for dead.
            self._file.close()

    def sweep(self) -> None:
        """Remove the files of all processes that have ended."""
        for path in self._folder.glob("inbox-*.lock"):
            self.is_dead(path.stem.removeprefix("inbox-"))

    def is_dead(self, name: str) -> bool:
        """Whether the process of that name has ended, in whatever way; its file is removed."""
        if name == self.name:
            return False
        path = self._path(name)
        try:
            with path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink(missing_ok=True)
        except FileNotFoundError:
            return True
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        """End the sign."""
        self._path(self.name).unlink(missing_ok=True)
        self._file.close()

    def _path(self, name: str) -> Path:
        return self._folder / f"inbox-{name}.lock"
