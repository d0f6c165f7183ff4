"""Vectors that ship: used where they fit, worth what the encoder gives, and never in the way."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.store import KnowledgeStore
from retrieval import embedding
from retrieval.embedding import SHIPPED, Role, embed, ship
from retrieval.engine import Engine
from retrieval.opening import open_engine
from retrieval.phrasings import PhrasingTexts
from retrieval.semantic import BundledEncoder, Encoder
from tests.conftest import CONTENT
from tests.retrieval.fakes import HashEncoder, unit_vector

TEXTS = ["boleh like", "boleh foto", "boleh hadir"]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the file that ships lies in a test; nothing lies there yet."""
    path = tmp_path / "vectors.npz"
    monkeypatch.setattr(embedding, "SHIPPED", path)
    embedding._read_shipped.cache_clear()
    return path


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[KnowledgeStore]:
    """A store with nothing in it."""
    with KnowledgeStore(tmp_path / "knowledge.db") as opened:
        yield opened


def made(file: Path, encoder: Encoder | None = None) -> bytes:
    """Write the file over ``TEXTS`` as questions; return what it holds."""
    with KnowledgeStore(Path(":memory:")) as store:
        embed(TEXTS, Role.QUESTION, encoder or HashEncoder(), store)
        assert ship(encoder or HashEncoder(), store) == len(TEXTS)
    return file.read_bytes()


class TestUse:
    def test_what_ships_is_not_computed(self, file: Path, empty: KnowledgeStore) -> None:
        made(file)
        encoder = HashEncoder()

        vectors = embed([*TEXTS, "yang baru"], Role.QUESTION, encoder, empty)

        assert encoder.questions == ["yang baru"]
        expected = np.stack([unit_vector(f"question:{text}") for text in TEXTS])
        np.testing.assert_allclose(vectors[:3], expected, atol=1e-3)
        assert vectors.dtype == np.float32

    def test_it_is_stored_like_any_other(self, file: Path, empty: KnowledgeStore) -> None:
        made(file)
        first = embed(TEXTS, Role.QUESTION, HashEncoder(), empty)
        file.unlink()
        embedding._read_shipped.cache_clear()
        encoder = HashEncoder()

        second = embed(TEXTS, Role.QUESTION, encoder, empty)

        assert encoder.questions == []
        np.testing.assert_array_equal(first, second)

    def test_what_is_stored_goes_before_what_ships(
        self, file: Path, empty: KnowledgeStore
    ) -> None:
        made(file)
        own = np.stack([unit_vector("lain")])
        empty.add_vectors("hash", [f"{Role.QUESTION}:{TEXTS[0]}"], own)

        vectors = embed(TEXTS, Role.QUESTION, HashEncoder(), empty)

        np.testing.assert_array_equal(vectors[0], own[0])

    def test_a_question_that_ships_is_no_passage(self, file: Path, empty: KnowledgeStore) -> None:
        made(file)
        encoder = HashEncoder()

        embed(TEXTS, Role.PASSAGE, encoder, empty)

        assert sorted(encoder.passages) == sorted(TEXTS)

    def test_another_encoder_does_not_use_it(self, file: Path, empty: KnowledgeStore) -> None:
        made(file)
        other = HashEncoder("lain")

        embed(TEXTS, Role.QUESTION, other, empty)

        assert sorted(other.questions) == sorted(TEXTS)

    def test_no_file_is_no_trouble(
        self, file: Path, empty: KnowledgeStore, caplog: pytest.LogCaptureFixture
    ) -> None:
        encoder = HashEncoder()

        embed(TEXTS, Role.QUESTION, encoder, empty)

        assert len(encoder.questions) == len(TEXTS)
        assert caplog.records == []

    def test_a_file_made_again_is_read_again(self, file: Path, empty: KnowledgeStore) -> None:
        made(file, HashEncoder("lain"))
        embed(TEXTS[:1], Role.QUESTION, HashEncoder(), empty)
        made(file)
        encoder = HashEncoder()

        embed(TEXTS, Role.QUESTION, encoder, empty)

        assert encoder.questions == []


def archive(**arrays: npt.ArrayLike) -> bytes:
    body = io.BytesIO()
    np.savez(body, **{name: np.asarray(array) for name, array in arrays.items()})
    return body.getvalue()


