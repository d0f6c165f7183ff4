"""The shape of everything in ``knowledge/content/``.

Every model is frozen and refuses unknown fields. What one file alone can prove is checked
here; what needs the other files is checked in :mod:`knowledge.checks`.
"""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]+(-[A-Z0-9]+)*$", max_length=40)]


def _web_address(value: str) -> str:
    if not re.match(r"https?://[^\s/]+\.[^\s/]+", value):
        raise ValueError("harus alamat lengkap yang diawali https://")
    return value


Address = Annotated[Text, AfterValidator(_web_address)]


class Verdict(StrEnum):
    """What a situation comes down to."""

    PROHIBITED = "prohibited"
    ALLOWED = "allowed"
    CONDITIONAL = "conditional"
    INFORMATION = "information"


class Status(StrEnum):
    """Whether a regulation is in force."""

    IN_FORCE = "in_force"
    AMENDED = "amended"
    REPEALED = "repealed"


class Verified(StrEnum):
    """Whether we read the text of a provision or know it from secondary sources."""

    TEXT = "text"
    SECONDARY = "secondary"


class Stage(StrEnum):
    """When, in the course of an election, something applies."""

    ANY = "any"
    BEFORE_NOMINATION = "before_nomination"
    AFTER_NOMINATION = "after_nomination"
    CAMPAIGN = "campaign"
    QUIET_PERIOD = "quiet_period"
    VOTING_DAY = "voting_day"
    AFTER_ELECTION = "after_election"


class SanctionLevel(StrEnum):
    """The kinds of sanction, from lightest to heaviest route."""

    MORAL = "moral"
    LIGHT = "ringan"
    MEDIUM = "sedang"
    HEAVY = "berat"
    DISMISSAL = "ptdh"
    CONTRACT_END = "phk"
    ADMINISTRATIVE = "administrative"
    CRIMINAL = "criminal"


PersonClass = Literal[
    "PNS",
    "PPPK",
    "CPNS",
    "PPPK paruh waktu",
    "non-ASN",
    "pejabat ASN",
    "penjabat kepala daerah",
    "kepala daerah",
    "pejabat negara",
    "kepala desa",
    "perangkat desa",
    "BPD",
    "RT/RW",
    "TNI/Polri",
    "BUMN/BUMD",
    "keluarga ASN",
    "calon",
    "penyelenggara pemilu",
    "atasan",
    "masyarakat",
]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


SanctionLevels = Annotated[tuple[SanctionLevel, ...], Field(min_length=1)]


class ProvisionSanction(_Model):
    """What a provision threatens; ``levels`` is what machines compare, ``text`` what people read.

    A provision that differs by stage is two provisions, each with its ``stage``.
    """

    levels: SanctionLevels
    text: Text


_STAGE_INTRODUCTIONS = {
    Stage.BEFORE_NOMINATION: "Sebelum penetapan (bakal calon)",
    Stage.AFTER_NOMINATION: "Sesudah penetapan (calon)",
}


