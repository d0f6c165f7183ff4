"""The one tree of exceptions of the project.

::

    NetraError
    ├── SettingsError        a setting is missing or wrong; names the setting
    ├── KnowledgeError       the knowledge base is refused; carries every problem
    ├── ImportFailed         a text cannot become an article draft
    ├── StorageError         the data folder or a database cannot be used
    ├── EncoderError         the embedding model cannot be loaded or used
    └── SecondInstance       another process serves the same bot

``str(error)`` is one line of Indonesian that an operator or an admin may read: what is
wrong, where, and what to do. Details for the log travel as ``__cause__``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class NetraError(Exception):
    """Base of every error that Netra raises on purpose."""

    exit_status = 2
    """What a process returns that ends with it."""


class SettingsError(NetraError):
    """A setting is missing or wrong."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(f"{key}: {message}")
        self.key = key


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in a knowledge file; ``line`` counts from 1."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class KnowledgeError(NetraError):
    """The knowledge base is refused as a whole; ``problems`` lists every reason."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__(
            f"basis pengetahuan ditolak, {len(self.problems)} masalah:\n"
            + "\n".join(map(str, self.problems))
        )


class ImportFailed(NetraError):
    """A text cannot become an article draft."""


class StorageError(NetraError):
    """The data folder or a database in it cannot be used."""


class EncoderError(NetraError):
    """The embedding model cannot be loaded or used."""


class SecondInstance(NetraError):
    """Another process serves the same bot; starting again at once would not help."""

    exit_status = 3
