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
from retrieval.terms import CIVIL_SERVANT
from retrieval.verdicts import VERDICTS, Verdicts

CANDIDATES = 10
_AS_NEAR = 0.3
"""How much nearer a situation made for somebody else must be to come before another."""
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
        self._made_for = {
            situation.id: frozenset(index.analyzer.analyse(situation.title).concepts)
            & index.analyzer.person_concepts
            for situation in index.situations
        }
        self._titled = np.stack(
            [self._persons_in(self.made_for(situation)) for situation in index.situations]
        )

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
        Of those that are as near and say the same, one for a class of person that nobody spoke
        of does not come first.
        """
        scores = self.features(compared) @ self._weights
        # Who comes first must not depend on how many are wanted.
        ranked = self.candidates(scores, self._told(compared), max(limit, CANDIDATES))
        if not compared.is_known:
            ranked = self._for_the_asker(compared.question, ranked)
        return ranked[:limit]

    def _for_the_asker(self, question: Question, ranked: list[Candidate]) -> list[Candidate]:
        """Return ``ranked`` with the nearest one first that adds no class to what was asked."""
        instead = (
            other
            for other in ranked[1:CANDIDATES]
            if self._suits_better(question, other, ranked[0])
        )
        first = next(instead, None)
        return [first, *(item for item in ranked if item is not first)] if first else ranked

    def _suits_better(self, question: Question, other: Candidate, first: Candidate) -> bool:
        """Whether ``other`` says the same, nearly as near, for fewer whom nobody spoke of.

        It must be made for the same of those whom the question names.
        """
        says_the_same = other.situation.verdict is first.situation.verdict
        is_as_near = other.score > first.score - _AS_NEAR
        named = frozenset(question.terms.concepts)
        its_own, of_first = self.made_for(other.situation), self.made_for(first.situation)
        is_for_fewer = of_first & named <= its_own and its_own - named < of_first - named
        return says_the_same and is_as_near and is_for_fewer

    def made_for(self, situation: Situation) -> frozenset[str]:
        """Return the classes of person that the title of ``situation`` names."""
        return self._made_for[situation.id]

    def says_who(self, question: Question) -> bool:
        """Whether ``question`` says who acts: any class of person, or a civil servant."""
        people = self._index.analyzer.person_concepts | {CIVIL_SERVANT}
        return not people.isdisjoint(question.terms.concepts)

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
        if compared.is_known:
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
