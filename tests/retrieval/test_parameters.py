"""What was learned serves; what cannot be read, or was learned for another encoder, does not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from knowledge.store import KnowledgeStore
from retrieval.comparison import Comparison
from retrieval.opening import learned_parameters, open_engine
from retrieval.parameters import SHIPPED, WITHOUT_MODEL, Parameters, Thresholds
from retrieval.question import understand
from retrieval.ranking import FEATURES
from tests.knowledge_base import write_knowledge_base
from tests.retrieval.fakes import PLAIN, HashEncoder

OTHER = PLAIN.model_copy(update={"thresholds": Thresholds(not_found=1.5, risk=0.1)})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[KnowledgeStore]:
    with KnowledgeStore(tmp_path / "knowledge.db") as opened:
        yield opened


def test_nothing_learned_leaves_what_is_shipped(store: KnowledgeStore) -> None:
    assert learned_parameters(store, HashEncoder()) == SHIPPED
    assert learned_parameters(store, None) == WITHOUT_MODEL


def test_what_was_learned_serves_its_own_encoder_alone(store: KnowledgeStore) -> None:
    store.save_parameters("satu", OTHER.model_dump_json())
    assert learned_parameters(store, HashEncoder("satu")) == OTHER
    assert learned_parameters(store, HashEncoder("dua")) == SHIPPED
    assert learned_parameters(store, None) == WITHOUT_MODEL


def without_scope() -> str:
    return OTHER.model_dump_json(exclude={"scope"})


def with_one_number_more() -> str:
    body = OTHER.model_dump()
    body["ranking"]["length"] = 1.0
    return json.dumps(body)


def with_a_word_for_a_number() -> str:
    body = OTHER.model_dump()
    body["thresholds"]["not_found"] = "tinggi"
    return json.dumps(body)


@pytest.mark.parametrize(
    "body",
    ["", "rusak", "null", "[]", without_scope(), with_one_number_more(),
     with_a_word_for_a_number()],
)  # fmt: skip
def test_what_another_release_wrote_is_not_read(store: KnowledgeStore, body: str) -> None:
    store.save_parameters("hash", body)
    assert learned_parameters(store, HashEncoder()) == SHIPPED


def test_an_engine_ranks_and_decides_by_what_was_learned(
    tmp_path: Path, store: KnowledgeStore
) -> None:
    folder = write_knowledge_base(tmp_path / "isi")
    store.save_parameters("hash", OTHER.model_dump_json())

    engine = open_engine(folder, store, HashEncoder())

    assert engine.parameters == OTHER
    question = understand("boleh like postingan calon?", engine.index, engine.encoder)
    weights = [getattr(OTHER.ranking, name) for name in FEATURES]
    compared = Comparison.of(question, engine.index.phrasings)
    best = engine.ranking.rank(compared, 1)[0]
    assert best.score == pytest.approx(max(engine.ranking.features(compared) @ weights), abs=1e-4)


@pytest.mark.parametrize("parameters", [SHIPPED, WITHOUT_MODEL], ids=["shipped", "no model"])
def test_parameters_survive_json_and_do_not_change(parameters: Parameters) -> None:
    assert Parameters.model_validate_json(parameters.model_dump_json()) == parameters
    with pytest.raises(ValidationError):
        parameters.thresholds.not_found = 0.0  # type: ignore[misc]


@pytest.mark.parametrize("parameters", [SHIPPED, WITHOUT_MODEL], ids=["shipped", "no model"])
def test_no_weight_turns_a_likeness_against_its_situation(parameters: Parameters) -> None:
    assert all(getattr(parameters.ranking, name) >= 0 for name in FEATURES)
    assert parameters.scope.route > 0
    assert parameters.scope.score <= 0
    assert parameters.confidence.chance > 0
    assert parameters.thresholds.risk > 0
