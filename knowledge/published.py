"""The folder of published knowledge: YAML that admins added, beside the content that ships.

It lies in the data folder, so that upgrades leave it alone; it can be kept in git and copied
as it is. The layout is that of the content: ``articles/``, ``guidance/``, and
``additions.yaml``. ``withdrawn/`` keeps what was taken out of service; nothing reads it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from pydantic import TypeAdapter

from errors import ImportFailed, KnowledgeError, Problem, StorageError
from knowledge.importing import dump
from knowledge.loader import ADDITIONS, PUBLISHED, validate
from knowledge.schema import Additions, Article, GuidanceTopic
from knowledge.yaml_source import parse_yaml, read_yaml

WITHDRAWN = "withdrawn"


class Kind(StrEnum):
    """What a published document is."""

    ARTICLE = "articles"
    GUIDANCE = "guidance"
    VARIANTS = "variants"
    EXAMPLES = "examples"


@dataclass(frozen=True)
class PublishedDocument:
    """One thing that can be shown and withdrawn; ``key`` is unique within its kind.

    That is the name of a file without its ending, or the id that phrasings were added to.
    ``text`` is its YAML.
    """

    kind: Kind
    key: str
    text: str

    @property
    def mark(self) -> str:
        """What stands for the document where there is no room for its name."""
        return hashlib.sha256(f"{self.kind}/{self.key}".encode()).hexdigest()[:12]

    @property
    def phrasings(self) -> frozenset[str]:
        """Every way of asking that came with the document; none where it is broken."""
        source = parse_yaml(self.text.encode(), self.key)
        match self.kind:
            case Kind.ARTICLE:
                return frozenset()
            case Kind.GUIDANCE:
                topic = validate(source, GuidanceTopic)
                situations = topic.situations if topic else ()
                return frozenset(text for item in situations for text in item.phrasings)
            case _:
                lists = TypeAdapter(dict[str, tuple[str, ...]]).validate_python(source.data)
                return frozenset(text for texts in lists.values() for text in texts)


class PublishedFolder:
    """The published folder of one data folder. One change at a time: callers hold a lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def documents(self) -> list[PublishedDocument]:
        """Return everything that is published, by kind and name.

        Raises:
            KnowledgeError: ``additions.yaml`` is broken.
            StorageError: something cannot be read.
        """
        with _storage(self.folder):
            files = [
                PublishedDocument(kind, path.stem, path.read_text(encoding="utf-8"))
                for kind in (Kind.ARTICLE, Kind.GUIDANCE)
                for path in sorted((self.folder / kind).glob("*.yaml"))
            ]
        additions = self._additions()
        return files + [
            PublishedDocument(kind, key, dump({key: list(texts)}))
            for kind, added in (
                (Kind.VARIANTS, additions.variants),
                (Kind.EXAMPLES, additions.examples),
            )
            for key, texts in sorted(added.items())
        ]

    @contextmanager
    def adding(self, added: Article | GuidanceTopic | Additions, by: str) -> Iterator[None]:
        """Write a new document, or more phrasings; where the body raises, it is gone again.

        Raises:
            ImportFailed: there is a document of that name.
            KnowledgeError: ``additions.yaml`` is broken as it is.
            StorageError: it cannot be written.
        """
        if isinstance(added, Additions):
            with self._adding_phrasings(added):
                yield
        else:
            with self._adding_document(added, by):
                yield

    @contextmanager
    def _adding_document(self, document: Article | GuidanceTopic, by: str) -> Iterator[None]:
        kind = Kind.ARTICLE if isinstance(document, Article) else Kind.GUIDANCE
        name = _file_name(document)
        path = self.folder / kind / f"{name}.yaml"
        if path.exists():
            raise ImportFailed(
                f"{PUBLISHED}/{kind}/{path.name} sudah terbit; tarik dulu lewat /dokumen"
            )
        with self._restored(path):
            self._write(path, f"# Ditambahkan oleh {by}\n{dump(_plain(document))}")
            yield

    @contextmanager
    def _adding_phrasings(self, added: Additions) -> Iterator[None]:
        there = self._additions()
        merged = Additions(
            variants=_merged(there.variants, added.variants),
            examples=_merged(there.examples, added.examples),
        )
        with self._restored(self.folder / ADDITIONS):
            self._write_additions(merged)
            yield

    @contextmanager
    def withdrawing(self, document: PublishedDocument) -> Iterator[None]:
        """Move a document out of service; where the body raises, it is back again.

        Raises:
            KnowledgeError: ``additions.yaml`` is broken.
            StorageError: it cannot be moved.
        """
        moment = f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
        aside = self.folder / WITHDRAWN / f"{document.kind}-{document.key}-{moment}.yaml"
        is_file = document.kind in (Kind.ARTICLE, Kind.GUIDANCE)
        path = (
            self.folder / document.kind / f"{document.key}.yaml"
            if is_file
            else self.folder / ADDITIONS
        )
        with self._restored(aside), self._restored(path):
            self._write(aside, document.text)
            if is_file:
                with _storage(path):
                    path.unlink()
            else:
                there = self._additions().model_dump()
                there[document.kind].pop(document.key, None)
                self._write_additions(Additions.model_validate(there))
            yield

    def export(self, target: Path) -> int:
        """Copy what is published into the folder ``target``; return the number of files.

        Raises:
            StorageError: it cannot be copied.
        """
        count = 0
        with _storage(target):
            for path in sorted(self.folder.rglob("*.yaml")):
                copy = target / path.relative_to(self.folder)
                if WITHDRAWN in copy.relative_to(target).parts:
                    continue
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
                count += 1
        return count

    def _additions(self) -> Additions:
        path = self.folder / ADDITIONS
        if not path.exists():
            return Additions()
        source = read_yaml(path, f"{PUBLISHED}/{ADDITIONS}")
        additions = validate(source, Additions)
        if additions is None:
            raise KnowledgeError(source.problems or [Problem(source.name, 1, "kosong")])
        return additions

    def _write_additions(self, additions: Additions) -> None:
        fields = {
            kind: {key: list(texts) for key, texts in sorted(added.items())}
            for kind, added in (
                (Kind.VARIANTS.value, additions.variants),
                (Kind.EXAMPLES.value, additions.examples),
            )
            if added
        }
        self._write(self.folder / ADDITIONS, dump(fields))

    def _write(self, path: Path, text: str) -> None:
        """Write a file whole or not at all; nobody ever reads half of it."""
        draft = path.with_name(f".{path.name}.draf")
        with _storage(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with draft.open("w", encoding="utf-8") as file:
                    file.write(text)
                    file.flush()
                    os.fsync(file.fileno())
                draft.replace(path)
            finally:
                draft.unlink(missing_ok=True)

    @contextmanager
    def _restored(self, path: Path) -> Iterator[None]:
        """Put ``path`` back as it was where the body raises."""
        with _storage(path):
            before = path.read_text(encoding="utf-8") if path.exists() else None
        try:
            yield
        except BaseException:
            if before is not None:
                self._write(path, before)
            elif path.exists():
                with _storage(path):
                    path.unlink()
            raise


def _file_name(document: Article | GuidanceTopic) -> str:
    """Return the name of the file; a topic of one situation is called after that."""
    if isinstance(document, Article):
        return document.key
    only = document.situations[0].id if len(document.situations) == 1 else None
    return only or document.topic


def _merged(
    there: dict[str, tuple[str, ...]], added: dict[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    return {
        key: tuple(dict.fromkeys((*there.get(key, ()), *added.get(key, ()))))
        for key in {**there, **added}
    }


def _plain(document: Article | GuidanceTopic) -> object:
    """Return a document as plain lists and mappings, without what is empty or a default."""
    return _lists(document.model_dump(exclude_none=True, exclude_defaults=True))


def _lists(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _lists(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_lists(item) for item in value]
    return value.value if isinstance(value, StrEnum) else value


@contextmanager
def _storage(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, UnicodeDecodeError) as error:
        raise StorageError(f"'{path}' tidak dapat dibaca atau ditulisi ({error})") from error
