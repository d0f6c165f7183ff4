"""What speaks for a situation and against it, column by column."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import numpy as np
import pytest

from knowledge.passages import Kind, cut_passages
from knowledge.schema import Verdict
from knowledge.store import KnowledgeStore
from retrieval.comparison import Comparison
from retrieval.engine import Engine
from retrieval.hybrid import Scores
from retrieval.opening import open_engine
from retrieval.question import Question, understand
from retrieval.ranking import FEATURES, SituationRanking
from retrieval.semantic import BundledEncoder, Encoder
from retrieval.verdicts import VERDICTS
from tests.knowledge_base import GUIDANCE, VOCABULARY, add_file, write_knowledge_base
from tests.retrieval.fakes import PLAIN

LIKE, VOTE, DECIDE = range(3)
CHANGES = ((GUIDANCE, "title: Mencoblos di TPS", "title: PNS mencoblos di TPS"),)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Engine]:
    """An engine over the small base, in which one title names a class of person."""
    folder = write_knowledge_base(tmp_path_factory.mktemp("ranking"), *CHANGES)
    with KnowledgeStore(folder / "knowledge.db") as store:
        store.save_parameters(BundledEncoder.name, PLAIN.model_dump_json())
        yield open_engine(folder, store, encoder)


FOR_PPPK = """\
topic: pppk
title: PPPK
situations:
  - id: pppk-like
    title: PPPK menyukai unggahan calon
    question: Bolehkah PPPK menyukai foto calon?
    variants:
      - boleh like foto calon gubernur sekali saja
      - pppk like foto calon
      - pppk kasih jempol ke foto calon
      - p3k menyukai unggahan calon
      - pppk boleh like akun calon
      - pppk like status paslon
    verdict: prohibited
    answer: Dilarang. PPPK juga wajib netral.
    applies_to: [PPPK]
    basis:
      - {regulation: UU-10-2016, ref: Pasal 70 ayat (1)}
    reviewed: 2026-11-22
