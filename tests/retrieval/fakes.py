"""Encoders for tests: cheap, deterministic, and telling what they were asked."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from threading import Lock

import numpy as np

from retrieval.parameters import SHIPPED, RankingWeights
from retrieval.semantic import Encoder, Vectors

DIMENSION = 16

PLAIN = SHIPPED.model_copy(
    update={
        "ranking": RankingWeights(
            asked_semantic=4.0,
            asked_lexical=0.03,
            asked_alike=0.0,
            said_semantic=3.5,
            said_lexical=0.01,
            permission=0.25,
            fact=0.25,
            stranger=0.1,
            specialist=0.1,
        )
    }
)
"""Parameters whose ranking weights stay as they are, whatever is learned next."""


class HashEncoder:
    """Gives each text a unit vector of its own and remembers the texts.

    ``name`` tells its vectors from those of other encoders. It fails on ``poison``.
    """

    def __init__(
        self, name: str = "hash", poison: str | None = None, dimension: int = DIMENSION
    ) -> None:
        self.name = name
        self._dimension = dimension
        self.questions: list[str] = []
        self.passages: list[str] = []
        self._poison = poison
        self._lock = Lock()

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of ``texts`` as questions."""
        return self._encode(texts, self.questions, "question")

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of ``texts`` as passages."""
        return self._encode(texts, self.passages, "passage")

    def _encode(self, texts: Sequence[str], seen: list[str], role: str) -> Vectors:
        if self._poison in texts:
            raise RuntimeError("the encoder was interrupted")
        with self._lock:
            seen.extend(texts)
        return np.stack([unit_vector(f"{role}:{text}", self._dimension) for text in texts])


class CountingEncoder:
    """Passes everything on to another encoder and counts the texts."""

    def __init__(self, inner: Encoder) -> None:
        self._inner = inner
        self.count = 0

    @property
    def name(self) -> str:
        """The name of the encoder within, so that its stored vectors are used."""
        return self._inner.name

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Count ``texts`` and pass them on."""
        self.count += len(texts)
        return self._inner.encode_questions(texts)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Count ``texts`` and pass them on."""
        self.count += len(texts)
        return self._inner.encode_passages(texts)


def unit_vector(text: str, dimension: int = DIMENSION) -> Vectors:
    """Return a vector of length 1 that only this text has."""
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    vector = np.random.default_rng(seed).normal(size=dimension)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)
