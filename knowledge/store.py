"""The SQLite file from which the knowledge in service is read.

It keeps each loaded version of the documents, every vector ever computed (so that only
what changed is embedded again), what was learned on a version and how it scored, and which
version is in service. The YAML files stay the source; this file can be deleted at any time
and is built anew from them.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError
from sqlite_utils import Database, Migrations

from databases import cannot_write, open_database
from errors import StorageError
from knowledge.schema import Article, GuidanceTopic, Knowledge, Regulation, Routing, Vocabulary

KEPT_VERSIONS = 10

migrations = Migrations("netra.knowledge")


@migrations()
def m001_versions_documents_vectors(db: Database) -> None:
    """Create the first tables."""
    db.table("versions").create({"version": str, "loaded_at": str}, pk="version")
    db.table("documents").create(
        {"version": str, "kind": str, "position": int, "key": str, "body": str},
        pk=("version", "kind", "position"),
    )
    db.table("vectors").create(
        {"encoder": str, "text_hash": str, "vector": bytes}, pk=("encoder", "text_hash")
    )
    db.table("learned").create(
        {"version": str, "encoder": str, "body": bytes}, pk=("version", "encoder")
    )


@migrations()
def m002_parameters(db: Database) -> None:
    """Make room for what is learned from labelled questions."""
    db.table("parameters").create({"encoder": str, "learned_at": str, "body": str}, pk="encoder")


@migrations()
def m003_scores_and_service(db: Database) -> None:
    """Make room for scores, for who put a version in service, and for which one is."""
    db.table("scores").create(
        {"version": str, "encoder": str, "body": str}, pk=("version", "encoder")
    )
    db.table("versions").add_column("served_at", str)
    db.table("versions").add_column("served_by", int)
    db.table("service").create({"id": int, "version": str, "pinned": int}, pk="id")


@dataclass(frozen=True)
class ServedVersion:
    """A stored version that was in service; ``by`` is the admin, None at a start or a shell."""

    version: str
    at: datetime
    by: int | None
    regulations: int
    situations: int
    articles: int


@dataclass(frozen=True)
class InService:
    """The version that should serve; a ``pinned`` one also after a restart, whatever the files
    hold."""

    version: str
    pinned: bool


class KnowledgeStore:
    """Versions of the knowledge base, vectors and learned parameters in one SQLite file."""

    def __init__(self, path: Path) -> None:
        """Open ``path``, creating the file and its folder where they do not exist.

        A damaged file is set aside; one that cannot be written is copied into memory.
        ``trouble`` says so, and is None where all is well.

        Raises:
            StorageError: the folder or the file cannot be used.
        """
        opened = open_database(path, _migrate, copy_unwritable=True)
        self._path = path
        self._db = Database(opened.connection)
        self.trouble = opened.trouble

    def __enter__(self) -> KnowledgeStore:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def go_on_in_memory(self, trouble: str) -> None:
        """Leave the file as it is and keep what is written from now on in memory."""
        memory = sqlite3.connect(":memory:", check_same_thread=False)
        self._db.conn.backup(memory)
        self._db.close()
        self._db = Database(memory)
        self.trouble = trouble

    @contextmanager
    def _writing(self) -> Iterator[Database]:
        try:
            with self._db.atomic():
                yield self._db
        except sqlite3.Error as error:
            raise StorageError(cannot_write(self._path, error)) from error

    def save(self, version: str, knowledge: Knowledge) -> None:
        """Write ``knowledge`` as ``version`` in one transaction; drop the oldest versions.

        Raises:
            StorageError: it could not be written; nothing has changed.
        """
        documents = [
            *(("regulation", item.key, item) for item in knowledge.regulations),
            *(("topic", item.topic, item) for item in knowledge.topics),
            *(("article", item.key, item) for item in knowledge.articles),
            ("routing", "routing", knowledge.routing),
            ("vocabulary", "vocabulary", knowledge.vocabulary),
        ]
        with self._writing() as db:
            db.table("versions").upsert(
                {"version": version, "loaded_at": datetime.now(UTC).isoformat()}, pk="version"
            )
            db.table("documents").delete_where("version = ?", [version])
            db.table("documents").insert_all(
                {
                    "version": version,
                    "kind": kind,
                    "position": position,
                    "key": key,
                    "body": item.model_dump_json(),
                }
                for position, (kind, key, item) in enumerate(documents)
            )
            self._forget_old_versions()

    def _forget_old_versions(self) -> None:
        """Keep the last that served, the last that did not, and the one in service."""
        kept = (
            "select version from service "
            "union select * from (select version from versions where served_at is not null "
            "order by served_at desc limit :kept) "
            "union select * from (select version from versions where served_at is null "
            "order by loaded_at desc limit :kept)"
        )
        for table in ("documents", "learned", "scores", "versions"):
            self._db.table(table).delete_where(f"version not in ({kept})", {"kept": KEPT_VERSIONS})

    def put_in_service(self, version: str, by: int | None = None, *, pinned: bool = False) -> None:
        """Note that ``version``, saved before, serves from now on, and who decided that.

        Raises:
            StorageError: it could not be written.
        """
        now = datetime.now(UTC).isoformat()
        with self._writing() as db:
            db.execute(
                "update versions set served_at = ?, served_by = ? where version = ?",
                [now, by, version],
            )
            db.table("service").upsert({"id": 1, "version": version, "pinned": pinned}, pk="id")

    def in_service(self) -> InService | None:
        """Return what was last put in service, if anything."""
        row = self._db.execute("select version, pinned from service").fetchone()
        return InService(row[0], bool(row[1])) if row else None

    def served_versions(self) -> list[ServedVersion]:
        """Return the last versions that were in service, the latest first."""
        rows = self._db.execute(
            "select version, served_at, served_by, "
            "sum(kind = 'regulation'), "
            "sum(iif(kind = 'topic', json_array_length(body, '$.situations'), 0)), "
            "sum(kind = 'article') "
            "from versions join documents using (version) where served_at is not null "
            "group by version order by served_at desc limit ?",
            [KEPT_VERSIONS],
        )
        return [
            ServedVersion(version, datetime.fromisoformat(at), by, regulations, situations, news)
            for version, at, by, regulations, situations, news in rows
        ]

    def score(self, version: str, encoder: str) -> str | None:
        """Return how ``version`` scored with ``encoder``, where that was measured."""
        row = self._db.execute(
            "select body from scores where version = ? and encoder = ?", [version, encoder]
        ).fetchone()
        return str(row[0]) if row else None

    def save_score(self, version: str, encoder: str, body: str) -> None:
        """Keep how ``version`` scored with ``encoder``.

        Raises:
            StorageError: it could not be written.
        """
        row = {"version": version, "encoder": encoder, "body": body}
        with self._writing() as db:
            db.table("scores").upsert(row, pk=("version", "encoder"))

    def load(self, version: str) -> Knowledge | None:
        """Return ``version`` as it was saved; None where it is not there.

        A version saved by another release may not fit the schema of this one; it counts as
        not there, and is built anew from its files.
        """
        bodies: dict[str, list[str]] = {}
        for kind, body in self._db.execute(
            "select kind, body from documents where version = ? order by position", [version]
        ):
            bodies.setdefault(kind, []).append(body)
        if "vocabulary" not in bodies:
            return None
        regulations = bodies.get("regulation", ())
        try:
            return Knowledge(
                regulations=tuple(map(Regulation.model_validate_json, regulations)),
                topics=tuple(map(GuidanceTopic.model_validate_json, bodies.get("topic", ()))),
                articles=tuple(map(Article.model_validate_json, bodies.get("article", ()))),
                routing=Routing.model_validate_json(bodies["routing"][0]),
                vocabulary=Vocabulary.model_validate_json(bodies["vocabulary"][0]),
            )
        except ValidationError:
            return None

    def vectors(self, encoder: str, texts: Iterable[str]) -> dict[str, npt.NDArray[np.float32]]:
        """Return the stored vector of each of ``texts`` that has one."""
        hashes = {text: text_hash(text) for text in texts}
        # Only what is asked for: the table also holds the vectors of earlier versions.
        rows = self._db.execute(
            "select text_hash, vector from vectors where encoder = ? "
            "and text_hash in (select value from json_each(?))",
            [encoder, json.dumps(list(hashes.values()))],
        )
        stored: dict[str, bytes] = dict(rows)
        return {
            text: np.frombuffer(stored[key], np.float32)
            for text, key in hashes.items()
            if key in stored
        }

    def all_vectors(self, encoder: str) -> tuple[list[str], npt.NDArray[np.float32]]:
        """Return the hash and, row for row, the vector of every text, shape ``(n, d)``."""
        rows = self._db.execute(
            "select text_hash, vector from vectors where encoder = ? order by text_hash", [encoder]
        ).fetchall()
        vectors = [np.frombuffer(vector, np.float32) for _, vector in rows]
        matrix = np.stack(vectors) if vectors else np.zeros((0, 0), np.float32)
        return [known for known, _ in rows], matrix

    def add_vectors(
        self, encoder: str, texts: Sequence[str], vectors: npt.NDArray[np.float32]
    ) -> None:
        """Store one vector a text, shape ``(len(texts), dimension)``, in one transaction.

        Raises:
            StorageError: they could not be written.
        """
        with self._writing() as db:
            db.table("vectors").insert_all(
                (
                    {"encoder": encoder, "text_hash": text_hash(text), "vector": row.tobytes()}
                    for text, row in zip(texts, vectors, strict=True)
                ),
                replace=True,
            )

    def learned(self, version: str, encoder: str) -> bytes | None:
        """Return what was learned on ``version`` with ``encoder``, if anything."""
        row = self._db.execute(
            "select body from learned where version = ? and encoder = ?", [version, encoder]
        ).fetchone()
        return bytes(row[0]) if row else None

    def save_learned(self, version: str, encoder: str, body: bytes) -> None:
        """Keep what was learned on ``version`` with ``encoder``.

        Raises:
            StorageError: it could not be written.
        """
        row = {"version": version, "encoder": encoder, "body": body}
        with self._writing() as db:
            db.table("learned").upsert(row, pk=("version", "encoder"))

    def parameters(self, encoder: str) -> str | None:
        """Return what was learned from labelled questions with ``encoder``, if anything."""
        row = self._db.execute(
            "select body from parameters where encoder = ?", [encoder]
        ).fetchone()
        return str(row[0]) if row else None

    def save_parameters(self, encoder: str, body: str) -> None:
        """Keep what was learned from labelled questions with ``encoder``.

        Raises:
            StorageError: it could not be written.
        """
        now = datetime.now(UTC).isoformat()
        with self._writing() as db:
            row = {"encoder": encoder, "learned_at": now, "body": body}
            db.table("parameters").upsert(row, pk="encoder")

    def counts(self) -> Mapping[str, int]:
        """Return the number of rows of the tables that grow."""
        return {name: self._db.table(name).count for name in ("versions", "vectors", "learned")}


def _migrate(connection: sqlite3.Connection) -> None:
    migrations.apply(Database(connection))


def text_hash(text: str) -> str:
    """Return what the vector of ``text`` is stored under."""
    return hashlib.sha256(text.encode()).hexdigest()
