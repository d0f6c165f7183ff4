"""Every way of asking about a situation, and the best of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import numpy as np
import pytest

from knowledge.schema import Basis, Situation, Verdict, Vocabulary
from retrieval.phrasings import Phrasings, PhrasingTexts
from retrieval.spelling import SpellingCorrector
from retrieval.terms import Analyzer
from tests.retrieval.fakes import unit_vector

ANALYZER = Analyzer(Vocabulary(spellings={"ga": "tidak"}, stopwords=(), concepts=()))
CORRECTOR = SpellingCorrector(Counter(["kampanye"]))


def _situation(key: str, *asked: str) -> Situation:
    return Situation(
        id=key,
        title=key,
        question=asked[0],
        variants=asked[1:],
        verdict=Verdict.PROHIBITED,
        answer="Dilarang.",
        applies_to=("PNS",),
        basis=(Basis(regulation="SKB-2022", ref="Pasal 1"),),
        reviewed=dt.date(2026, 1, 1),
    )


SITUATIONS = (
    _situation("like", "boleh like", "like ga", "suka calon", "jempol", "a", "b", "c"),
    _situation("foto", *(f"foto cara {number}" for number in range(10))),
    _situation("hadir", "boleh hadir", "datang", "nonton", "ikut acara", "ikut kmpanye", "e", "f"),
)
TEXTS = PhrasingTexts.of(SITUATIONS, ANALYZER, CORRECTOR)
ROWS = {"like": range(7), "foto": range(7, 17), "hadir": range(17, 24)}


@pytest.fixture
def phrasings() -> Phrasings:
    """The phrasings of three situations with vectors."""
    return TEXTS.index(np.stack([unit_vector(text) for text in TEXTS.to_embed]))


def test_the_question_comes_first_and_situations_stay_together() -> None:
    assert TEXTS.sizes == (7, 10, 7)
    assert TEXTS.texts[:4] == ("boleh like", "like ga", "suka calon", "jempol")


def test_every_phrasing_is_embedded_in_standard_words_without_slips() -> None:
    assert len(TEXTS.to_embed) == len(TEXTS.texts)
    assert TEXTS.texts[1] == "like ga"
    assert TEXTS.to_embed[1] == "like tidak"
    assert TEXTS.to_embed[-3] == "ikut kampanye"


def test_the_best_lexical_scores_of_each_situation(phrasings: Phrasings) -> None:
    scores = phrasings.lexical.scores(["foto", "9", "datang"])

    best, mean_of_three = phrasings.lexical_likeness(
        phrasings.lexical.scores(["foto", "9", "datang"])
    )

    assert best.tolist() == [max(scores[list(rows)]) for rows in ROWS.values()]
    expected = [np.sort(scores[list(rows)])[-3:].mean() for rows in ROWS.values()]
    np.testing.assert_allclose(mean_of_three, expected, rtol=1e-6)
    assert mean_of_three[0] == 0.0 < mean_of_three[1] < best[1]


@pytest.mark.parametrize(
    ("text", "nearest"),
    [("boleh like", 0), ("jempol", 0), ("foto cara 0", 1), ("foto cara 9", 1),
     ("boleh hadir", 2), ("ikut acara", 2)],
)  # fmt: skip
def test_the_best_cosine_of_each_situation(phrasings: Phrasings, text: str, nearest: int) -> None:
    best = phrasings.best_cosine(phrasings.cosines(unit_vector(text)))

    assert int(best.argmax()) == nearest
    assert best[nearest] == pytest.approx(1.0, abs=1e-5)


def test_without_a_model_cosines_are_zero(phrasings: Phrasings) -> None:
    without = TEXTS.index(None)
    assert without.best_cosine(without.cosines(unit_vector("like"))).tolist() == [0.0, 0.0, 0.0]
    assert phrasings.best_cosine(phrasings.cosines(None)).tolist() == [0.0, 0.0, 0.0]


def test_no_situations_have_no_phrasings() -> None:
    nothing = PhrasingTexts.of((), ANALYZER, CORRECTOR)

    phrasings = nothing.index(None)

    assert nothing.to_embed == []
    lexical = phrasings.lexical_likeness(phrasings.lexical.scores(["like"]))
    assert [scores.size for scores in lexical] == [0, 0]
    assert phrasings.best_cosine(phrasings.cosines(None)).size == 0


@pytest.mark.parametrize("situation", ["like", "foto", "hadir"])
def test_a_phrasing_left_out_is_not_compared_with(phrasings: Phrasings, situation: str) -> None:
    """What is left of a situation is what it would have been without that phrasing."""
    place = list(ROWS).index(situation)
    row = ROWS[situation][2]
    others = [other for other in ROWS[situation] if other != row]
    terms = phrasings.terms[row].all

    cosine, *lexical = phrasings.best_without(place, 2)

    three = np.sort(phrasings.lexical.scores(terms)[others])[-3:]
    assert lexical == pytest.approx([three.max(), three.mean()])
    assert lexical < [
        scores[place] for scores in phrasings.lexical_likeness(phrasings.lexical.scores(terms))
    ]
    meaning = phrasings.cosines(unit_vector(phrasings.texts[row]))
    assert cosine == pytest.approx(meaning[others].max(), abs=1e-6)
    assert cosine < 0.99
    assert meaning[row] == pytest.approx(1.0, abs=1e-5)


def test_a_phrasing_that_an_admin_added_is_left_out_as_well() -> None:
    added = SITUATIONS[1].model_copy(
        update={"added": ("gambar bersama paslon", "selfie bareng cabup")}
    )
    texts = PhrasingTexts.of((SITUATIONS[0], added, SITUATIONS[2]), ANALYZER, CORRECTOR)
    phrasings = texts.index(np.stack([unit_vector(text) for text in texts.to_embed]))
    own = range(7, 7 + len(added.phrasings))

    cosine, *lexical = phrasings.best_without(1, len(own) - 1)

    meaning = phrasings.cosines(unit_vector("selfie bareng cabup"))
    assert meaning[own[-1]] == pytest.approx(1.0, abs=1e-5)
    assert cosine == pytest.approx(meaning[own[:-1]].max(), abs=1e-6)
    three = np.sort(phrasings.lexical.scores(texts.terms[own[-1]].all)[own[:-1]])[-3:]
    assert lexical == pytest.approx([three.max(), three.mean()])
