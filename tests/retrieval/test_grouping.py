"""Questions that ask the same stand together, with a model and without."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.schema import Article
from retrieval.engine import Engine
from retrieval.grouping import Grouper
from retrieval.likeness import find_provisions, find_situations, repeated, touched

ASKED = [
    "asn jadi saksi di tps boleh ga",
    "gaji ke 13 kapan cair ya",
    "bolehkah ASN menjadi saksi pasangan calon di TPS?",
    "kapan gaji 13 cair",
    "siapa calon bupati terbaik",
]


def test_the_same_question_is_one_group(engine: Engine) -> None:
    assert Grouper().group(engine, ASKED) == [[0, 2], [1, 3], [4]]


def test_vectors_are_computed_once(engine: Engine) -> None:
    assert engine.encoder is not None
    grouper = Grouper()
    first = grouper.group(engine, ASKED)

    class Refusing:
        name = engine.encoder.name

        def encode_questions(self, texts: object) -> object:
            raise AssertionError("computed again")

        encode_passages = encode_questions

    again = replace(engine, encoder=Refusing())  # type: ignore[arg-type]
    assert grouper.group(again, ASKED) == first


def test_without_a_model_words_decide(degraded: Engine) -> None:
    asked = ["asn jadi saksi boleh ga", "boleh ga asn jadi saksi", "kapan gaji cair"]
    assert Grouper().group(degraded, asked) == [[0, 1], [2]]
    assert Grouper().group(degraded, []) == []


@pytest.mark.parametrize("kind", ["engine", "degraded"])
def test_an_article_that_repeats_another_is_told(
    kind: str, request: pytest.FixtureRequest
) -> None:
    opened: Engine = request.getfixturevalue(kind)
    known = opened.index.knowledge.articles[0]
    copy = known.model_copy(update={"key": "lain"})
    assert repeated(opened, copy)[0] == known.key
    fresh = Article(key="x", title="Panen raya", origin="x", paragraphs=("Padi dipanen.",))
    assert repeated(opened, fresh) == []
    assert touched(opened, fresh, 5) == []


def test_provisions_are_found_by_name_and_by_words(engine: Engine) -> None:
    assert find_provisions(engine, "Pasal 71 ayat (1) UU 10/2016", 5)[0].document == "UU-10-2016"
    found = find_provisions(engine, "dilarang membuat keputusan menguntungkan calon", 5)
    assert len(found) == 5
    assert all(passage.ref for passage in found)
    assert find_provisions(engine, "???", 5) == []


def test_situations_are_found(engine: Engine) -> None:
    assert "menyukai" in find_situations(engine, "like unggahan calon", 5)[0].title.lower()
    assert find_situations(engine, "", 5) == []
