"""Cut the knowledge base into passages, the units that are searched and shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge.schema import Article, Knowledge, Regulation, Situation, Status, Verified


class Kind(StrEnum):
    """What kind of document a passage comes from."""

    GUIDANCE = "guidance"
    REGULATION = "regulation"
    ARTICLE = "article"


@dataclass(frozen=True)
class Passage:
    """One unit of search.

    ``document`` is the key of the regulation or article, or the id of the situation;
    ``ref`` names the provision, where the passage is one; ``origin`` is the source file of
    an article. ``searched`` is what is indexed: the text with the words that lead to it.
    """

    id: str
    kind: Kind
    document: str
    title: str
    text: str
    searched: str
    ref: str | None = None
    origin: str | None = None
    status: Status = Status.IN_FORCE
    verified: Verified = Verified.TEXT


def cut_passages(knowledge: Knowledge) -> tuple[Passage, ...]:
    """Return every passage of the knowledge base, guidance first."""
    passages = [_situation_passage(situation) for situation in knowledge.situations]
    for regulation in knowledge.regulations:
        passages.extend(_regulation_passages(regulation))
    for article in knowledge.articles:
        passages.extend(_article_passages(article))
    return tuple(passages)


def _situation_passage(situation: Situation) -> Passage:
    return Passage(
        id=situation.id,
        kind=Kind.GUIDANCE,
        document=situation.id,
        title=situation.title,
        text=situation.answer,
        searched=f"{situation.title}. {situation.question} {situation.answer}",
    )


def _regulation_passages(regulation: Regulation) -> list[Passage]:
    whole = Passage(
        id=regulation.key,
        kind=Kind.REGULATION,
        document=regulation.key,
        title=regulation.short,
        text=regulation.summary,
        searched=f"{regulation.title} ({regulation.short}). {regulation.summary}",
        status=regulation.status,
        verified=regulation.verified,
    )
    provisions = [
        Passage(
            id=f"{regulation.key}#{provision.ref}",
            kind=Kind.REGULATION,
            document=regulation.key,
            title=f"{regulation.short} {provision.ref}",
            text=provision.text,
            searched=f"{regulation.short} {provision.ref}. {provision.text}",
            ref=provision.ref,
            status=regulation.status,
            verified=provision.verified,
        )
        for provision in regulation.provisions
    ]
    return [whole, *provisions]


def _article_passages(article: Article) -> list[Passage]:
    return [
        Passage(
            id=f"{article.key}#{number}",
            kind=Kind.ARTICLE,
            document=article.key,
            title=article.title,
            text=paragraph,
            searched=f"{article.title}. {paragraph}",
            origin=article.origin,
        )
        for number, paragraph in enumerate(article.paragraphs, start=1)
    ]
