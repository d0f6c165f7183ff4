"""Questions with the answer they should get, read from a file.

A labelled file holds a JSON object a line: ``question``, ``verdict`` (or ``out_of_scope``),
``also_accepted``, ``basis``, ``answerable``, ``style``, ``topic``, on follow-ups ``context``,
and on questions out of scope, where it is known, ``route``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from errors import ImportFailed, StorageError

OUT_OF_SCOPE = "out_of_scope"
NEWS = "berita"
"""The topic of questions about articles."""


class Labelled(BaseModel):
    """One question with its label; fields that do not decide are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = ""
    question: str
    context: str | None = None
    style: str = ""
    topic: str = ""
    verdict: str
    also_accepted: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    answerable: bool = True
    route: str | None = None

    @property
    def in_scope(self) -> bool:
        """Whether the bot should answer at all."""
        return self.verdict != OUT_OF_SCOPE

    @property
    def about_news(self) -> bool:
        """Whether the answer is in an article, which no situation speaks for."""
        return self.topic == NEWS or any(key.endswith(".txt") for key in self.basis)

    def accepts(self, verdict: str) -> bool:
        """Whether ``verdict`` is the label or one that counts as right too."""
        return verdict in (self.verdict, *self.also_accepted)

    def accepts_basis(self, cited: Collection[str]) -> bool:
        """Whether a basis of the label is among the keys ``cited``."""
        return any(key.split(":")[0] in cited for key in self.basis)


def append_questions(file: Path, questions: Iterable[Labelled]) -> None:
    """Add labelled questions to a file, which is made where it does not exist.

    Raises:
        StorageError: it cannot be written.
    """
    lines = "".join(f"{item.model_dump_json(exclude_none=True)}\n" for item in questions)
    try:
        with file.open("a", encoding="utf-8") as out:
            out.write(lines)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise StorageError(f"'{file}' tidak dapat ditulisi ({error})") from error


def drop_questions(file: Path, questions: Collection[str]) -> None:
    """Take the labels of ``questions`` out of a file; one that does not exist has none.

    Raises:
        ImportFailed: a line is not a labelled question.
        StorageError: it cannot be written; it is as it was then.
    """
    if not file.is_file():
        return
    kept = [label for label in read_questions(file) if label.question not in questions]
    draft = file.with_name(f".{file.name}.draf")
    try:
        append_questions(draft, kept)
        draft.replace(file)
    except OSError as error:
        raise StorageError(f"'{file}' tidak dapat ditulisi ({error})") from error
    finally:
        draft.unlink(missing_ok=True)


def read_questions(file: Path) -> list[Labelled]:
    """Read labelled questions.

    Raises:
        ImportFailed: a line is not a labelled question; names the file and the line.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ImportFailed(f"{file}: tidak dapat dibaca sebagai UTF-8") from error
    questions = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            questions.append(Labelled.model_validate(json.loads(line)))
        except (ValueError, ValidationError) as error:
            raise ImportFailed(f"{file}:{number}: bukan pertanyaan berlabel") from error
    return questions
