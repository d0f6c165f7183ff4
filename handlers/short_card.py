"""The card as a group sees it: the verdict, why in a sentence, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handlers import texts
from handlers.card import Block, Style, basis_line, card_blocks
from retrieval.answer import Answer, Outcome

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_TELLING = 40
_LONGEST = 400
_CITED = 2


def short_blocks(answer: Answer) -> tuple[Block, ...]:
    """Return the short card of ``answer``; one line where it answers nothing."""
    match answer.outcome:
        case Outcome.ANSWERED:
            return tuple(_answered(answer))
        case Outcome.CLARIFY:
            return (
                Block(Style.HEADLINE, (texts.card.HEADLINE_CLARIFY,)),
                Block(Style.BODY, (texts.groups.CLARIFY,)),
            )
        case Outcome.NOT_FOUND:
            return (Block(Style.BODY, (texts.groups.NOT_FOUND,)),)
        case Outcome.DECLINED:
            return (Block(Style.BODY, (first_sentence(answer.answer),)),)


def first_sentence(text: str) -> str:
    """Return the first sentence, with the next where the first is a bare "Tidak boleh."."""
    sentences = _SENTENCE_END.split(text.strip())
    lead = sentences[0]
    if len(lead) < _TELLING and len(sentences) > 1:
        lead = f"{lead} {sentences[1]}"
    return lead if len(lead) <= _LONGEST else lead[: _LONGEST - 1].rstrip() + "…"


def _answered(answer: Answer) -> Iterator[Block]:
    yield from (
        block for block in card_blocks(answer) if block.style in (Style.HEADLINE, Style.TITLE)
    )
    yield Block(Style.BODY, (first_sentence(answer.answer),))
    if answer.basis:
        more = "; …" if len(answer.basis) > _CITED else ""
        line = basis_line(answer.basis[:_CITED]) + more
        yield Block(Style.FIELD, (line,), texts.card.LABEL_BASIS)
    notes = []
    if answer.conditions:
        notes.append(texts.groups.CONDITIONS)
    if answer.degraded:
        notes.append(texts.card.DEGRADED)
    if notes:
        yield Block(Style.NOTE, (" ".join(notes),))
