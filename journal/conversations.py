"""The question before a follow-up: masked, for half an hour, and also after a restart."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

from errors import StorageError
from journal.file import JournalFile
from journal.identity import Identity
from journal.masking import mask, without_marks
from journal.retention import CONVERSATION, stamp


class Conversations:
    """The last answered question of each person in each chat."""

    def __init__(self, file: JournalFile, identity: Identity) -> None:
        self._file = file
        self._identity = identity
        self._outdated: set[str] = set()
        """Places whose last question could not be written; the one before is not meant."""

    def keep(self, chat_id: int, user_id: int, question: str | None) -> None:
        """Remember ``question`` as the last one; None forgets the one before."""
        place = self._identity.place(chat_id, user_id)
        row = {
            "place": place,
            "person": self._identity.person(user_id),
            "question": mask(question or ""),
            "asked_at": stamp(datetime.now(UTC)),
        }
        self._outdated.add(place)
        with suppress(StorageError):
            with self._file.writing() as db:
                if question:
                    db.table("conversations").upsert(row, pk="place")
                else:
                    db.table("conversations").delete_where("place = ?", [place])
            self._outdated.discard(place)

    def last(self, chat_id: int, user_id: int) -> str | None:
        """Return the question before, or None where there is none that is still meant."""
        place = self._identity.place(chat_id, user_id)
        if place in self._outdated:
            return None
        oldest = stamp(datetime.now(UTC) - CONVERSATION)
        with suppress(StorageError), self._file.reading() as db:
            for (question,) in db.execute(
                "select question from conversations where place = ? and asked_at >= ?",
                [place, oldest],
            ):
                return without_marks(question)
        return None
