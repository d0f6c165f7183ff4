"""Embed a version of the knowledge base, computing only what nobody has computed before.

Vectors are looked for in the store, then in the file that ships with this release, and only
then computed: 6,000 texts take a minute or two of two cores, once, on whose machine it may be.
The file is keyed by text, so that it is never wrong, only less useful the more the content
has changed since it was made (``make vectors``).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.store import KnowledgeStore, text_hash
from retrieval.semantic import Encoder, Vectors

Progress = Callable[[int, int], None]
"""Called with the number of new texts embedded so far, and of all new texts."""

logger = logging.getLogger(__name__)

SHIPPED = Path(__file__).parent / "vectors.npz"
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
    if len(known) < len(set(keys)):
        shipped = _shipped(encoder.name, set(keys) - set(known))
        if shipped:
            store.add_vectors(encoder.name, list(shipped), np.stack(list(shipped.values())))
            known.update(shipped)
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


def ship(encoder: Encoder, store: KnowledgeStore) -> int:
    """Write every vector of ``store`` to the file that ships; return how many there are.

    Half precision keeps the file small and cosines right to three decimals.
    """
    hashes, vectors = store.all_vectors(encoder.name)
    np.savez(
        SHIPPED,
        encoder=np.asarray(encoder.name),
        hashes=np.asarray(hashes, dtype=np.bytes_),
        vectors=vectors.astype(np.float16),
    )
    _read_shipped.cache_clear()
    return len(hashes)


@dataclass(frozen=True)
class _ShippedVectors:
    encoder: str
    rows: dict[str, int]
    """The row of each hash of a text."""
    vectors: npt.NDArray[np.float16]


def _shipped(encoder: str, keys: Iterable[str]) -> dict[str, npt.NDArray[np.float32]]:
    """Return the vectors among ``keys`` that ship with this release for ``encoder``."""
    shipped = _read_shipped(SHIPPED)
    if shipped is None or shipped.encoder != encoder:
        return {}
    found = {key: shipped.rows.get(text_hash(key)) for key in keys}
    return {
        key: shipped.vectors[row].astype(np.float32)
        for key, row in found.items()
        if row is not None
    }


@lru_cache(maxsize=1)
def _read_shipped(file: Path) -> _ShippedVectors | None:
    """Return what ``file`` holds; None, with a warning, where it is not what :func:`ship` wrote.

    The file only saves time, so nothing that is wrong with it may stop a start.
    """
    if not file.is_file():
        return None
    try:
        with file.open("rb") as body, np.load(body) as arrays:
            hashes = [known.decode() for known in arrays["hashes"].tolist()]
            shipped = _ShippedVectors(
                encoder=str(arrays["encoder"]),
                rows={known: row for row, known in enumerate(hashes)},
                vectors=np.asarray(arrays["vectors"], np.float16),
            )
        lengths = np.linalg.norm(shipped.vectors.astype(np.float32), axis=1)
        if len(lengths) != len(hashes) or not np.allclose(lengths, 1.0, atol=0.01):
            raise ValueError("not one unit vector for each hash")
    except Exception as error:  # a damaged archive raises many kinds
        logger.warning("%s is left unread: %s", file.name, error)
        return None
    return shipped
