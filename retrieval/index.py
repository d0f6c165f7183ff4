"""Everything that answering needs, built from one version of the knowledge base."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.passages import Kind, Passage, cut_passages
from knowledge.schema import Knowledge, Situation
from knowledge.store import KnowledgeStore
from retrieval.embedding import Progress, Role, embed
from retrieval.hybrid import HybridIndex
from retrieval.identity import IdentityLookup
from retrieval.phrasings import Phrasings, PhrasingTexts
from retrieval.semantic import Encoder
from retrieval.spelling import NEVER_A_TARGET, SpellingCorrector
from retrieval.terms import Analyzer
from retrieval.text import words

_ESTABLISHED = 3
"""Times that a word must be typed in phrasings before it may be a word and not a slip."""
_FAR_MORE = 10


@dataclass(frozen=True)
class Index:
    """A version of the knowledge base, ready to be searched."""

    version: str
    knowledge: Knowledge
    situations: tuple[Situation, ...]
    phrasings: Phrasings
    passages: tuple[Passage, ...]
    """Provisions, regulations and paragraphs of articles, row for row as in ``by_passage``."""
    by_passage: HybridIndex
    by_situation: HybridIndex
    """What each situation says (title, question, answer), row for row as ``situations``."""
    analyzer: Analyzer
    corrector: SpellingCorrector
    identity: IdentityLookup


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
    analyzer = Analyzer(knowledge.vocabulary)
    cut = cut_passages(knowledge)
    corrector = _corrector(knowledge, cut, analyzer)
    asked = PhrasingTexts.of(situations, analyzer, corrector)
    passages = tuple(passage for passage in cut if passage.kind is not Kind.GUIDANCE)
    texts = [passage.searched for passage in passages]
    said = [passage.searched for passage in cut if passage.kind is Kind.GUIDANCE]
    question_vectors = passage_vectors = said_vectors = None
    if encoder:
        question_vectors = embed(asked.to_embed, Role.QUESTION, encoder, store, progress)
        passage_vectors = embed(texts, Role.PASSAGE, encoder, store, progress)
        said_vectors = embed(said, Role.PASSAGE, encoder, store, progress)
    return Index(
        version=version,
        knowledge=knowledge,
        situations=situations,
        phrasings=asked.index(question_vectors),
        passages=passages,
        by_passage=HybridIndex.build(
            [analyzer.analyse(text).all for text in texts], passage_vectors
        ),
        by_situation=HybridIndex.build(
            [analyzer.analyse(text).all for text in said], said_vectors
        ),
        analyzer=analyzer,
        corrector=corrector,
        identity=IdentityLookup(knowledge),
    )


def _corrector(
    knowledge: Knowledge, passages: Sequence[Passage], analyzer: Analyzer
) -> SpellingCorrector:
    """Return a corrector toward words of passages, and words that are typed again and again.

    Phrasings are full of slips, written on purpose. A word that only they hold is a word where
    some hold it and it is not the slip of one that is far more frequent.
    """
    also_known = analyzer.known_words | _words_outside(knowledge)
    edited = Counter(word for passage in passages for word in words(passage.searched))
    typed = Counter(
        word for item in knowledge.situations for text in item.phrasings for word in words(text)
    )
    counts = Counter(
        {
            word: edited[word] + typed[word]
            for word in edited
            if NEVER_A_TARGET.isdisjoint(analyzer.standardise([word]))
        }
    )
    corrector = SpellingCorrector(counts, also_known)
    for word, count in typed.items():
        [meant] = corrector.correct([word])
        is_slip = meant != word and counts[meant] >= _FAR_MORE * count
        if word not in edited and count >= _ESTABLISHED and not is_slip:
            counts[word] = count
    return SpellingCorrector(counts, also_known)


def _words_outside(knowledge: Knowledge) -> frozenset[str]:
    """Return the words that examples of what is out of scope share.

    They are known, so that "resep" is not made "reses"; what only one holds may be a typo.
    """
    counts = Counter(
        word
        for route in knowledge.routing.classes
        for example in route.examples
        for word in set(words(example))
    )
    return frozenset(word for word, count in counts.items() if count > 1)
