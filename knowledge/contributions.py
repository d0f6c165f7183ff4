"""From a proposal that is complete to what is published of it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence

from pydantic import ValidationError

from errors import ImportFailed
from knowledge.loader import explain
from knowledge.proposals import (
    ArticleProposal,
    ExamplesProposal,
    FromQuestions,
    GuidanceProposal,
    Proposal,
    SituationProposal,
    VariantsProposal,
)
from knowledge.schema import Additions, Article, GuidanceTopic, Knowledge

ADDED_TOPIC = "tambahan"
ADDED_TITLE = "Jawaban tambahan"
_MAX_ID = 60

Contribution = Article | GuidanceTopic | Additions


def phrasings_of(proposal: FromQuestions, asked: Sequence[str]) -> tuple[str, ...]:
    """Return every way of asking that a proposal brings: what people asked, then the rest."""
    own = asked if proposal.keeps_questions else ()
    return tuple(dict.fromkeys((*own, *proposal.phrasings)))


def contribution(
    proposal: Proposal, asked: Sequence[str], knowledge: Knowledge, today: dt.date
) -> Contribution:
    """Return what is published of a proposal; ``asked`` are the questions it came from.

    Raises:
        ImportFailed: something is missing.
    """
    match proposal:
        case ArticleProposal() | GuidanceProposal():
            return proposal.document
    texts = phrasings_of(proposal, asked)
    if not texts:
        raise ImportFailed("pertanyaannya sudah terhapus; tulis pertanyaan yang lain")
    match proposal:
        case VariantsProposal(situation=str(key)):
            return Additions(variants={key: texts})
        case ExamplesProposal(route=str(key)):
            return Additions(examples={key: texts})
        case SituationProposal(title=str(title)):
            return _topic(proposal, title, texts, knowledge, today)
        case _:
            raise ImportFailed("draf belum lengkap")


def _topic(
    proposal: SituationProposal,
    title: str,
    variants: Sequence[str],
    knowledge: Knowledge,
    today: dt.date,
) -> GuidanceTopic:
    situation = {
        "id": _free_id(title, {situation.id for situation in knowledge.situations}),
        "title": title,
        "question": title if title.endswith("?") else f"{title}?",
        "variants": variants,
        "verdict": proposal.verdict,
        "answer": proposal.answer,
        "conditions": proposal.conditions,
        "applies_to": proposal.applies_to,
        "basis": proposal.basis,
        "reviewed": today,
    }
    fields = {"topic": ADDED_TOPIC, "title": ADDED_TITLE, "situations": [situation]}
    try:
        return GuidanceTopic.model_validate(fields)
    except ValidationError as error:
        raise ImportFailed("; ".join(explain(detail) for detail in error.errors())) from error


def _free_id(title: str, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: _MAX_ID - 4].strip("-") or "situasi"
    names = (stem, *(f"{stem}-{number}" for number in range(2, 100)))
    return next((name for name in names if name not in taken), stem)
