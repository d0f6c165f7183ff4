"""Compose answers from what was found. Nothing here decides what is found."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.passages import Kind, Passage, cut_passages
from knowledge.schema import RouteClass, Situation, Stage, Verdict
from retrieval.answer import NEUTRALITY, Answer, Choice, Citation, Outcome, ShownPassage
from retrieval.identity import Named
from retrieval.index import Index
from retrieval.news import NewsMatch

MAX_SUGGESTIONS = 3
_MAX_PROVISIONS = 6


class Composer:
    """Composes answers over one index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._situations = {situation.id: situation for situation in index.situations}
        self._titled = {situation.title.casefold(): situation for situation in index.situations}
        self._passages = {passage.id: passage for passage in cut_passages(index.knowledge)}

    def situation(self, key: str) -> Situation | None:
        """Return the situation with id ``key``, or None."""
        return self._situations.get(key)

    def titled(self, text: str) -> Situation | None:
        """Return the situation that ``text`` is the title of: titles are what people share."""
        return self._titled.get(text.casefold())

    def passage(self, key: str) -> Passage | None:
        """Return the passage with id ``key``, or None."""
        return self._passages.get(key)

    def cited(self, answer: Answer) -> tuple[ShownPassage, ...]:
        """Return the provisions that ``answer`` cites, as passages."""
        return tuple(
            ShownPassage.of(self._passages[f"{item.regulation}#{item.ref}"], answer.confidence)
            for item in answer.basis
        )

    def from_situation(
        self,
        question: str,
        situation: Situation,
        confidence: float,
        supporting: Sequence[tuple[Passage, float]] = (),
        stage: Stage | None = None,
    ) -> Answer:
        """Return the verdict card of ``situation``, with the sanction at ``stage``."""
        sanction = situation.sanction
        cited = [self._passages[f"{item.regulation}#{item.ref}"] for item in situation.basis]
        found = [(self._passages[situation.id], confidence), *supporting]
        return Answer(
            question=question,
            outcome=Outcome.ANSWERED,
            route=NEUTRALITY,
            verdict=situation.verdict,
            guidance=situation.id,
            title=situation.title,
            answer=situation.answer,
            sanction=sanction.at(stage) if sanction else None,
            other_stages=tuple(one for one in sanction.stages if one is not stage)
            if sanction
            else (),
            basis=tuple(_citation(passage) for passage in cited),
            passages=tuple(ShownPassage.of(passage, score) for passage, score in found),
            choices=self._related(situation),
            confidence=round(confidence, 3),
            applies_to=situation.applies_to,
            stage=situation.stage,
            conditions=situation.conditions,
            views=situation.views,
            reviewed=situation.reviewed,
        )

    def corrected(self, answer: Answer) -> Answer:
        """Return ``answer`` with the correction of what was taken for granted as its beginning."""
        corrections = self._index.knowledge.routing.corrections.model_dump()
        correction = corrections[str(answer.verdict)]
        return answer.model_copy(update={"answer": f"{correction} {answer.answer}"})

    def from_regulation(self, question: str, named: Named) -> Answer:
        """Return what a named regulation, or a named provision of it, says."""
        regulation = named.regulation
        provisions = (named.provisions or regulation.provisions)[:_MAX_PROVISIONS]
        passages = [
            self._passages[f"{regulation.key}#{provision.ref}"] for provision in provisions
        ]
        if named.provisions:
            title = passages[0].title if len(passages) == 1 else regulation.short
            text = " ".join(f"{provision.ref}: {provision.text}" for provision in provisions)
        else:
            title, text = regulation.short, regulation.summary
            passages = [self._passages[regulation.key], *passages]
        sanctions = [provision.sanction.text for provision in provisions if provision.sanction]
        return Answer(
            question=question,
            outcome=Outcome.ANSWERED,
            route=NEUTRALITY,
            verdict=Verdict.INFORMATION,
            title=title,
            answer=text,
            sanction=sanctions[0] if named.provisions and len(sanctions) == 1 else None,
            basis=tuple(_citation(passage) for passage in passages if passage.ref),
            passages=tuple(ShownPassage.of(passage, 1.0) for passage in passages),
            confidence=1.0,
        )

    def from_news(self, question: str, match: NewsMatch) -> Answer:
        """Return what an article reports, without a verdict."""
        first = match.passages[0][0]
        return Answer(
            question=question,
            outcome=Outcome.ANSWERED,
            route=NEUTRALITY,
            title=first.title,
            answer=first.text,
            passages=tuple(ShownPassage.of(passage, score) for passage, score in match.passages),
            confidence=0.9,
        )

    def clarify(self, question: str, situations: Sequence[Situation], confidence: float) -> Answer:
        """Return the choice between situations of different verdict."""
        return Answer(
            question=question,
            outcome=Outcome.CLARIFY,
            route=NEUTRALITY,
            answer=self._index.knowledge.routing.clarify,
            choices=tuple(Choice(id=item.id, title=item.title) for item in situations),
            confidence=round(confidence, 3),
        )

    def not_found(self, question: str) -> Answer:
        """Return the honest "belum saya temukan"."""
        reply = self._index.knowledge.routing.not_found
        return Answer(question=question, outcome=Outcome.NOT_FOUND, route=NEUTRALITY, answer=reply)

    def declined(self, question: str, route: RouteClass, confidence: float) -> Answer:
        """Return the short reply of a class that is out of scope."""
        return Answer(
            question=question,
            outcome=Outcome.DECLINED,
            route=route.id,
            answer=route.reply,
            confidence=round(confidence, 3),
        )

    def empty(self, question: str) -> Answer:
        """Return the reply to a message without words."""
        reply = self._index.knowledge.routing.empty
        return Answer(question=question, outcome=Outcome.DECLINED, route="empty", answer=reply)

    def _related(self, situation: Situation) -> tuple[Choice, ...]:
        related = [self._situations[key] for key in situation.related[:MAX_SUGGESTIONS]]
        return tuple(Choice(id=item.id, title=item.title) for item in related)


def _citation(passage: Passage) -> Citation:
    assert passage.kind is Kind.REGULATION
    assert passage.ref is not None
    return Citation(
        regulation=passage.document,
        ref=passage.ref,
        status=passage.status,
        verified=passage.verified,
        name=passage.title,
        text=passage.text,
    )
