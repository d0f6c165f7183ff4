"""The way of one question: understand, rank, route, decide, answer."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from knowledge.passages import Passage
from knowledge.schema import Situation, Stage, Verdict
from retrieval.answer import Answer, Part
from retrieval.answering import Composer
from retrieval.caution import choices, left_open, risk
from retrieval.comparison import Comparison
from retrieval.index import Index
from retrieval.news import NewsDesk
from retrieval.parameters import Parameters
from retrieval.parts import added_acts, questions_in
from retrieval.premise import contradicts, presumed
from retrieval.question import Question, understand
from retrieval.ranking import CANDIDATES, Candidate, SituationRanking
from retrieval.routing import Route, Router
from retrieval.semantic import Encoder
from retrieval.text import clean
from retrieval.verdicts import log_odds

_SUPPORTING = 3
_SURE_OF_A_PART = 0.75
_AS_LIKELY_WRONG = 0.5


@dataclass(frozen=True)
class Suggestions:
    """A piece of what an inline query is offered."""

    answer: Answer | None
    """What comes first of all; None in a piece further down."""
    others: tuple[Situation, ...]
    """What may have been meant instead, likeliest first; :meth:`Engine.open` gives the cards."""
    stage: Stage | None
    """The stage that the query names."""


@dataclass(frozen=True)
class Engine:
    """One version of the knowledge base in service. Immutable, safe to use from threads."""

    index: Index
    encoder: Encoder | None
    router: Router
    ranking: SituationRanking
    news: NewsDesk
    compose: Composer
    parameters: Parameters

    def ask(self, text: str, context: str | None = None) -> Answer:
        """Answer ``text``; ``context`` is the question before it, for follow-ups."""
        started = time.perf_counter()
        text = _printable(text)
        question = understand(text, self.index, self.encoder, context)
        answer = self._with_parts(self._answer(text, self._compare(question)), text, context)
        return self._stamped(answer, started)

    def open(self, situation_id: str, stage: Stage | None = None) -> Answer | None:
        """Return the card of one situation, or None where there is none with that id.

        Where the sanction depends on the stage, it is the one at ``stage``, else both.
        """
        situation = self.compose.situation(situation_id)
        if situation is None:
            return None
        return self.compose.from_situation(situation.question, situation, 1.0, stage=stage)

    def suggest(self, text: str, limit: int, skip: int = 0) -> Suggestions:
        """Return what an inline query is offered: ``limit`` of all there is after ``skip``.

        The first of all is what :meth:`ask` answers, so that a question has one answer
        everywhere; other situations follow only where that one is a situation, or asks back.
        """
        started = time.perf_counter()
        text = _printable(text)
        question = understand(text, self.index, self.encoder)
        compared = self._compare(question)
        ranked = self.ranking.rank(compared, max(CANDIDATES, skip + limit + 1))
        first = self._answer(text, compared, ranked[:CANDIDATES])
        others: list[Situation] = []
        if first.guidance or first.choices:
            others = [item.situation for item in ranked if item.situation.id != first.guidance]
        return Suggestions(
            answer=None if skip else self._stamped(self._with_parts(first, text), started),
            others=tuple(others[max(0, skip - 1) : skip + limit - 1]),
            stage=question.stage,
        )

    def _compare(self, question: Question) -> Comparison:
        return Comparison.of(question, self.index.phrasings)

    def _with_parts(self, answer: Answer, text: str, context: str | None = None) -> Answer:
        """Add what the other questions in ``text`` are answered by, if by another situation.

        One that leads to the same by its words is not encoded: that takes most of the time.
        """
        asked = questions_in(clean(text)) if answer.guidance else ()
        further: dict[str, Part] = {}
        for one, before in zip(asked, (context, *asked), strict=False):
            by_words = self._compare(understand(one, self.index, None, before))
            if self.ranking.rank(by_words)[0].situation.id == answer.guidance:
                continue
            question = understand(one, self.index, self.encoder, before)
            found = self._answer(one, self._compare(question))
            is_sure = found.confidence >= _SURE_OF_A_PART and found.guidance != answer.guidance
            if is_sure and found.guidance and found.verdict:
                part = Part(
                    question=one,
                    guidance=found.guidance,
                    title=found.title or "",
                    verdict=found.verdict,
                    answer=found.answer,
                )
                further.setdefault(part.guidance, part)
        return answer.model_copy(update={"parts": tuple(further.values())})

    def _stamped(self, answer: Answer, started: float) -> Answer:
        elapsed = round((time.perf_counter() - started) * 1000, 3)
        return answer.model_copy(
            update={"latency_ms": {"total": elapsed}, "degraded": self.encoder is None}
        )

    def _answer(
        self, text: str, compared: Comparison, candidates: list[Candidate] | None = None
    ) -> Answer:
        """Answer a question; ``candidates`` are its ranking where that is known already."""
        question = compared.question
        if question.is_empty:
            return self.compose.empty(text)
        if titled := self.compose.titled(question.text):
            return self.compose.from_situation(text, titled, 1.0, stage=question.stage)
        if named := self.index.identity.find(question.text):
            return self.compose.from_regulation(text, named)
        if match := self.news.find(question):
            found = match.passages
            return self.compose.from_news(text, match) if found else self.compose.not_found(text)
        candidates = candidates or self.ranking.rank(compared)
        if not compared.is_known:
            route = self.router.route(compared)
            if self._is_out_of_scope(route, question, candidates):
                return self.compose.declined(text, route.nearest, _sigmoid(route.out_of_scope))
        return self._decide(text, question, candidates)

    def _decide(self, text: str, question: Question, candidates: list[Candidate]) -> Answer:
        if not candidates or candidates[0].score < self.parameters.thresholds.not_found:
            return self.compose.not_found(text)
        best = candidates[0]
        confidence = self._confidence(candidates)
        harm = risk(self.ranking, question, candidates)
        if confidence < _AS_LIKELY_WRONG or harm > self.parameters.thresholds.risk:
            return self.compose.clarify(text, choices(candidates), confidence)
        if other := left_open(self.ranking, question, candidates):
            return self.compose.clarify(text, [best.situation, other], confidence)
        if forbidden := self._forbidden_addition(question, best.situation):
            return self.compose.clarify(text, [best.situation, forbidden], confidence)
        supporting = self._supporting(question)
        answer = self.compose.from_situation(
            text, best.situation, confidence, supporting, question.stage
        )
        if contradicts(presumed(question.standard), best.situation.verdict):
            return self.compose.corrected(answer)
        return answer

    def _is_out_of_scope(
        self, route: Route, question: Question, candidates: list[Candidate]
    ) -> bool:
        weights = self.parameters.scope
        best = candidates[0].score if candidates else weights.typical
        told = weights.classifier * self.ranking.classifier.out_of_scope(question)
        familiar = weights.score * (best - weights.typical)
        return weights.constant + weights.route * route.out_of_scope + told + familiar > 0

    def _confidence(self, candidates: list[Candidate]) -> float:
        """Return the calibrated chance that the verdict of the first candidate is right."""
        weights = self.parameters.confidence
        return _sigmoid(weights.constant + weights.chance * log_odds(candidates[0].chance))

    def _forbidden_addition(self, question: Question, first: Situation) -> Situation | None:
        """Return what is prohibited among the acts that a question adds to one that is allowed."""
        if first.verdict is not Verdict.ALLOWED:
            return None
        for act in added_acts(question.text):
            asked = understand(act, self.index, self.encoder)
            nearest = self.ranking.rank(self._compare(asked))[0]
            is_near = nearest.score >= self.parameters.thresholds.not_found
            if is_near and nearest.situation.verdict is Verdict.PROHIBITED:
                return nearest.situation
        return None

    def _supporting(self, question: Question) -> list[tuple[Passage, float]]:
        rows = self.index.by_passage.best(question.terms.all, question.vector, _SUPPORTING)
        return [(self.index.passages[row], score) for row, score in rows]


def _printable(text: str) -> str:
    """Replace lone surrogates: they cannot be encoded, so no answer could carry them back."""
    return text.encode("utf-8", "replace").decode()


def _sigmoid(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))
