"""What Netra answers: the one object that every channel shows and ``--json`` prints."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, computed_field

from knowledge.passages import Kind, Passage
from knowledge.schema import PersonClass, Stage, Status, Verdict, Verified, View

NEUTRALITY = "neutrality"
"""The route of questions that the corpus answers; other routes are ids of routing.yaml."""


class Outcome(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    CLARIFY = "clarify"
    NOT_FOUND = "not_found"
    DECLINED = "declined"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Citation(_Frozen):
    """A provision that an answer rests on."""

    regulation: str
    ref: str
    status: Status
    verified: Verified
    name: str = Field(exclude=True)
    text: str = Field(exclude=True)


class ShownPassage(_Frozen):
    """A passage that supports an answer; ``score`` orders passages of one answer only."""

    id: str
    kind: Kind
    document: str
    origin: str | None
    title: str
    text: str
    score: float
    ref: str | None = Field(default=None, exclude=True)
    status: Status = Field(default=Status.IN_FORCE, exclude=True)
    verified: Verified = Field(default=Verified.TEXT, exclude=True)

    @classmethod
    def of(cls, passage: Passage, score: float) -> ShownPassage:
        """Return ``passage`` as it is shown with ``score``."""
        return cls(
            id=passage.id,
            kind=passage.kind,
            document=passage.document,
            origin=passage.origin,
            title=passage.title,
            text=passage.text,
            score=round(score, 4),
            ref=passage.ref,
            status=passage.status,
            verified=passage.verified,
        )


class Choice(_Frozen):
    """A situation offered as a button."""

    id: str
    title: str


class Part(_Frozen):
    """What a further question of the same message comes down to."""

    question: str
    guidance: str
    title: str
    verdict: Verdict
    answer: str


class Answer(_Frozen):
    """The answer to one question.

    ``declined`` and ``not_found`` carry no verdict, basis or passages: no answer, no sources.
    Fields that are excluded from JSON are what a card shows beyond it.
    """

    question: str
    outcome: Outcome
    route: str
    verdict: Verdict | None = None
    guidance: str | None = None
    title: str | None = None
    answer: str
    sanction: str | None = None
    basis: tuple[Citation, ...] = ()
    passages: tuple[ShownPassage, ...] = ()
    choices: tuple[Choice, ...] = Field(default=(), exclude=True)
    parts: tuple[Part, ...] = ()
    """Answers to the further questions of a message, where a situation of their own answers."""
    confidence: float = 0.0
    latency_ms: dict[str, float] = Field(default_factory=dict)

    applies_to: tuple[PersonClass, ...] = Field(default=(), exclude=True)
    stage: tuple[Stage, ...] = Field(default=(), exclude=True)
    other_stages: tuple[Stage, ...] = Field(default=(), exclude=True)
    """The stages at which the sanction differs from ``sanction``, if it depends on the stage;
    both where ``sanction`` tells both."""
    conditions: tuple[str, ...] = Field(default=(), exclude=True)
    views: tuple[View, ...] = Field(default=(), exclude=True)
    reviewed: dt.date | None = Field(default=None, exclude=True)
    degraded: bool = Field(default=False, exclude=True)
    """True where the embedding model was not available and words alone decided."""

    @computed_field  # type: ignore[prop-decorator]
    @property
    def suggestions(self) -> tuple[str, ...]:
        """The titles of related situations, or of the choices when ``clarify``."""
        return tuple(choice.title for choice in self.choices)
