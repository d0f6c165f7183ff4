"""Whether a question is about neutrality, and if not, what it is about."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from knowledge.schema import RouteClass
from knowledge.store import KnowledgeStore
from retrieval.comparison import Comparison
from retrieval.embedding import Progress, Role, embed
from retrieval.hybrid import HybridIndex, Scores, fused, top
from retrieval.index import Index
from retrieval.lexical import LexicalIndex
from retrieval.logistic import logistic_regression
from retrieval.phrasings import Phrasings
from retrieval.semantic import Encoder, Vectors
from retrieval.terms import Terms
from retrieval.trained import Arrays, trained

Features = npt.NDArray[np.float64]

_FORM = "router-4"
"""Stored coefficients of another form are not read; change it with the features."""
_RIDGE = 10.0
_RATIO_LIMIT = 4.0
_VOTERS = 5
_MAX_IN_SCOPE = 3000
"""In-scope phrasings that train the classifier; more cost time and change nothing."""


@dataclass(frozen=True)
class Route:
    """``out_of_scope`` are the log-odds that a question is; ``nearest`` its likeliest class."""

    out_of_scope: float
    nearest: RouteClass


class Router:
    """A logistic regression over the embedding, likeness to either side, and single terms.

    It is trained on the phrasings of the guidance against the examples in ``routing.yaml``.
    A bare threshold on the cosine does not separate the two; examples of what is *out* do.
    """

    def __init__(
        self,
        index: Index,
        examples: HybridIndex,
        balance: TermBalance,
        coefficients: Features,
        centre: Features,
    ) -> None:
        self._index = index
        self._examples = examples
        self._coefficients = coefficients
        self._centre = centre
        self._balance = balance
        self._classes = [
            route for route in index.knowledge.routing.classes for _ in route.examples
        ]

    def route(self, compared: Comparison) -> Route:
        """Return where the question belongs."""
        question = compared.question
        terms = question.terms.all
        cosines = self._examples.cosines(question.vector)
        lexical = self._examples.lexical.scores(terms)
        features = _features(
            question.vector,
            self._centre,
            _Likeness.of(self._index.phrasings.lexical, terms, compared.cosines, compared.lexical),
            _Likeness.of(self._examples.lexical, terms, cosines, lexical),
            self._balance.signals(terms),
        )
        nearest = self._vote(fused(lexical, cosines))
        return Route(float(features @ self._coefficients), nearest)

    def _vote(self, scores: Scores) -> RouteClass:
        """Return the class that the nearest examples give the most weight."""
        votes: dict[str, float] = {}
        for row, score in top(scores, _VOTERS):
            route = self._classes[row].id
            votes[route] = votes.get(route, 0.0) + score
        winner = max(votes, key=lambda route: votes[route])
        return next(route for route in self._classes if route.id == winner)


class TermBalance:
    """On which side each term is at home: log-ratios of document frequencies, smoothed."""

    def __init__(self, inside: Iterable[Sequence[str]], outside: Iterable[Sequence[str]]) -> None:
        self._inside, self._inside_size = _document_frequencies(inside)
        self._outside, self._outside_size = _document_frequencies(outside)

    def signals(
        self, terms: Sequence[str], own_inside: int = 0, own_outside: int = 0
    ) -> list[float]:
        """Return sum, mean, highest and lowest log-ratio, positive for "in scope".

        ``own_inside`` and ``own_outside`` are taken off the counts of every term: 1 where the
        text itself was counted on that side.
        """
        ratios = [
            math.log((self._inside[term] - own_inside + 0.5) / (self._inside_size + 1))
            - math.log((self._outside[term] - own_outside + 0.5) / (self._outside_size + 1))
            for term in set(terms)
        ]
        bounded = [max(-_RATIO_LIMIT, min(_RATIO_LIMIT, ratio)) for ratio in ratios] or [0.0]
        total = sum(bounded)
        return [total / 10, total / len(bounded) / 2, max(bounded) / 4, min(bounded) / 4]


def _document_frequencies(texts: Iterable[Sequence[str]]) -> tuple[Counter[str], int]:
    documents = [set(terms) for terms in texts]
    return Counter(term for terms in documents for term in terms), len(documents)


@dataclass(frozen=True)
class _Likeness:
    """How like a question is to the texts of one side."""

    lexical: float
    covered: float
    """The best BM25 score as a share of the highest that the question's terms could reach."""
    cosine: float
    five_cosines: float

    @classmethod
    def of(
        cls,
        side: LexicalIndex,
        terms: Sequence[str],
        cosines: Scores,
        lexical: Scores,
    ) -> _Likeness:
        """Take the best of what compares ``terms`` with every text of ``side``."""
        reachable = sum(side.weight(term) for term in set(terms))
        best = float(lexical.max())
        few = min(_VOTERS, len(cosines))
        nearest = np.partition(cosines, -few)[-few:]
        return cls(best, best / (reachable + 5.0), float(nearest.max()), float(nearest.mean()))


