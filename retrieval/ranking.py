"""Which situation a question is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.schema import Situation, Verdict
from retrieval.classifier import AnswerClassifier
from retrieval.comparison import Comparison
from retrieval.hybrid import Scores, top
from retrieval.index import Index
from retrieval.intent import Intent
from retrieval.parameters import SHIPPED, RankingWeights, VerdictWeights
from retrieval.question import Question
from retrieval.verdicts import VERDICTS, Verdicts

CANDIDATES = 10
_THE_SAME = 0.995
"""The cosine of a question with a phrasing from which on they are the same words."""
FEATURES = tuple(RankingWeights.model_fields)


@dataclass(frozen=True)
class Candidate:
    """A situation with its score; scores compare within and between questions."""

    situation: Situation
    score: float
    chance: float
    """Of its verdict (0 to 1), by the scores of all situations and the classifier."""
    by_scores: float
    """The same by the scores alone."""


class SituationRanking:
    """Ranks the situations of one index.

    A situation is as near as the nearest way of asking about it, and as near as what it says,
    each by meaning and by words: the first finds what was asked like this before, the second
    what was not. Two things are weighed on top. What kind of answer is wanted: permission meets
    verdicts, a request for facts meets information. And who it is about: a question that names
    a class of person (a soldier's wife, a village head) is not answered by a situation that
    never speaks of one, nor a question about any ASN by one made for a special class, since
    the class decides the law.
    """

    def __init__(
        self,
        index: Index,
        classifier: AnswerClassifier,
        weights: RankingWeights = SHIPPED.ranking,
        verdicts: VerdictWeights = SHIPPED.verdicts,
    ) -> None:
        self.classifier = classifier
        self._index = index
        self._weights = weights.vector().astype(np.float32)
        self._verdict_weights = verdicts
        self._verdicts = Verdicts([situation.verdict for situation in index.situations])
        self._informs = np.asarray(
            [situation.verdict is Verdict.INFORMATION for situation in index.situations]
        )
        self._persons = sorted(index.analyzer.person_concepts)
        per_phrasing = np.stack(
            [self._persons_in(terms.concepts) for terms in index.phrasings.terms]
        )
        self._spoken_of = np.maximum.reduceat(per_phrasing, index.phrasings.starts)
        self._asked_with = {
            situation.id: frozenset(
                concept
                for terms in index.phrasings.terms[index.phrasings.rows(place)]
                for concept in terms.concepts
            )
            for place, situation in enumerate(index.situations)
        }
        titles = [index.analyzer.analyse(situation.title) for situation in index.situations]
        self._titled = np.stack([self._persons_in(title.concepts) for title in titles])

    def speaks_of_all(self, question: Question, situation: Situation) -> bool:
        """Whether ``situation`` mentions every concept that ``question`` names."""
        texts = (situation.title, situation.answer, *situation.conditions)
        said = (set(self._index.analyzer.analyse(text).concepts) for text in texts)
        return not self.never_asked(question, situation).difference(*said)

    def never_asked(self, question: Question, situation: Situation) -> frozenset[str]:
        """Return the concepts that ``question`` names and no way of asking ``situation`` does."""
        return frozenset(question.terms.concepts) - self._asked_with[situation.id]

    def rank(self, compared: Comparison, limit: int = CANDIDATES) -> list[Candidate]:
        """Return the situations nearest to the question: ``limit`` of them, best first.

        The first is the nearest of the likeliest verdict; the others follow by their scores.
        """
        scores = self.features(compared) @ self._weights
        return self.candidates(scores, self._told(compared), limit)

    def candidates(self, scores: Scores, told: Scores, limit: int = CANDIDATES) -> list[Candidate]:
        """Return what :meth:`rank` does, by the score of each situation, and by what the
        classifier says of each verdict, weighed."""
        if not len(scores):
            return []
        told_too, alone = (self._verdicts.chances(scores, spoken) for spoken in (told, 0.0))
        chances, by_scores = (
            dict(zip(VERDICTS, found.tolist(), strict=True)) for found in (told_too, alone)
        )
        first = int(self._verdicts.nearest(scores, told_too))
        others = [row for row, _ in top(scores, limit) if row != first]
        situations = self._index.situations
        return [
            Candidate(situation, float(scores[row]), chances[verdict], by_scores[verdict])
            for row in [first, *others][:limit]
            for situation, verdict in [(situations[row], situations[row].verdict)]
        ]

    def rank_own(
        self, compared: Comparison, place: int, number: int
    ) -> tuple[Situation, Situation]:
        """Return what comes first for phrasing ``number`` of situation ``place``: with it, and
        with it left out of what is compared.

        Only the situation itself is farther without it; the rest is worked out once. The
        classifier, which learned from the phrasing, is asked only with it.
        """
        features = self.features(compared)
        told = self._told(compared)
        found = int(self._verdicts.first(features @ self._weights, told))
        left_out = self._index.phrasings.best_without(place, number)
        features[place, : len(left_out)] = left_out
        found_without = int(self._verdicts.first(features @ self._weights))
        return self._index.situations[found], self._index.situations[found_without]

    def _told(self, compared: Comparison) -> Scores:
        """Return what the classifier says of each verdict, as far as it counts.

        What was asked in these very words before needs no guess.
        """
        told = self.classifier.log_chances(compared.question)
        if compared.cosines.max(initial=0.0) >= _THE_SAME:
            return np.zeros_like(told)
        return np.asarray(self._verdict_weights.classifier * told, dtype=np.float32)

    def features(self, compared: Comparison) -> Scores:
        """Return what speaks for and against each situation, shape ``(n, len(FEATURES))``.

        A column is weighed by the ranking weight of its name; the sum is the score.
        """
        question = compared.question
        asked, said = self._index.phrasings, self._index.by_situation
        named = self._persons_in(question.terms.concepts)
        return np.stack(
            [
                asked.best_cosine(compared.cosines),
                *asked.lexical_likeness(compared.lexical),
                said.cosines(question.vector),
                said.lexical.scores(question.terms.all),
                *self._intent_match(question),
                -((1 - self._spoken_of) @ named),
                -(self._titled @ (1 - named)),
            ],
            axis=1,
            dtype=np.float32,
        )

    def _persons_in(self, concepts: Iterable[str]) -> npt.NDArray[np.float32]:
        named = frozenset(concepts)
        return np.asarray([person in named for person in self._persons], dtype=np.float32)

    def _intent_match(self, question: Question) -> tuple[Scores, Scores]:
        """Return what each situation gets for a question for permission, and for a fact."""
        permission = {Intent.PERMISSION: 1.0, Intent.UNCLEAR: 0.5, Intent.FACT: 0.0}
        return (
            np.asarray(~self._informs * permission[question.intent], dtype=np.float32),
            np.asarray(self._informs * (question.intent is Intent.FACT), dtype=np.float32),
        )
