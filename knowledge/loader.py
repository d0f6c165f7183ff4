"""Load the YAML folders into one :class:`Knowledge`, or refuse them whole with every reason.

There are two: the content that ships, and beside it what admins have published
(:mod:`knowledge.published`), which may be absent. Both are one knowledge base.
"""

from __future__ import annotations

import hashlib
import os
import reprlib
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from errors import KnowledgeError, Problem
from knowledge.additions import check_additions, with_additions
from knowledge.checks import check
from knowledge.schema import (
    Additions,
    Article,
    GuidanceTopic,
    Knowledge,
    Regulation,
    Routing,
    Vocabulary,
)
from knowledge.yaml_source import Location, YamlSource, read_yaml

M = TypeVar("M", bound=BaseModel)

PUBLISHED = "published"
"""What the names of published files begin with in problems and hashes."""

ADDITIONS = "additions.yaml"
PUBLISHED_KINDS = ("articles", "guidance")

_READS = 5
"""How often content that is being written is read before it is refused."""


@dataclass(frozen=True)
class Sources:
    """The parsed files behind a :class:`Knowledge`, in the same order as its documents."""

    regulations: tuple[YamlSource, ...]
    topics: tuple[YamlSource, ...]
    articles: tuple[YamlSource, ...]
    routing: YamlSource
    vocabulary: YamlSource
    additions: YamlSource | None = None