def _features(
    vector: npt.NDArray[np.float32] | None,
    centre: Features,
    inside: _Likeness,
    outside: _Likeness,
    terms: Sequence[float],
) -> Features:
    embedding = np.zeros_like(centre) if vector is None else (vector - centre) * 10
    likeness = [
        inside.covered,
        outside.covered,
        inside.lexical / 20,
        outside.lexical / 20,
        (inside.cosine - 0.85) * 10,
        (outside.cosine - 0.85) * 10,
        (inside.five_cosines - outside.five_cosines) * 10,
        (inside.lexical - outside.lexical) / 10,
        *terms,
        1.0,
    ]
    return np.concatenate([embedding, likeness])


@dataclass(frozen=True)
class OutOfScope:
    """The examples of what is out of scope, row for row."""

    terms: tuple[Terms, ...]
    examples: HybridIndex


def read_out_of_scope(
    index: Index,
    store: KnowledgeStore,
    encoder: Encoder | None,
    progress: Progress = lambda done, total: None,
) -> OutOfScope:
    """Analyse and embed the examples in ``routing.yaml``.

    Raises:
        EncoderError: the model failed.
    """
    texts = [text for route in index.knowledge.routing.classes for text in route.examples]
    terms = tuple(index.analyzer.analyse(text) for text in texts)
    standard = [" ".join(item.standard) for item in terms]
    vectors = embed(standard, Role.QUESTION, encoder, store, progress) if encoder else None
    return OutOfScope(terms, HybridIndex.build([item.all for item in terms], vectors))


def build_router(
    index: Index, outside: OutOfScope, store: KnowledgeStore, encoder: str | None
) -> Router:
    """Return the router of ``index``, trained now or as it was stored with that version.

    ``encoder`` is the name of the one that made the vectors.
    """
    examples, terms = outside.examples, outside.terms
    balance = TermBalance(
        (item.all for item in index.phrasings.terms), (item.all for item in terms)
    )
    arrays = trained(
        store,
        index.version,
        encoder,
        _FORM,
        lambda: _train(index.phrasings, examples, balance, terms),
    )
    return Router(index, examples, balance, arrays["coefficients"], arrays["centre"])


def _train(
    phrasings: Phrasings, examples: HybridIndex, balance: TermBalance, outside: Sequence[Terms]
) -> Arrays:
    """Fit the coefficients; each training text is left out of what it is compared with."""
    # By a checksum, so that one new phrasing replaces one, and leaves the others chosen.
    by_chance = [crc32(text.encode()) for text in phrasings.texts]
    chosen = np.argsort(by_chance, kind="stable")[:_MAX_IN_SCOPE]
    inside = [phrasings.terms[row] for row in chosen]
    inside_vectors = outside_vectors = None
    centre = np.zeros(0)
    if phrasings.vectors is not None and examples.vectors is not None:
        inside_vectors, outside_vectors = phrasings.vectors[chosen], examples.vectors
        both = np.vstack([phrasings.vectors, outside_vectors])
        centre = both.mean(axis=0, dtype=np.float64)

    def rows_of(
        texts: Sequence[Terms],
        near: Scores,
        far: Scores,
        vectors: Vectors | None,
        own_inside: Sequence[int | None],
        own_outside: Sequence[int | None],
    ) -> list[Features]:
        return [
            _features(
                None if vectors is None else vectors[number],
                centre,
                _likeness_but(phrasings.lexical, terms, near[number], own_inside[number]),
                _likeness_but(examples.lexical, terms, far[number], own_outside[number]),
                balance.signals(
                    terms.all,
                    own_inside=own_inside[number] is not None,
                    own_outside=own_outside[number] is not None,
                ),
            )
            for number, terms in enumerate(texts)
        ]

    nowhere_in, nowhere_out = [None] * len(inside), [None] * len(outside)
    near = _cosines_of_all(phrasings, inside_vectors, len(inside))
    near[np.arange(len(inside)), chosen] = 0.0
    far = _cosines_of_all(examples, inside_vectors, len(inside))
    rows = rows_of(inside, near, far, inside_vectors, chosen.tolist(), nowhere_in)
    near = _cosines_of_all(phrasings, outside_vectors, len(outside))
    far = _cosines_of_all(examples, outside_vectors, len(outside))
    np.fill_diagonal(far, 0.0)
    rows += rows_of(outside, near, far, outside_vectors, nowhere_out, range(len(outside)))
    labels = np.concatenate([np.zeros(len(inside)), np.ones(len(outside))])
    weights = np.where(labels == 1, len(inside) / max(len(outside), 1), 1.0)
    coefficients = logistic_regression(np.stack(rows), labels, weights, _RIDGE)
    return {"coefficients": coefficients, "centre": centre}


def _likeness_but(
    side: LexicalIndex, terms: Terms, cosines: Scores, own_row: int | None
) -> _Likeness:
    """Compare with every text of ``side`` but ``own_row``; ``cosines`` leave out their own."""
    lexical = side.scores(terms.all)
    if own_row is not None:
        lexical[own_row] = 0.0
    return _Likeness.of(side, terms.all, cosines, lexical)


def _cosines_of_all(side: Phrasings | HybridIndex, vectors: Vectors | None, count: int) -> Scores:
    """Return the cosine of each of ``vectors`` with each of ``side``, in one product."""
    if vectors is None or side.vectors is None:
        return np.zeros((count, len(side.cosines(None))), np.float32)
    return np.asarray(vectors @ side.vectors.T, np.float32)
