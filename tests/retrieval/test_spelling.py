"""Typos are mended, never toward a word that turns a meaning round."""

from __future__ import annotations

import string
from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from retrieval.spelling import NEVER_A_TARGET, SpellingCorrector

COMMON = (
    "kampanye calon bupati gubernur pegawai mengundurkan netralitas spanduk unggahan bersama "
    "keluarga membagikan komentar mendukung sanksi pilkada petahana jadwal foto akun grup"
).split()
COUNTS = Counter({word: 100 - place for place, word in enumerate(COMMON)})
COUNTS.update(dict.fromkeys(NEVER_A_TARGET, 1000))
CORRECTOR = SpellingCorrector(COUNTS, ["gak", "nggak"])

LETTERS = st.sampled_from(string.ascii_lowercase)
WORDS = st.one_of(
    st.text(string.ascii_lowercase, max_size=14),
    st.text(max_size=10),
    st.sampled_from([*COMMON, *sorted(NEVER_A_TARGET)]),
)


@st.composite
def slips(draw: st.DrawFn, word: st.SearchStrategy[str]) -> str:
    """A word with one letter behind the first missing, wrong, added or swapped."""
    right = draw(word)
    place = draw(st.integers(1, len(right) - 2))
    kind = draw(st.sampled_from(["missing", "wrong", "added", "swapped", "doubled"]))
    before, letter, after = right[:place], right[place], right[place + 1 :]
    match kind:
        case "missing":
            return before + after
        case "wrong":
            return before + draw(LETTERS) + after
        case "added":
            return before + draw(LETTERS) + letter + after
        case "swapped":
            return before + after[0] + letter + after[1:]
        case _:
            return before + letter + letter + after


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kampanyee", "kampanye"),
        ("kampnye", "kampanye"),
        ("kamapnye", "kampanye"),
        ("kampqnye", "kampanye"),
        ("kmpnye", "kampanye"),
        ("mngundrkn", "mengundurkan"),
        ("gubernurr", "gubernur"),
        ("gubenur", "gubernur"),
        ("pegawia", "pegawai"),
        ("netralitaas", "netralitas"),
        ("netrlts", "netralitas"),
        ("spandul", "spanduk"),
        ("bpati", "bupati"),
        ("pethana", "petahana"),
    ],
)
def test_a_slip_is_mended(typed: str, meant: str) -> None:
    assert CORRECTOR.correct([typed]) == [meant]


@given(slips(st.sampled_from([word for word in COMMON if len(word) >= 8])))
def test_any_slip_in_a_long_word_is_mended(typed: str) -> None:
    assert CORRECTOR.correct([typed])[0] in COUNTS


@given(st.lists(WORDS, max_size=6))
def test_every_word_has_one_answer(typed: list[str]) -> None:
    corrected = CORRECTOR.correct(typed)

    assert len(corrected) == len(typed)
    for before, after in zip(typed, corrected, strict=True):
        assert after == before or after in COMMON


@given(st.one_of(WORDS, slips(st.sampled_from(sorted(NEVER_A_TARGET)))))
def test_no_correction_makes_a_negation_or_a_verdict(typed: str) -> None:
    corrected = CORRECTOR.correct([typed])[0]

    assert corrected == typed or corrected not in NEVER_A_TARGET


@pytest.mark.parametrize("word", sorted(NEVER_A_TARGET))
def test_no_correction_unmakes_a_negation_or_a_verdict(word: str) -> None:
    near = Counter({f"{word}{letter}": 100 for letter in string.ascii_lowercase})

    assert SpellingCorrector(near).correct([word]) == [word]


@given(st.sampled_from([*COMMON, "gak", "nggak"]))
def test_known_words_stay(word: str) -> None:
    assert CORRECTOR.correct([word]) == [word]


@given(slips(st.sampled_from(COMMON)))
def test_what_else_is_known_stays(typed: str) -> None:
    assume(typed not in COUNTS)

    assert SpellingCorrector(COUNTS, [typed]).correct([typed]) == [typed]


@pytest.mark.parametrize(
    "word", ["", "a", "uu", "fto", "2024", "pp94", "71", "xyzzyq", "кампания"]
)
def test_short_foreign_and_numeric_words_stay(word: str) -> None:
    assert CORRECTOR.correct([word]) == [word]


def test_the_more_frequent_word_is_meant() -> None:
    corrector = SpellingCorrector(Counter({"mendukung": 3, "mendukunf": 90}))

    assert corrector.correct(["mendukunx"]) == ["mendukunf"]


def test_without_words_nothing_is_corrected() -> None:
    assert SpellingCorrector(Counter()).correct(["kampnye", "calom"]) == ["kampnye", "calom"]
