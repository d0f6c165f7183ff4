"""What is like what: questions that ask the same, and passages that a new text touches."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.passages import Kind, Passage
from knowledge.schema import Article, Situation
from retrieval.comparison import Comparison
from retrieval.engine import Engine
from retrieval.question import understand
from retrieval.semantic import Vectors
from retrieval.text import words

_SAME_TEXT = 0.95
"""Cosine of two passages from which on one repeats the other."""

_TOUCHES = 0.9
"""Cosine from which on a paragraph is about what a passage says."""

_SAME_WORDS = 0.6
"""Share of common words from which on two texts are alike where no model is."""

_PARAGRAPHS = 20


def repeated(engine: Engine, article: Article) -> list[str]:
    """Return the keys of articles that ``article`` repeats, by title or by what they say."""
    title = set(words(article.title))
    titled = [
        known.key
        for known in engine.index.knowledge.articles
        if _overlap(title, set(words(known.title))) >= _SAME_WORDS
    ]
    said = [passage.document for passage in _near(engine, article, {Kind.ARTICLE}, _SAME_TEXT)]
    return [key for key in dict.fromkeys((*titled, *said)) if key != article.key]


def touched(engine: Engine, article: Article, limit: int) -> list[Passage]:
    """Return the passages of regulations nearest to what ``article`` says, nearest first."""
    return _near(engine, article, {Kind.REGULATION}, _TOUCHES)[:limit]


def _near(engine: Engine, article: Article, kinds: set[Kind], least: float) -> list[Passage]:
    passages = engine.index.passages
    rows = [row for row, passage in enumerate(passages) if passage.kind in kinds]
    known = engine.index.by_passage.vectors
    if not rows:
        return []
    paragraphs = [f"{article.title}. {text}" for text in article.paragraphs[:_PARAGRAPHS]]
    if known is None or engine.encoder is None:
        return _near_in_words(paragraphs, [passages[row] for row in rows])
    nearest = (known[rows] @ engine.encoder.encode_passages(paragraphs).T).max(axis=1)
    order = np.argsort(-nearest, kind="stable")
    return [passages[rows[place]] for place in order if nearest[place] >= least]


def _near_in_words(texts: Sequence[str], passages: Sequence[Passage]) -> list[Passage]:
    bags = [set(words(text)) for text in texts]
    scored = [
        (max(_overlap(bag, set(words(passage.searched))) for bag in bags), passage)
        for passage in passages
    ]
    near = [item for item in scored if item[0] >= _SAME_WORDS]
    return [passage for _, passage in sorted(near, key=lambda item: -item[0])]


def _overlap(one: set[str], other: set[str]) -> float:
    union = one | other
    return len(one & other) / len(union) if union else 0.0


def group_alike(texts: Sequence[str], vectors: Vectors | None, least: float) -> list[list[int]]:
    """Return the places of ``texts`` in groups of those that ask the same.

    A text joins the group whose first member is nearest, if that is near enough; ``least``
    is a cosine. Without ``vectors`` the share of common words decides.
    """
    groups: list[list[int]] = []
    bags = [set(words(text)) for text in texts]
    for place in range(len(texts)):
        heads = [group[0] for group in groups]
        if vectors is not None:
            alike = [float(vectors[head] @ vectors[place]) for head in heads]
            enough = least
        else:
            alike = [_overlap(bags[head], bags[place]) for head in heads]
            enough = _SAME_WORDS
        best = int(np.argmax(alike)) if alike else -1
        if alike and alike[best] >= enough:
            groups[best].append(place)
        else:
            groups.append([place])
    return groups


def find_situations(engine: Engine, typed: str, limit: int) -> list[Situation]:
    """Return the situations that typed words lead to, best first."""
    question = understand(typed, engine.index, engine.encoder)
    if question.is_empty:
        return []
    compared = Comparison.of(question, engine.index.phrasings)
    return [candidate.situation for candidate in engine.ranking.rank(compared, limit)]


def find_provisions(engine: Engine, typed: str, limit: int) -> list[Passage]:
    """Return the provisions that typed words lead to, best first."""
    question = understand(typed, engine.index, engine.encoder)
    if question.is_empty:
        return []
    index = engine.index
    if (named := index.identity.find(question.text)) and named.provisions:
        keys = [f"{named.regulation.key}#{provision.ref}" for provision in named.provisions]
        return [passage for passage in index.passages if passage.id in keys][:limit]
    ranked = index.by_passage.best(question.terms.all, question.vector, len(index.passages))
    found = [index.passages[row] for row, _ in ranked]
    return [passage for passage in found if passage.ref][:limit]
