"""Embed a version of the knowledge base, computing only what the store does not have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum

import numpy as np

from knowledge.store import KnowledgeStore
from retrieval.semantic import Encoder, Vectors

Progress = Callable[[int, int], None]
"""Called with the number of new texts embedded so far, and of all new texts."""

_BATCH = 32
_THREADS = 2


class Role(StrEnum):
    """What a text is embedded as; E5 encodes questions and passages differently."""

    QUESTION = "question"
    PASSAGE = "passage"


def embed(
    texts: Sequence[str],
    role: Role,
    encoder: Encoder,
    store: KnowledgeStore,
    progress: Progress = lambda done, total: None,
) -> Vectors:
    """Return the vector of each text, shape ``(len(texts), dimension)``.

    New vectors are stored batch by batch, so that an interrupted run loses one batch at most.

    Raises:
        EncoderError: the model failed.
    """
    keys = [f"{role}:{text}" for text in texts]
    known = store.vectors(encoder.name, keys)
    missing = sorted({text for key, text in zip(keys, texts, strict=True) if key not in known})
    # Texts of like length share a batch: the engine's time goes with the longest.
    missing.sort(key=len)
    encode = encoder.encode_questions if role is Role.QUESTION else encoder.encode_passages
    pieces = [missing[start : start + _BATCH] for start in range(0, len(missing), _BATCH)]
    done = 0
    with ThreadPoolExecutor(_THREADS) as pool:
        for piece, vectors in zip(pieces, pool.map(encode, pieces), strict=True):
            new_keys = [f"{role}:{text}" for text in piece]
            store.add_vectors(encoder.name, new_keys, vectors)
            known.update(zip(new_keys, vectors, strict=True))
            done += len(piece)
            progress(done, len(missing))
    if not keys:
        return np.zeros((0, 0), dtype=np.float32)
    return np.stack([known[key] for key in keys])
