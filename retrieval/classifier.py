"""Which kind of answer questions like this get: a verdict, or none since they are out of scope.

The ranking finds what was asked before; the classifier knows what turns an answer, wherever it
stands: "hanya", "tanpa", "pasal mana", a photo *and* a uniform. It is trained on the phrasings
of the guidance, each of which has the verdict of its situation, and on the examples in
``routing.yaml``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from knowledge.store import KnowledgeStore
from retrieval.descent import Adam
from retrieval.index import Index
from retrieval.question import Question
from retrieval.routing import OutOfScope
from retrieval.semantic import Vectors
from retrieval.terms import Terms
from retrieval.trained import Arrays, trained
from retrieval.verdicts import VERDICTS, Verdicts, log_odds, softmax

Floats = npt.NDArray[np.float32]

_FORM = "answers-1"
"""Stored weights of another form are not read; change it with the features."""
_SPREAD = 6.0
"""Cosines lie close together; this brings what is left of a vector to the size of a bag."""
_RARE = 3
"""Texts that must share a feature; what fewer have tells nothing about other questions."""
_RIDGE = 1e-5
_STEPS, _STEP = 100, 0.05
_EVERYBODYS = ""
"""The feature that every text has: its weight is the constant."""


def features(terms: Terms) -> frozenset[str]:
    """Return what a text is known by: its terms, its words, and every two of its concepts."""
    pairs = (f"{one}+{other}" for one, other in combinations(sorted(set(terms.concepts)), 2))
    return frozenset((*terms.all, *(f"={word}" for word in terms.standard), *pairs))


@dataclass(frozen=True)
class _Bags:
    """The known features of ``n`` texts; a text of ``m`` has each with the weight 1/√m."""

    columns: npt.NDArray[np.intp]
    """Text after text; each begins with that of ``_EVERYBODYS``."""
    weights: Floats
    starts: npt.NDArray[np.intp]
    size: int
    """The number of features that are known."""

    @classmethod
    def of(cls, texts: Sequence[frozenset[str]], columns: Mapping[str, int]) -> _Bags:
        rows = [sorted(columns[name] for name in text if name in columns) for text in texts]
        weights = [[1.0, *[len(row) ** -0.5] * len(row)] if row else [1.0] for row in rows]
        sizes = [len(row) + 1 for row in rows]
        return cls(
            columns=np.asarray(
                [column for row in rows for column in (columns[_EVERYBODYS], *row)], np.intp
            ),
            weights=np.asarray([weight for row in weights for weight in row], np.float32),
            starts=np.cumsum([0, *sizes[:-1]], dtype=np.intp)[: len(sizes)],
            size=len(columns),
        )

    def times(self, weights: Floats) -> Floats:
        """Return the sums of the weights of each text: ``(size, k)`` to ``(n, k)``."""
        return np.add.reduceat(weights[self.columns] * self.weights[:, None], self.starts, axis=0)

    def shares(self, errors: Floats) -> Floats:
        """Return each feature's part in ``errors`` of the texts: ``(n, k)`` to ``(size, k)``."""
        sizes = np.diff(np.append(self.starts, len(self.columns)))
        parts = np.repeat(errors, sizes, axis=0) * self.weights[:, None]
        return np.stack(
            [np.bincount(self.columns, part, self.size) for part in parts.T], axis=1
        ).astype(np.float32)


@dataclass(frozen=True)
class AnswerClassifier:
    """A softmax regression over features of words, and the embedding.

    It has a class for each of ``VERDICTS``, and a last one for what is out of scope.
    """

    columns: Mapping[str, int]
    by_feature: Floats
    """``(len(columns), len(VERDICTS) + 1)``"""
    by_meaning: Floats
    """``(dimension, len(VERDICTS) + 1)``; of no rows where there is no model."""
    centre: Floats

    def log_chances(self, question: Question) -> Floats:
        """Return the logarithm of the chance of each of ``VERDICTS``, if it is in scope."""
        scores = self._scores(question)[:-1]
        return np.asarray(scores - np.logaddexp.reduce(scores), dtype=np.float32)

    def out_of_scope(self, question: Question) -> float:
        """Return the log-odds that ``question`` is out of scope."""
        return log_odds(float(softmax(self._scores(question), 1.0)[-1]))

    def _scores(self, question: Question) -> Floats:
        bag = _Bags.of([features(question.terms)], self.columns)
        scores = bag.times(self.by_feature)[0]
        if question.vector is None:
            return np.asarray(scores)
        return np.asarray(scores + _scaled(question.vector, self.centre) @ self.by_meaning)


def build_classifier(
    index: Index, outside: OutOfScope, store: KnowledgeStore, encoder: str | None
) -> AnswerClassifier:
    """Return the classifier of ``index``, trained now or as it was stored with that version.

    ``encoder`` is the name of the one that made the vectors.
    """
    arrays = trained(store, index.version, encoder, _FORM, lambda: _train(index, outside))
    return AnswerClassifier(
        columns={feature: column for column, feature in enumerate(arrays["names"].tolist())},
        by_feature=arrays["by_feature"],
        by_meaning=arrays["by_meaning"],
        centre=arrays["centre"],
    )


def _train(index: Index, outside: OutOfScope) -> Arrays:
    phrasings = index.phrasings
    texts = [features(terms) for terms in (*phrasings.terms, *outside.terms)]
    columns = {name: column for column, name in enumerate(_shared(texts))}
    if phrasings.vectors is None or outside.examples.vectors is None:
        vectors = np.zeros((len(texts), 0), np.float32)
    else:
        vectors = np.vstack([phrasings.vectors, outside.examples.vectors])
    centre = np.asarray(vectors.mean(axis=0), dtype=np.float32)
    meaning = _scaled(vectors, centre)
    bags = _Bags.of(texts, columns)
    of_situations = Verdicts([situation.verdict for situation in index.situations]).table
    right = np.zeros((len(texts), len(VERDICTS) + 1), np.float32)
    right[: len(phrasings.texts), :-1] = np.repeat(of_situations, phrasings.sizes, axis=0)
    right[len(phrasings.texts) :, -1] = 1.0
    by_feature = np.zeros((len(columns), right.shape[1]), np.float32)
    by_meaning = np.zeros((meaning.shape[1], right.shape[1]), np.float32)
    of_features, of_meaning = Adam(_STEP), Adam(_STEP)
    for _ in range(_STEPS):
        scores = bags.times(by_feature) + meaning @ by_meaning
        errors = np.asarray((softmax(scores, 1.0) - right) / len(texts), np.float32)
        by_feature += of_features.step(bags.shares(errors) + _RIDGE * by_feature)
        by_meaning += of_meaning.step(meaning.T @ errors + _RIDGE * by_meaning)
    return {
        "names": np.asarray(list(columns)),
        "by_feature": by_feature,
        "by_meaning": by_meaning,
        "centre": centre,
    }


def _shared(texts: Sequence[frozenset[str]]) -> Iterator[str]:
    """Yield the constant, and the features that enough texts share, in alphabetical order."""
    counts = Counter(name for text in texts for name in text)
    yield _EVERYBODYS
    yield from sorted(name for name, count in counts.items() if count >= _RARE)


def _scaled(vectors: Vectors, centre: Floats) -> Floats:
    return np.asarray((vectors - centre) * _SPREAD, dtype=np.float32)
