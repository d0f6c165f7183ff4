"""What an admin proposes to add to the knowledge base, before it is published.

A proposal is complete in itself, so that it can be kept as JSON and picked up after a
restart. Of questions that people asked it holds the ids of their outcomes only: while it is
no knowledge yet, whoever asked can still have them erased.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from errors import ImportFailed, KnowledgeError
from knowledge.importing import Reason, draft_data, to_article
from knowledge.importing.readers import check_size
from knowledge.importing.text import tidy
from knowledge.loader import validate
from knowledge.schema import Article, Basis, GuidanceTopic, PersonClass, Slug, Text, Verdict
from knowledge.yaml_source import parse_yaml

LEAST_PHRASINGS = 6

_YAML = (".yaml", ".yml")
_HTML_START = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body)\b", re.I)


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ArticleProposal(_Model):
    """An article; ``dropped`` counts what was taken out of its source, by reason."""

    kind: Literal["article"] = "article"
    article: Article
    dropped: dict[Reason, int] = Field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def document(self) -> Article:
        """What is published of it."""
        return self.article


class GuidanceProposal(_Model):
    """A guidance file with its situations."""

    kind: Literal["guidance"] = "guidance"
    topic: GuidanceTopic

    @property
    def document(self) -> GuidanceTopic:
        """What is published of it."""
        return self.topic


class FromQuestions(_Model):
    """What begins with questions that people asked: the ids of their outcomes.

    ``phrasings`` are what the admin wrote beside them, or instead of them where
    ``keeps_questions`` is false.
    """

    outcomes: tuple[int, ...]
    keeps_questions: bool = True
    phrasings: tuple[Text, ...] = ()


class VariantsProposal(FromQuestions):
    """Questions that an existing situation should answer; None until it is chosen."""

    kind: Literal["variants"] = "variants"
    situation: Slug | None = None


class ExamplesProposal(FromQuestions):
    """Questions that belong to a class out of scope; None until it is chosen."""

    kind: Literal["examples"] = "examples"
    route: Slug | None = None


class SituationProposal(FromQuestions):
    """A new situation, filled in step by step; what is empty is still to be asked for."""

    kind: Literal["situation"] = "situation"
    title: Annotated[Text, Field(max_length=90)] | None = None
    verdict: Verdict | None = None
    answer: Annotated[Text, Field(max_length=1500)] | None = None
    conditions: tuple[Text, ...] = ()
    basis: tuple[Basis, ...] = ()
    basis_complete: bool = False
    applies_to: tuple[PersonClass, ...] = ()
    classes_complete: bool = False


QuestionProposal: TypeAlias = VariantsProposal | ExamplesProposal | SituationProposal
Proposal: TypeAlias = Annotated[
    ArticleProposal | GuidanceProposal | QuestionProposal, Field(discriminator="kind")
]
_ADAPTER: TypeAdapter[Proposal] = TypeAdapter(Proposal)


def read_proposal(body: str) -> Proposal:
    """Return the proposal that ``model_dump_json`` wrote."""
    return _ADAPTER.validate_json(body)


def propose(data: bytes, name: str) -> ArticleProposal | GuidanceProposal:
    """Turn a file that somebody sent into a proposal.

    What the bytes are counts more than how the file is called.

    Raises:
        ImportFailed: it is too large, damaged, locked, or of a kind that cannot be read.
        KnowledgeError: it is YAML and no valid article or guidance file.
    """
    name = tidy(Path(name).name) or "berkas.txt"
    check_size(data, name)
    suffix = Path(name).suffix.lower()
    if suffix in _YAML:
        return _from_yaml(data, name)
    draft = draft_data(data, Path(name).stem + _kind(data, suffix))
    dropped: dict[Reason, int] = {}
    for item in draft.dropped:
        dropped[item.reason] = dropped.get(item.reason, 0) + 1
    article = to_article(draft).model_copy(update={"origin": name})
    return ArticleProposal(article=article, dropped=dropped, notes=draft.notes)


def _kind(data: bytes, suffix: str) -> str:
    """Return the suffix that fits the bytes; they are not asked where they say nothing."""
    if data.startswith(b"%PDF"):
        return ".pdf"
    if data.startswith(b"PK\x03\x04"):
        return ".docx"
    if suffix in (".txt", ".md") and _HTML_START.match(data[:1024]):
        return ".html"
    return suffix


def _from_yaml(data: bytes, name: str) -> ArticleProposal | GuidanceProposal:
    source = parse_yaml(data, name)
    if source.problems:
        raise KnowledgeError(source.problems)
    keys: Sequence[str] = list(source.data) if isinstance(source.data, dict) else ()
    if "situations" in keys:
        if topic := validate(source, GuidanceTopic):
            return GuidanceProposal(topic=topic)
    elif "paragraphs" in keys:
        if article := validate(source, Article):
            return ArticleProposal(article=article)
    else:
        raise ImportFailed(
            f"{name}: bukan artikel ('paragraphs') dan bukan panduan ('situations')"
        )
    raise KnowledgeError(source.problems)
