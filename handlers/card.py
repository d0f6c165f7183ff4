"""From an answer to a card: what is said in which order, for every channel alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from handlers import texts
from knowledge.schema import Stage, Status, Verified, View
from retrieval.answer import Answer, Citation, Outcome, Part, ShownPassage


class Style(Enum):
    """How a block stands out."""

    HEADLINE = auto()
    TITLE = auto()
    BODY = auto()
    FIELD = auto()
    LIST = auto()
    QUOTE = auto()
    NOTE = auto()


@dataclass(frozen=True)
class Block:
    """One part of a card: plain text, or lines under a label."""

    style: Style
    lines: tuple[str, ...]
    label: str = ""


def card_blocks(answer: Answer) -> tuple[Block, ...]:
    """Return the card of ``answer``: verdict first, then why, sanction, basis and sources."""
    if answer.outcome is Outcome.DECLINED:
        return (_block(Style.BODY, answer.answer),)
    if answer.outcome is Outcome.NOT_FOUND:
        return (
            _block(Style.HEADLINE, texts.card.HEADLINE_NOT_FOUND),
            _block(Style.BODY, answer.answer),
        )
    if answer.outcome is Outcome.CLARIFY:
        return (
            _block(Style.HEADLINE, texts.card.HEADLINE_CLARIFY),
            _block(Style.BODY, answer.answer),
            Block(Style.LIST, answer.suggestions, texts.card.LABEL_CHOICES),
        )
    return tuple(_answered(answer))


def source_blocks(passages: tuple[ShownPassage, ...]) -> tuple[Block, ...]:
    """Return the sources of an answer, one quote each."""
    return tuple(Block(Style.QUOTE, (passage.text,), source_name(passage)) for passage in passages)


def source_name(passage: ShownPassage) -> str:
    """Return the title of a source with what a reader must know of its standing."""
    marks = []
    if passage.status is Status.REPEALED:
        marks.append(texts.card.STATUS_LABELS[Status.REPEALED])
    if passage.verified is Verified.SECONDARY:
        marks.append(texts.card.SECONDARY)
    return passage.title + (f" ({', '.join(marks)})" if marks else "")


def basis_line(citations: tuple[Citation, ...]) -> str:
    """Return the legal basis on one line, secondary sources and repealed rules marked."""
    return "; ".join(_citation(citation) for citation in citations)


def _answered(answer: Answer) -> Iterator[Block]:
    headline = (
        texts.card.VERDICT_LABELS[answer.verdict]
        if answer.verdict
        else texts.card.HEADLINE_SOURCES
    )
    audience = " · ".join(answer.applies_to[:3]) + (" …" if len(answer.applies_to) > 3 else "")
    yield _block(Style.HEADLINE, f"{headline} · {audience}" if audience else headline)
    if answer.title:
        yield _block(Style.TITLE, answer.title)
    yield _block(Style.BODY, answer.answer)
    stages = [texts.card.STAGE_LABELS[stage] for stage in answer.stage if stage is not Stage.ANY]
    if stages:
        yield Block(Style.FIELD, (", ".join(stages),), texts.card.LABEL_STAGE)
    if answer.conditions:
        yield Block(Style.LIST, answer.conditions, texts.card.LABEL_CONDITIONS)
    if answer.parts:
        yield Block(Style.LIST, tuple(map(_part, answer.parts)), texts.card.LABEL_PARTS)
    if answer.views:
        yield Block(Style.LIST, tuple(map(_view, answer.views)), texts.card.LABEL_VIEWS)
    if answer.sanction:
        yield Block(Style.FIELD, (answer.sanction,), texts.card.LABEL_SANCTION)
    if len(answer.other_stages) > 1:
        yield _block(Style.NOTE, texts.card.STAGE_DECIDES)
    if answer.basis:
        yield Block(Style.FIELD, (basis_line(answer.basis),), texts.card.LABEL_BASIS)
        provisions = tuple(f"{citation.name}: {citation.text}" for citation in answer.basis)
        yield Block(Style.QUOTE, provisions, texts.card.LABEL_PROVISIONS)
    else:
        yield from source_blocks(answer.passages[:3])
    yield _block(Style.NOTE, _note(answer))


def _note(answer: Answer) -> str:
    parts = [texts.card.DISCLAIMER]
    if answer.reviewed:
        parts.append(texts.card.REVIEWED.format(date=_date(answer.reviewed)))
    if answer.degraded:
        parts.append(texts.card.DEGRADED)
    return " ".join(parts)


def _citation(citation: Citation) -> str:
    marks = []
    if citation.status is Status.REPEALED:
        marks.append(texts.card.STATUS_LABELS[Status.REPEALED])
    if citation.verified is Verified.SECONDARY:
        marks.append(texts.card.SECONDARY)
    return citation.name + (f" ({', '.join(marks)})" if marks else "")


def _part(part: Part) -> str:
    return f"{texts.card.VERDICT_SHORT[part.verdict]} — {part.title}"


def _view(view: View) -> str:
    since = f" ({view.since})" if view.since else ""
    return f"{view.who}{since}: {view.says}"


def _date(date: dt.date) -> str:
    return f"{date:%d-%m-%Y}"


def _block(style: Style, text: str) -> Block:
    return Block(style, (text,))