"""
PPPK = (
    VOCABULARY,
    "  - id: pns\n",
    "  - id: pppk\n    person: true\n    terms: [pppk]\n  - id: pns\n",
)


@pytest.fixture(scope="module")
def two_classes(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Engine]:
    """An engine over the small base with one more situation, made for PPPK."""
    folder = write_knowledge_base(tmp_path_factory.mktemp("classes"), PPPK)
    add_file(folder, "guidance/pppk.yaml", FOR_PPPK)
    with KnowledgeStore(folder / "knowledge.db") as store:
        store.save_parameters(BundledEncoder.name, PLAIN.model_dump_json())
        yield open_engine(folder, store, encoder)


def asked(small: Engine, text: str) -> Question:
    return understand(text, small.index, small.encoder)


def compared(small: Engine, question: Question) -> Comparison:
    return Comparison.of(question, small.index.phrasings)


def column(small: Engine, text: str, name: str) -> Scores:
    return small.ranking.features(compared(small, asked(small, text)))[:, FEATURES.index(name)]


def test_a_column_for_each_weight_and_a_row_for_each_situation(small: Engine) -> None:
    features = small.ranking.features(compared(small, asked(small, "boleh like?")))
    assert features.shape == (3, len(FEATURES))
    assert features.dtype == np.float32


def test_asked_is_the_nearest_way_of_asking(small: Engine, encoder: Encoder) -> None:
    text = "saya pns kepencet like foto paslon"
    question, phrasings = asked(small, text), small.index.phrasings

    meant = column(small, text, "asked_semantic")
    worded = column(small, text, "asked_lexical")

    assert meant[LIKE] == pytest.approx(1.0, abs=1e-3)
    assert max(meant[VOTE], meant[DECIDE]) < 0.99
    every = phrasings.lexical.scores(question.terms.all)
    assert worded[LIKE] == max(every[: phrasings.starts[VOTE]]) > worded[VOTE]
    three_best = np.sort(every[: phrasings.starts[VOTE]])[-3:]
    assert column(small, text, "asked_alike")[LIKE] == pytest.approx(three_best.mean())


def test_said_is_what_the_situation_says(small: Engine, encoder: Encoder) -> None:
    text = "apakah PPPK tetap punya hak pilih"
    said = [
        passage.searched
        for passage in cut_passages(small.index.knowledge)
        if passage.kind is Kind.GUIDANCE
    ]
    vector = asked(small, text).vector
    assert vector is not None

    np.testing.assert_allclose(
        column(small, text, "said_semantic"), encoder.encode_passages(said) @ vector, atol=1e-5
    )
    # "tetap" stands in an answer only, in no way of asking.
    assert int(column(small, "tetap", "said_lexical").argmax()) == VOTE
    assert column(small, "tetap", "asked_lexical").tolist() == [0, 0, 0]


def test_what_situations_say_is_kept_row_for_row(small: Engine, encoder: Encoder) -> None:
    by_situation, situations = small.index.by_situation, small.index.situations
    for row, situation in enumerate(situations):
        [vector] = encoder.encode_passages(
            [f"{situation.title}. {situation.question} {situation.answer}"]
        )
        cosines = by_situation.cosines(vector)
        assert int(cosines.argmax()) == row
        assert cosines[row] == pytest.approx(1.0, abs=1e-3)


def test_a_wish_for_permission_is_met_by_a_verdict(small: Engine) -> None:
    assert column(small, "bolehkah like?", "permission").tolist() == [1, 1, 1]
    assert column(small, "kapan tanggal kampanye?", "permission").tolist() == [0, 0, 0]
    assert column(small, "like", "permission").tolist() == [0.5, 0.5, 0.5]


def test_a_wish_for_a_fact_is_met_by_information(engine: Engine) -> None:
    informs = [item.verdict is Verdict.INFORMATION for item in engine.index.situations]
    assert any(informs)
    assert column(engine, "kapan tanggal kampanye?", "fact").tolist() == informs
    assert not column(engine, "bolehkah like?", "fact").any()


def test_a_person_that_a_situation_never_names_counts_against_it(small: Engine) -> None:
    assert column(small, "pns boleh?", "stranger").tolist() == [0, 0, -1]
    assert column(small, "boleh?", "stranger").tolist() == [0, 0, 0]


def test_a_title_for_one_class_counts_against_it_where_nobody_is_named(small: Engine) -> None:
    assert column(small, "boleh nyoblos?", "specialist").tolist() == [0, -1, 0]
    assert column(small, "pns boleh nyoblos?", "specialist").tolist() == [0, 0, 0]


def test_the_score_is_the_weighed_sum(small: Engine) -> None:
    question = asked(small, "boleh like postingan calon bupati?")
    weights = [getattr(PLAIN.ranking, name) for name in FEATURES]
    scores = small.ranking.features(compared(small, question)) @ weights

    ranked = small.ranking.rank(compared(small, question))

    assert [candidate.situation.id for candidate in ranked] == [
        small.index.situations[row].id for row in np.argsort(-scores)
    ]
    assert [candidate.score for candidate in ranked] == pytest.approx(
        sorted(scores, reverse=True), abs=1e-4
    )
    assert len(small.ranking.rank(compared(small, question), 2)) == 2


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("boleh menyukai foto calon gubernur?", "like-unggahan-calon"),
        ("pppk boleh menyukai foto calon gubernur?", "pppk-like"),
        ("boleh like foto calon gubernur sekali saja", "pppk-like"),
    ],
    ids=["nobody is named", "the class is named", "asked in these very words before"],
)
def test_what_is_made_for_a_class_that_nobody_named_does_not_come_first(
    two_classes: Engine, text: str, first: str
) -> None:
    ranked = two_classes.ranking.rank(compared(two_classes, asked(two_classes, text)))
    assert max(ranked, key=lambda item: item.score).situation.id == "pppk-like"
    assert ranked[0].situation.id == first
    assert len({item.situation.id for item in ranked}) == len(ranked) == 4


def test_who_comes_first_does_not_depend_on_how_many_are_wanted(two_classes: Engine) -> None:
    question = compared(two_classes, asked(two_classes, "boleh menyukai foto calon gubernur?"))
    ranked = two_classes.ranking.rank(question)
    assert two_classes.ranking.rank(question, 1) == ranked[:1]


def test_each_phrasing_finds_itself_and_less_of_it_when_left_out(small: Engine) -> None:
    index, ranking = small.index, small.ranking
    weights = np.asarray([getattr(PLAIN.ranking, name) for name in FEATURES], dtype=np.float32)
    for place, start in enumerate(index.phrasings.starts):
        for number in range(min(3, len(index.situations[place].variants))):
            question = asked(small, index.phrasings.texts[start + number])
            features = ranking.features(compared(small, question))
            own = index.phrasings.best_without(place, number)
            assert (np.asarray(own) < features[place, : len(own)] - 0.01).all()

            found, without = ranking.rank_own(compared(small, question), place, number)

            assert found is index.situations[place]
            others = np.delete(features @ weights, place)
            left = np.asarray([*own, *features[place, len(own) :]]) @ weights
            assert (without is found) == bool(left >= others.max())


def test_a_situation_has_never_been_asked_with_what_no_phrasing_names(small: Engine) -> None:
    like, vote, decide = small.index.situations
    question = asked(small, "pns like unggahan")
    assert small.ranking.never_asked(question, like) == frozenset()
    assert small.ranking.never_asked(question, vote) == {"§menyukai"}
    assert small.ranking.never_asked(question, decide) == {"§menyukai", "§pns"}


def test_a_situation_speaks_of_what_its_title_answer_or_conditions_name(small: Engine) -> None:
    like, vote, decide = small.index.situations
    assert small.ranking.speaks_of_all(asked(small, "pns like unggahan"), like)
    assert not small.ranking.speaks_of_all(asked(small, "pns like unggahan"), vote)
    assert not small.ranking.speaks_of_all(asked(small, "pns tanda tangan SK"), decide)
    assert small.ranking.speaks_of_all(asked(small, "tanda tangan SK"), decide)
    without_phrasings = vote.model_copy(update={"answer": "Boleh, asal tidak like unggahan."})
    assert small.ranking.speaks_of_all(asked(small, "like"), without_phrasings)
    conditional = vote.model_copy(update={"conditions": ("Tidak sambil like unggahan.",)})
    assert small.ranking.speaks_of_all(asked(small, "like"), conditional)


def test_what_was_asked_in_the_same_words_is_not_outvoted(small: Engine) -> None:
    """A classifier that is sure of ``allowed``, whatever is asked."""
    sure = np.asarray([0.0 if kind is Verdict.ALLOWED else -50.0 for kind in VERDICTS])
    partial = SimpleNamespace(log_chances=lambda question: sure.astype(np.float32))
    ranking = SituationRanking(small.index, partial, PLAIN.ranking)  # type: ignore[arg-type]
    known = small.index.phrasings.texts[0]

    first, other = (
        ranking.rank(compared(small, asked(small, text)))[0] for text in (known, f"halo, {known}")
    )

    assert first.situation is small.index.situations[LIKE]
    assert first.chance == pytest.approx(first.by_scores, abs=1e-5)
    assert other.situation is small.index.situations[VOTE]
    assert other.chance > 0.9 > other.by_scores