def content_hash(folder: Path, published: Path | None = None) -> str:
    """Return the SHA-256 over the names and bytes of every YAML file that is read.

    Raises:
        KnowledgeError: a file or a published folder cannot be read.
    """
    digest = hashlib.sha256()
    files = [(path, path.relative_to(folder)) for path in sorted(folder.rglob("*.yaml"))]
    if published:
        files += [
            (path, Path(PUBLISHED, path.relative_to(published)))
            for path in _published_files(published)
        ]
    for path, name in files:
        try:
            data = path.read_bytes()
        except OSError as error:
            problem = Problem(str(name), 1, f"tidak dapat dibaca: {error.strerror}")
            raise KnowledgeError([problem]) from error
        digest.update(os.fsencode(name) + f"\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def load_knowledge(folder: Path, published: Path | None = None) -> Knowledge:
    """Read, validate and cross-check the content folder, with what was published beside it.

    Raises:
        KnowledgeError: anything at all is wrong; ``problems`` names each file and line.
    """
    return read_knowledge(folder, published)[0]


def read_version(folder: Path, published: Path | None = None) -> tuple[str, Knowledge, Sources]:
    """Return what :func:`read_knowledge` does, under the hash of exactly what was read.

    Raises:
        KnowledgeError: as in :func:`load_knowledge`, or the files change all the while.
    """
    for _ in range(_READS):
        version = content_hash(folder, published)
        knowledge, sources = read_knowledge(folder, published)
        if content_hash(folder, published) == version:
            return version, knowledge, sources
    raise KnowledgeError([Problem(str(folder), 1, "isinya berubah selagi dibaca; coba lagi")])


def read_knowledge(folder: Path, published: Path | None = None) -> tuple[Knowledge, Sources]:
    """Return what :func:`load_knowledge` does, with the files it came from.

    Raises:
        KnowledgeError: as in :func:`load_knowledge`.
    """
    if not folder.is_dir():
        raise KnowledgeError([Problem(str(folder), 1, "folder pengetahuan tidak ada")])
    problems: list[Problem] = []
    added: list[tuple[Path, str]] = []
    if published:
        files = _published_files(published)
        added = [(path, f"{PUBLISHED}/{path.relative_to(published)}") for path in files]

    def read_all(kind: str, model: type[M]) -> tuple[list[YamlSource], list[M]]:
        sources, documents = [], []
        files = [
            *((path, f"{kind}/{path.name}") for path in sorted((folder / kind).glob("*.yaml"))),
            *((path, name) for path, name in added if path.parent.name == kind),
        ]
        for path, name in files:
            source = read_yaml(path, name)
            document = validate(source, model)
            problems.extend(source.problems)
            if document is not None:
                sources.append(source)
                documents.append(document)
        return sources, documents

    def read_one(name: str, model: type[M]) -> tuple[YamlSource, M | None]:
        source = read_yaml(folder / name, name)
        document = validate(source, model)
        problems.extend(source.problems)
        return source, document

    regulation_sources, regulations = read_all("regulations", Regulation)
    topic_sources, topics = read_all("guidance", GuidanceTopic)
    article_sources, articles = read_all("articles", Article)
    routing_source, routing = read_one("routing.yaml", Routing)
    vocabulary_source, vocabulary = read_one("vocabulary.yaml", Vocabulary)
    additions_source, additions = None, None
    for path, name in added:
        if path.name == ADDITIONS and path.parent == published:
            additions_source = read_yaml(path, name)
            additions = validate(additions_source, Additions)
            problems.extend(additions_source.problems)
    if problems or routing is None or vocabulary is None:
        raise KnowledgeError(problems)

    knowledge = Knowledge(
        regulations=tuple(regulations),
        topics=tuple(topics),
        articles=tuple(articles),
        routing=routing,
        vocabulary=vocabulary,
    )
    sources = Sources(
        tuple(regulation_sources),
        tuple(topic_sources),
        tuple(article_sources),
        routing_source,
        vocabulary_source,
        additions_source,
    )
    problems.extend(check(knowledge, sources))
    if additions and additions_source:
        problems.extend(check_additions(knowledge, additions, additions_source))
        knowledge = with_additions(knowledge, additions)
    if problems:
        raise KnowledgeError(problems)
    return knowledge, sources


def _published_files(folder: Path) -> list[Path]:
    """Return the files that are read of a published folder; none where there is no folder.

    Raises:
        KnowledgeError: a folder is there and cannot be listed, so that nobody could tell
            what of it is missing.
    """
    found = [path for path in _list(folder) if path.name == ADDITIONS]
    for kind in PUBLISHED_KINDS:
        found += _list(folder / kind)
    return found


def _list(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".yaml")
    except FileNotFoundError:
        return []
    except OSError as error:
        problem = Problem(str(folder), 1, f"tidak dapat dibaca: {error.strerror}")
        raise KnowledgeError([problem]) from error


def validate(source: YamlSource, model: type[M]) -> M | None:
    """Return the document in ``source``; what is wrong is added to its problems."""
    if source.problems:
        return None
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        source.problems.extend(
            source.problem(_location(detail), explain(detail)) for detail in error.errors()
        )
        return None


def _location(detail: ErrorDetails) -> Location:
    return tuple(detail["loc"])


def explain(detail: ErrorDetails) -> str:
    """Say in Indonesian what pydantic found wrong and what was expected."""
    field = ".".join(str(part) for part in detail["loc"]) or "berkas"
    context = detail.get("ctx", {})
    given = reprlib.repr(detail["input"])
    match detail["type"]:
        case "missing":
            return f"'{field}' belum diisi"
        case "extra_forbidden":
            return f"'{field}' tidak dikenal; periksa ejaannya"
        case "enum" | "literal_error":
            return f"'{field}' berisi {given}; pilihannya {context['expected']}"
        case "string_type":
            return f"'{field}' harus teks; beri tanda kutip"
        case (
            "date_type"
            | "date_parsing"
            | "date_from_datetime_parsing"
            | "date_from_datetime_inexact"
        ):
            return f"'{field}' harus tanggal seperti 2026-11-22"
        case "too_short":
            return f"'{field}' butuh paling sedikit {context['min_length']} isi"
        case "string_too_short":
            return f"'{field}' kosong"
        case "string_too_long":
            return f"'{field}' lebih dari {context['max_length']} karakter"
        case "string_pattern_mismatch":
            return f"'{field}' berisi {given}; harus berpola {context['pattern']}"
        case "value_error":
            return f"'{field}' {context['error']}"
        case "tuple_type" | "list_type":
            return f"'{field}' harus daftar (baris-baris yang diawali '- ')"
        case "dict_type" | "model_type":
            return f"'{field}' harus pasangan kunci: nilai"
        case _:
            return f"'{field}' salah ({detail['msg']})"