HASHES = np.asarray([b"a" * 64, b"b" * 64])
UNIT = np.eye(2, 16, dtype=np.float16)
FOREIGN = {
    "empty": b"",
    "no archive": b"bukan arsip",
    "an array alone": archive(x=1)[:40],
    "a pickle": b"\x80\x04N.",
    "nothing in it": archive(),
    "no encoder": archive(hashes=HASHES, vectors=UNIT),
    "no vectors": archive(encoder="hash", hashes=HASHES),
    "fewer vectors than hashes": archive(encoder="hash", hashes=HASHES, vectors=UNIT[:1]),
    "more vectors than hashes": archive(encoder="hash", hashes=HASHES[:1], vectors=UNIT),
    "one number a hash": archive(encoder="hash", hashes=HASHES, vectors=[1.0, 1.0]),
    "hashes that are numbers": archive(encoder="hash", hashes=[1, 2], vectors=UNIT),
    "words for vectors": archive(encoder="hash", hashes=HASHES, vectors=["satu", "dua"]),
    "no numbers": archive(encoder="hash", hashes=HASHES, vectors=UNIT * np.nan),
    "no unit vectors": archive(encoder="hash", hashes=HASHES, vectors=UNIT * 3),
}


class TestDamage:
    @pytest.mark.parametrize("kind", FOREIGN)
    def test_a_foreign_file_counts_as_absent_with_one_warning(
        self, file: Path, empty: KnowledgeStore, caplog: pytest.LogCaptureFixture, kind: str
    ) -> None:
        file.write_bytes(FOREIGN[kind])
        encoder = HashEncoder()

        for role in Role:
            vectors = embed(TEXTS, role, encoder, empty)
            np.testing.assert_array_equal(vectors[0], unit_vector(f"{role}:{TEXTS[0]}"))

        assert len(encoder.questions) == len(encoder.passages) == len(TEXTS)
        [record] = caplog.records
        assert record.levelno == logging.WARNING
        assert "vectors.npz" in record.getMessage()

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.data())
    def test_whatever_happened_to_the_bytes_every_text_gets_a_vector(
        self, file: Path, data: st.DataObject
    ) -> None:
        good = made(file)
        start = data.draw(st.integers(0, len(good)), "start")
        end = data.draw(st.integers(start, min(len(good), start + 60)), "end")
        inserted = data.draw(st.binary(max_size=60), "inserted")
        file.write_bytes(good[:start] + inserted + good[end:])
        embedding._read_shipped.cache_clear()

        with KnowledgeStore(Path(":memory:")) as store:
            vectors = embed(TEXTS, Role.QUESTION, HashEncoder(), store)

        assert vectors.shape == (3, 16)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=0.01)

    def test_a_folder_in_its_place_counts_as_absent(
        self, file: Path, empty: KnowledgeStore
    ) -> None:
        file.mkdir()
        assert embed(TEXTS, Role.QUESTION, HashEncoder(), empty).shape == (3, 16)


class TestRelease:
    """The file in the repository, against the content and the encoder it ships with."""

    def test_it_covers_the_content(self, tmp_path: Path) -> None:
        """Where this fails, the content has moved on: run ``make vectors``."""
        with np.load(SHIPPED) as arrays:
            dimension = arrays["vectors"].shape[1]
        encoder = HashEncoder(BundledEncoder.name, dimension=dimension)

        with KnowledgeStore(tmp_path / "knowledge.db") as store:
            open_engine(CONTENT, store, encoder)
            every = store.counts()["vectors"]

        computed = len(encoder.questions) + len(encoder.passages)
        assert every > 2000
        assert computed <= 0.1 * every, f"{computed} of {every} texts do not ship"

    def test_a_vector_that_ships_is_that_of_the_encoder(
        self, engine: Engine, encoder: BundledEncoder, tmp_path: Path
    ) -> None:
        situations = engine.index.situations
        asked = PhrasingTexts.of(
            situations, engine.index.analyzer, engine.index.corrector
        ).to_embed[::40]
        said = [passage.searched for passage in engine.index.passages[::40]]
        with np.load(SHIPPED) as arrays:
            dimension = arrays["vectors"].shape[1]
        fake = HashEncoder(BundledEncoder.name, dimension=dimension)

        with KnowledgeStore(tmp_path / "knowledge.db") as store:
            questions = embed(asked, Role.QUESTION, fake, store)
            passages = embed(said, Role.PASSAGE, fake, store)

        likeness = [
            *np.sum(questions * encoder.encode_questions(asked), axis=1)[
                [text not in fake.questions for text in asked]
            ],
            *np.sum(passages * encoder.encode_passages(said), axis=1)[
                [text not in fake.passages for text in said]
            ],
        ]
        assert len(likeness) > 20
        assert min(likeness) > 0.9995
