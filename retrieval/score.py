"""How well one version answers the labelled questions, measured once and then remembered."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.store import KnowledgeStore
from retrieval.embedding import Progress, Role, embed
from retrieval.engine import Engine
from retrieval.evaluation.answers import evaluate_answers
from retrieval.evaluation.labelled import read_questions
from retrieval.evaluation.report import Miss
from retrieval.semantic import Encoder, Vectors

WORDS_ALONE = "lexical"
"""What stands for the encoder where there is none."""


class Score(BaseModel):
    """The figures by which versions are compared; None where no question counts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    yardstick: str
    """What was measured with: scores of another yardstick do not compare."""
    questions: int
    verdict_accuracy: float | None
    out_of_scope_declined: float | None
    harmful: int
    misses: tuple[Miss, ...]

    def is_worse_than(self, other: Score) -> bool:
        """Whether any figure has fallen; one that has risen does not make up for it."""
        return (
            self.harmful > other.harmful
            or (self.verdict_accuracy or 0.0) < (other.verdict_accuracy or 0.0)
            or (self.out_of_scope_declined or 0.0) < (other.out_of_scope_declined or 0.0)
        )

    def new_misses(self, other: Score) -> tuple[Miss, ...]:
        """Return what goes wrong here and did not in ``other``."""
        known = {miss.question for miss in other.misses}
        return tuple(miss for miss in self.misses if miss.question not in known)


def score_of(version: str, encoder: Encoder | None, store: KnowledgeStore) -> Score | None:
    """Return how ``version`` scored with ``encoder`` when it was last measured, if ever."""
    body = store.score(version, _name(encoder))
    try:
        return Score.model_validate_json(body) if body else None
    except ValidationError:
        # Written by another release.
        return None


def measure(
    engine: Engine,
    labelled: Sequence[Path],
    store: KnowledgeStore,
    progress: Progress = lambda done, total: None,
) -> Score:
    """Return how ``engine`` answers the questions of ``labelled``, from the store if it is known.

    Some seconds of one core; the vectors of the questions are kept, so that another version
    takes a third of them.

    Raises:
        ImportFailed: a file holds something that is no labelled question.
        EncoderError: the model failed.
        StorageError: the score could not be kept.
    """
    files = [file for file in labelled if file.is_file()]
    questions = [label for file in files for label in read_questions(file)]
    yardstick = _yardstick(engine, "\n".join(label.model_dump_json() for label in questions))
    known = score_of(engine.index.version, engine.encoder, store)
    if known and known.yardstick == yardstick:
        return known
    if engine.encoder:
        engine = replace(engine, encoder=_Remembering(engine.encoder, store))
    report = evaluate_answers(engine, questions, progress)
    score = Score(
        yardstick=yardstick,
        questions=report.questions,
        verdict_accuracy=report.verdict_accuracy,
        out_of_scope_declined=report.out_of_scope_declined,
        harmful=report.harmful,
        misses=report.misses,
    )
    store.save_score(engine.index.version, _name(engine.encoder), score.model_dump_json())
    return score


def _yardstick(engine: Engine, questions: str) -> str:
    """Return a hash of all that decides a score beside the content and the encoder."""
    digest = hashlib.sha256()
    for part in (questions, engine.parameters.model_dump_json(), *_code()):
        digest.update(hashlib.sha256(part.encode()).digest())
    return digest.hexdigest()


def _code() -> list[str]:
    """The source of this release: another one may answer otherwise."""
    folder = Path(__file__).parent
    return [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py"))]


def _name(encoder: Encoder | None) -> str:
    return encoder.name if encoder else WORDS_ALONE


@dataclass(frozen=True)
class _Remembering:
    """An encoder that asks the store for the vectors of questions first."""

    encoder: Encoder
    store: KnowledgeStore

    @property
    def name(self) -> str:
        """See :class:`Encoder`."""
        return self.encoder.name

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """See :class:`Encoder`."""
        return embed(texts, Role.QUESTION, self.encoder, self.store)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """See :class:`Encoder`."""
        return self.encoder.encode_passages(texts)
