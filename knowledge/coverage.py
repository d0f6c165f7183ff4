"""What the guidance covers: topics by verdict, verdicts by class of person, unused provisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import get_args

from pydantic import BaseModel

from knowledge.schema import Knowledge, PersonClass, Verdict


class Row(BaseModel):
    """How many situations of each verdict stand under one name."""

    name: str
    counts: dict[Verdict, int]


class Coverage(BaseModel):
    """The tables that show an editor where the guidance is thin."""

    topics: tuple[Row, ...]
    classes: tuple[Row, ...]
    unused_provisions: tuple[str, ...]
    """``KEY ref`` of every provision that no situation cites."""


def cover(knowledge: Knowledge) -> Coverage:
    """Count the situations of ``knowledge``."""
    cited = {
        (basis.regulation, basis.ref)
        for situation in knowledge.situations
        for basis in situation.basis
    }
    return Coverage(
        topics=tuple(
            _row(topic.topic, (situation.verdict for situation in topic.situations))
            for topic in knowledge.topics
        ),
        classes=tuple(
            _row(
                person,
                (item.verdict for item in knowledge.situations if person in item.applies_to),
            )
            for person in get_args(PersonClass)
        ),
        unused_provisions=tuple(
            f"{regulation.key} {provision.ref}"
            for regulation in knowledge.regulations
            for provision in regulation.provisions
            if (regulation.key, provision.ref) not in cited
        ),
    )


def _row(name: str, verdicts: Iterable[Verdict]) -> Row:
    counted = Counter(verdicts)
    return Row(name=name, counts={verdict: counted[verdict] for verdict in Verdict})
