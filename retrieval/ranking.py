"""Which situation a question is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.schema import Situation, Verdict
from retrieval.hybrid import Scores, top
from retrieval.index import Index
from retrieval.intent import Intent, read_intent
from retrieval.parameters import RANKING, RankingWeights
from retrieval.question import Question

CANDIDATES = 10


@dataclass(frozen=True)
class Candidate:
    """A situation with its score; scores compare within and between questions."""

    situation: Situation
    score: float


class SituationRanking:
    """Ranks the situations of one index.

    A situation is as near as the nearest way of asking about it, by meaning and by words.
    Two things are weighed on top. What kind of answer is wanted: permission meets verdicts,
    a request for facts meets information. And who it is about: a question that names a
    class of person (a soldier's wife, a village head) is not answered by a situation that
    never speaks of one, nor a question about any ASN by one made for a special class, since
    the class decides the law.
    """

    def __init__(self, index: Index, weights: RankingWeights = RANKING) -> None:
        self._index = index
        self._weights = weights
        self._informs = np.asarray(
            [situation.verdict is Verdict.INFORMATION for situation in index.situations]
        )
        self._persons = sorted(index.analyzer.person_concepts)
        per_phrasing = np.stack(
            [self._persons_in(terms.concepts) for terms in index.phrasings.terms]
        )
        self._spoken_of = np.maximum.reduceat(per_phrasing, index.phrasings.starts)
        titles = [index.analyzer.analyse(situation.title) for situation in index.situations]
        self._titled = np.stack([self._persons_in(title.concepts) for title in titles])

    def speaks_of_all(self, question: Question, situation: Situation) -> bool:
        """Whether ``situation`` mentions every concept that ``question`` names."""
        row = self._index.situations.index(situation)
        starts = self._index.phrasings.starts
        end = starts[row + 1] if row + 1 < len(starts) else len(self._index.phrasings.terms)
        texts = (situation.title, situation.answer, *situation.conditions)
        mentioned = {
            concept
            for terms in (
                *self._index.phrasings.terms[starts[row] : end],
                *map(self._index.analyzer.analyse, texts),
            )
            for concept in terms.concepts
        }
        return mentioned.issuperset(question.terms.concepts)

    def rank(self, question: Question, limit: int = CANDIDATES) -> list[Candidate]:
        """Return the ``limit`` situations nearest to ``question``, best first."""
        scores = self._scores(question)
        return [Candidate(self._index.situations[row], score) for row, score in top(scores, limit)]

    def _scores(self, question: Question) -> Scores:
        phrasings = self._index.phrasings
        named = self._persons_in(question.terms.concepts)
        strangers = (1 - self._spoken_of) @ named
        specialists = self._titled @ (1 - named)
        scores = (
            self._weights.semantic * phrasings.best_cosine(question.vector)
            + self._weights.lexical * phrasings.best_lexical(question.terms.all)
            + self._weights.intent * self._intent_match(question)
            - self._weights.stranger * strangers
            - self._weights.specialist * specialists
        )
        return np.asarray(scores, dtype=np.float32)

    def _persons_in(self, concepts: Iterable[str]) -> npt.NDArray[np.float32]:
        named = frozenset(concepts)
        return np.asarray([person in named for person in self._persons], dtype=np.float32)

    def _intent_match(self, question: Question) -> Scores:
        match read_intent(question.standard):
            case Intent.PERMISSION:
                return np.asarray(~self._informs, dtype=np.float32)
            case Intent.FACT:
                return np.asarray(self._informs, dtype=np.float32)
            case Intent.UNCLEAR:
                return np.asarray(~self._informs, dtype=np.float32) * np.float32(0.5)
