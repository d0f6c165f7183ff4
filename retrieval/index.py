"""Everything that answering needs, built from one version of the knowledge base."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.passages import Passage, cut_passages
from knowledge.schema import Knowledge, Situation
from knowledge.store import KnowledgeStore
from retrieval.embedding import Progress, Role, embed
from retrieval.hybrid import HybridIndex
from retrieval.identity import IdentityLookup
from retrieval.semantic import Encoder
from retrieval.spelling import SpellingCorrector
from retrieval.terms import Analyzer
from retrieval.text import words


@dataclass(frozen=True)
class Phrasing:
    """One way of asking about a situation; ``situation`` is its place in the index."""

    text: str
    situation: int


@dataclass(frozen=True)
class Index:
    """A version of the knowledge base, ready to be searched."""

    version: str
    knowledge: Knowledge
    situations: tuple[Situation, ...]
    phrasings: tuple[Phrasing, ...]
    passages: tuple[Passage, ...]
    by_phrasing: HybridIndex
    by_passage: HybridIndex
    analyzer: Analyzer
    corrector: SpellingCorrector
    identity: IdentityLookup


def phrasings_of(situations: Iterable[Situation]) -> tuple[Phrasing, ...]:
    """Return every way of asking about ``situations``, the question itself first."""
    return tuple(
        Phrasing(text, number)
        for number, situation in enumerate(situations)
        for text in (situation.question, *situation.variants)
    )


def build_index(
    version: str,
    knowledge: Knowledge,
    store: KnowledgeStore,
    encoder: Encoder | None,
    progress: Progress = lambda done, total: None,
) -> Index:
    """Index ``knowledge``; texts without a stored vector are embedded first.

    Without an encoder the index answers from words alone.

    Raises:
        EncoderError: the model failed.
    """
    situations = knowledge.situations
    phrasings = phrasings_of(situations)
    passages = cut_passages(knowledge)
    analyzer = Analyzer(knowledge.vocabulary)
    questions = [phrasing.text for phrasing in phrasings]
    texts = [passage.searched for passage in passages]
    question_vectors = passage_vectors = None
    if encoder:
        question_vectors = embed(questions, Role.QUESTION, encoder, store, progress)
        passage_vectors = embed(texts, Role.PASSAGE, encoder, store, progress)
    return Index(
        version=version,
        knowledge=knowledge,
        situations=situations,
        phrasings=phrasings,
        passages=passages,
        by_phrasing=HybridIndex.build(
            [analyzer.analyse(text).all for text in questions], question_vectors
        ),
        by_passage=HybridIndex.build(
            [analyzer.analyse(text).all for text in texts], passage_vectors
        ),
        analyzer=analyzer,
        corrector=_corrector(analyzer, (*questions, *texts)),
        identity=IdentityLookup(knowledge),
    )


def _corrector(analyzer: Analyzer, texts: Iterable[str]) -> SpellingCorrector:
    counts = Counter(word for text in texts for word in words(text))
    return SpellingCorrector(counts, analyzer.known_words)
