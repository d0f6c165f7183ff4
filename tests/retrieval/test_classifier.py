"""What tells one kind of answer from another is learned from the phrasings, and only there."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from knowledge.schema import Verdict
from knowledge.store import KnowledgeStore
from retrieval.classifier import AnswerClassifier, build_classifier, features
from retrieval.engine import Engine
from retrieval.opening import open_engine
from retrieval.question import understand
from retrieval.routing import read_out_of_scope
from retrieval.semantic import Encoder
from retrieval.terms import Terms
from retrieval.verdicts import VERDICTS
from tests.knowledge_base import write_knowledge_base

ASKED = {
    "apakah pppk ikut mencoblos di tps": Verdict.ALLOWED,
    "boleh kasih like di postingan calon wali kota": Verdict.PROHIBITED,
    "camat tanda tangan keputusan di masa kampanye": Verdict.CONDITIONAL,
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Engine]:
    folder = write_knowledge_base(tmp_path_factory.mktemp("classifier"))
    with KnowledgeStore(folder / "knowledge.db") as store:
        yield open_engine(folder, store, encoder)


def likeliest(classifier: AnswerClassifier, engine: Engine, text: str) -> Verdict:
    question = understand(text, engine.index, engine.encoder)
    return VERDICTS[int(classifier.log_chances(question).argmax())]


def test_a_text_is_known_by_terms_words_and_pairs_of_concepts() -> None:
    terms = Terms(standard=("foto", "berseragam"), stems=("foto",), concepts=("§b", "§a"))
    assert features(terms) == {"foto", "§a", "§b", "=foto", "=berseragam", "§a+§b"}


@pytest.mark.parametrize(("text", "verdict"), ASKED.items())
def test_questions_of_a_kind_get_their_verdict(small: Engine, text: str, verdict: Verdict) -> None:
    assert likeliest(small.ranking.classifier, small, text) is verdict


def test_chances_add_up_to_one(small: Engine) -> None:
    for text in (*ASKED, "", "kata yang tidak dikenal siapa pun"):
        question = understand(text, small.index, small.encoder)
        told = small.ranking.classifier.log_chances(question)
        assert np.exp(told).sum() == pytest.approx(1, abs=1e-5)


def test_what_is_out_of_scope_is_told_from_the_rest(small: Engine) -> None:
    inside = [understand(text, small.index, small.encoder) for text in ASKED]
    outside = [
        understand(text, small.index, small.encoder)
        for text in ("halo selamat pagi", "kapan gaji ketiga belas cair")
    ]
    log_odds = small.ranking.classifier.out_of_scope
    assert max(map(log_odds, inside)) < min(map(log_odds, outside))


def test_words_alone_tell_too(small: Engine, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = write_knowledge_base(tmp_path_factory.mktemp("words"))
    with KnowledgeStore(folder / "knowledge.db") as store:
        degraded = open_engine(folder, store, None)
        for text, verdict in ASKED.items():
            assert likeliest(degraded.ranking.classifier, degraded, text) is verdict


def test_what_was_learned_is_stored_by_encoder(
    small: Engine, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("stored") / "knowledge.db"
    with KnowledgeStore(file) as store:
        outside = read_out_of_scope(small.index, store, encoder)
        trained = build_classifier(small.index, outside, store, encoder.name)
        assert store.counts()["learned"] == 1
        stored = build_classifier(small.index, outside, store, encoder.name)
        assert store.counts()["learned"] == 1

    for text in ASKED:
        question = understand(text, small.index, encoder)
        np.testing.assert_allclose(stored.log_chances(question), trained.log_chances(question))
        assert stored.out_of_scope(question) == pytest.approx(trained.out_of_scope(question))
