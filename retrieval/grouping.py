"""Questions grouped by what they ask, whoever asked them and however."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np
import numpy.typing as npt

from retrieval.engine import Engine
from retrieval.likeness import group_alike

_ALIKE = 0.91
"""Cosine of two questions that ask the same: same ones lie at 0.93 and above, others of the
same subject below 0.89 (multilingual-e5-small)."""

_KEPT = 2000


class Grouper:
    """Groups questions; remembers their vectors in memory, never on the disk."""

    def __init__(self) -> None:
        self._vectors: OrderedDict[tuple[str, str], npt.NDArray[np.float32]] = OrderedDict()
        self._lock = Lock()

    def group(self, engine: Engine, texts: Sequence[str]) -> list[list[int]]:
        """Return the places of ``texts`` in groups; by words where there is no model."""
        encoder = engine.encoder
        if encoder is None or not texts:
            return group_alike(texts, None, _ALIKE)
        keys = [(encoder.name, text) for text in texts]
        with self._lock:
            missing = [
                text for name, text in dict.fromkeys(keys) if (name, text) not in self._vectors
            ]
            analyzer = engine.index.analyzer
            standard = [" ".join(analyzer.analyse(text).standard) or text for text in missing]
            if missing:
                vectors = encoder.encode_questions(standard)
                for text, vector in zip(missing, vectors, strict=True):
                    self._vectors[encoder.name, text] = vector
            found = np.stack([self._vectors[key] for key in keys])
            while len(self._vectors) > _KEPT:
                self._vectors.popitem(last=False)
        return group_alike(texts, found, _ALIKE)