class Sanction(_Model):
    """What may follow in a situation: ``text`` at any stage, the others before or after the
    nomination; ``levels`` are those of all of them together."""

    levels: SanctionLevels
    before_nomination: Text | None = None
    after_nomination: Text | None = None
    text: Text | None = None

    @model_validator(mode="after")
    def _tells_both_stages_or_none(self) -> Self:
        if (self.before_nomination is None) != (self.after_nomination is None):
            raise ValueError("perlu 'before_nomination' dan 'after_nomination' bersama-sama")
        if not self.stages and self.text is None:
            raise ValueError("perlu 'text', atau 'before_nomination' dan 'after_nomination'")
        return self

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages that differ; empty where the sanction is the same at any stage."""
        return tuple(_STAGE_INTRODUCTIONS) if self.before_nomination else ()

    def at(self, stage: Stage | None) -> str:
        """Return what people read at ``stage``; of every stage where it is none of ``stages``."""
        told = {
            Stage.BEFORE_NOMINATION: self.before_nomination,
            Stage.AFTER_NOMINATION: self.after_nomination,
        }
        shown = [stage] if stage in self.stages else self.stages
        parts = [f"{_STAGE_INTRODUCTIONS[one]}: {told[one]}" for one in shown]
        return " ".join([*parts, self.text] if self.text else parts)


class Provision(_Model):
    """One provision of a regulation, summarised in our own words."""

    ref: Text
    text: Text
    applies_to: Annotated[tuple[PersonClass, ...], Field(min_length=1)]
    stage: Annotated[tuple[Stage, ...], Field(min_length=1)] = (Stage.ANY,)
    sanction: ProvisionSanction | None = None
    verified: Verified
    topics: tuple[Slug, ...] = ()


class Regulation(_Model):
    """A regulation, circular or ruling with the provisions that bear on neutrality."""

    key: Key
    title: Text
    short: Text
    number: Text
    date: dt.date | None = None
    issuer: Text
    status: Status
    replaced_by: tuple[Key, ...] = ()
    amended_by: tuple[Key, ...] = ()
    source: Address
    verified: Verified
    aliases: tuple[Text, ...] = ()
    summary: Text
    provisions: Annotated[tuple[Provision, ...], Field(min_length=1)]


class Basis(_Model):
    """A citation: the key of a regulation and the ``ref`` of one of its provisions."""

    regulation: Key
    ref: Text


class View(_Model):
    """Where authorities differ: who says what, since when."""

    who: Text
    says: Text
    since: Text | None = None


class Situation(_Model):
    """One everyday act, or one thing people want to know, with its single verdict."""

    id: Slug
    title: Annotated[Text, Field(max_length=90)]
    question: Text
    variants: Annotated[tuple[Text, ...], Field(min_length=6)]
    added: tuple[Text, ...] = ()
    """Phrasings that admins attached later, from ``additions.yaml`` of the published folder."""
    verdict: Verdict
    answer: Annotated[Text, Field(max_length=1500)]
    conditions: tuple[Text, ...] = ()
    applies_to: Annotated[tuple[PersonClass, ...], Field(min_length=1)]
    stage: Annotated[tuple[Stage, ...], Field(min_length=1)] = (Stage.ANY,)
    sanction: Sanction | None = None
    basis: Annotated[tuple[Basis, ...], Field(min_length=1)]
    views: tuple[View, ...] = ()
    related: tuple[Slug, ...] = ()
    reviewed: dt.date

    @property
    def phrasings(self) -> tuple[str, ...]:
        """Every way of asking: the question itself, its variants, and what was added."""
        return (self.question, *self.variants, *self.added)


class GuidanceTopic(_Model):
    """A guidance file: the situations of one topic."""

    topic: Slug
    title: Text
    situations: Annotated[tuple[Situation, ...], Field(min_length=1)]


class Article(_Model):
    """A digest of a news article; it informs and never carries a verdict."""

    key: Slug
    title: Text
    outlet: Text | None = None
    date: dt.date | None = None
    place: Text | None = None
    url: Address | None = None
    origin: Text
    paragraphs: Annotated[tuple[Text, ...], Field(min_length=1)]
    topics: tuple[Slug, ...] = ()


class RouteClass(_Model):
    """A class of questions that the corpus does not answer."""

    id: Slug
    title: Text
    reply: Text
    examples: Annotated[tuple[Text, ...], Field(min_length=3)]


class Corrections(_Model):
    """How an answer begins where something else was taken for granted, by its verdict."""

    prohibited: Text
    conditional: Text
    allowed: Text


class Routing(_Model):
    """``routing.yaml``: what is out of scope, and what is said when nothing is answered."""

    not_found: Text
    clarify: Text
    empty: Text
    corrections: Corrections
    classes: Annotated[tuple[RouteClass, ...], Field(min_length=1)]


class Additions(_Model):
    """``additions.yaml`` of the published folder: what admins add to documents that exist.

    The keys are ids of situations and of classes of ``routing.yaml``.
    """

    variants: dict[Slug, Annotated[tuple[Text, ...], Field(min_length=1)]] = Field(
        default_factory=dict
    )
    examples: dict[Slug, Annotated[tuple[Text, ...], Field(min_length=1)]] = Field(
        default_factory=dict
    )


class Concept(_Model):
    """Words and phrases that mean the same act, object, person or stage.

    ``person`` marks a class of person on whom the law depends. A concept ``hides`` others
    where its phrase holds theirs: "tanpa menyebut calon" speaks of no candidate.
    """

    id: Slug
    person: bool = False
    hides: tuple[Slug, ...] = ()
    terms: Annotated[tuple[Text, ...], Field(min_length=1)]


class Vocabulary(_Model):
    """``vocabulary.yaml``: how people write and what they mean by it."""

    spellings: dict[Text, Text]
    regions: tuple[Text, ...] = ()
    given_names: tuple[Text, ...] = ()
    stopwords: tuple[Text, ...]
    concepts: tuple[Concept, ...]

    @model_validator(mode="after")
    def _hides_what_there_is(self) -> Self:
        known = {concept.id for concept in self.concepts}
        for concept in self.concepts:
            if unknown := set(concept.hides) - known:
                names = ", ".join(sorted(unknown))
                raise ValueError(f"konsep '{concept.id}' menutupi yang tidak ada: {names}")
        return self


class Knowledge(_Model):
    """The whole knowledge base of one version."""

    regulations: tuple[Regulation, ...]
    topics: tuple[GuidanceTopic, ...]
    articles: tuple[Article, ...]
    routing: Routing
    vocabulary: Vocabulary

    @property
    def situations(self) -> tuple[Situation, ...]:
        """Every situation, in the order of the files."""
        return tuple(situation for topic in self.topics for situation in topic.situations)
