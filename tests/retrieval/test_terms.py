"""Words become standard words, stems and concepts."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.schema import Concept, Vocabulary
from retrieval.spelling import NEVER_A_TARGET
from retrieval.terms import CONCEPT_MARK, Analyzer, stem
from settings import ROOT


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    """The vocabulary of the bot."""
    file = ROOT / "knowledge" / "content" / "vocabulary.yaml"
    return Vocabulary.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def analyzer(vocabulary: Vocabulary) -> Analyzer:
    """An analyzer over the vocabulary of the bot."""
    return Analyzer(vocabulary)


def _small(
    spellings: dict[str, str] | None = None,
    stopwords: tuple[str, ...] = (),
    concepts: dict[str, tuple[str, ...]] | None = None,
    persons: tuple[str, ...] = (),
    hides: dict[str, tuple[str, ...]] | None = None,
) -> Analyzer:
    return Analyzer(
        Vocabulary(
            spellings=spellings or {},
            stopwords=stopwords,
            concepts=tuple(
                Concept(
                    id=key, terms=terms, person=key in persons, hides=(hides or {}).get(key, ())
                )
                for key, terms in (concepts or {}).items()
            ),
        )
    )


@pytest.mark.parametrize(
    ("typed", "formal"),
    [
        ("nge like postingan cabup", "menyukai unggahan calon bupati"),
        ("ngelike ig paslon", "menyukai instagram pasangan calon"),
        ("share di wa", "membagikan di whatsapp"),
        ("ngeshare postingan cagub", "menyebarkan unggahan calon gubernur"),
        ("komen di fb cawalkot", "berkomentar di facebook calon wali kota"),
        ("poto bareng cabup", "berfoto bersama calon bupati"),
        ("dateng ke kampanye", "menghadiri kampanye"),
        ("jadi timses", "menjadi tim sukses"),
        ("pake mobdin", "memakai mobil dinas"),
        ("nyumbang duit", "memberi sumbangan uang"),
        ("nyoblos", "memberikan hak suara dengan memilih"),
        ("resign", "mengundurkan diri"),
        ("kades", "kepala desa"),
        ("walkot", "wali kota"),
        ("medsos", "media sosial"),
        ("sangsi", "hukuman"),
        ("bojoku", "istri atau suami"),
        ("incumbent", "petahana"),
        ("donasi", "sumbangan"),
        ("regent candidate", "calon bupati"),
    ],
)
def test_slang_shares_the_concepts_of_the_formal_phrase(
    analyzer: Analyzer, typed: str, formal: str
) -> None:
    colloquial = set(analyzer.analyse(typed).concepts)

    assert colloquial
    assert colloquial <= set(analyzer.analyse(formal).concepts)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("like", "komentar"),
        ("pns", "kepala desa"),
        ("tni", "polri"),
        ("memasang", "menurunkan"),
        ("suami", "atasan"),
        ("kampanye", "masa tenang"),
    ],
)
def test_different_things_share_no_concept(analyzer: Analyzer, one: str, other: str) -> None:
    assert not set(analyzer.analyse(one).concepts) & set(analyzer.analyse(other).concepts)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ga", "tidak"), ("gak", "tidak"), ("nggak", "tidak"), ("enggak", "tidak"),
        ("tdk", "tidak"), ("ora", "tidak"), ("henteu", "tidak"), ("not", "tidak"),
        ("jgn", "jangan"), ("ojo", "jangan"), ("blm", "belum"), ("durung", "belum"),
        ("sanes", "bukan"), ("blh", "boleh"), ("bolehkah", "boleh"), ("can", "boleh"),
        ("must", "harus"),
    ],
)  # fmt: skip
def test_negations_and_modals_are_kept(analyzer: Analyzer, typed: str, meant: str) -> None:
    terms = analyzer.analyse(f"pns {typed} kampanye")

    assert meant in terms.standard
    assert stem(meant) in terms.stems


@pytest.mark.parametrize("word", sorted(NEVER_A_TARGET))
def test_no_word_that_turns_a_meaning_is_a_stopword(vocabulary: Vocabulary, word: str) -> None:
    assert word not in vocabulary.stopwords


def test_a_negation_changes_the_terms(analyzer: Analyzer) -> None:
    assert analyzer.analyse("pns boleh kampanye") != analyzer.analyse("pns tidak boleh kampanye")


def test_the_longest_spelling_wins() -> None:
    analyzer = _small(
        {"maju": "bergerak", "maju pilkada": "mencalonkan diri", "maju pilkada lagi": "petahana"}
    )

    assert analyzer.standardise(["maju"]) == ["bergerak"]
    assert analyzer.standardise(["maju", "pilkada"]) == ["mencalonkan", "diri"]
    assert analyzer.standardise(["saya", "maju", "pilkada", "lagi"]) == ["saya", "petahana"]
    assert analyzer.standardise(["maju", "lagi"]) == ["bergerak", "lagi"]


def test_a_spelling_of_four_words_is_found() -> None:
    analyzer = _small({"pegawai dengan perjanjian kerja": "pppk"})

    assert analyzer.standardise("dua pegawai dengan perjanjian kerja itu".split()) == [
        "dua", "pppk", "itu",
    ]  # fmt: skip


def test_a_replacement_is_not_replaced_again() -> None:
    analyzer = _small({"a": "b", "b": "c"})

    assert analyzer.standardise(["a", "b"]) == ["b", "c"]


def test_stopwords_stay_in_the_standard_words_only() -> None:
    analyzer = _small(stopwords=("yang",))

    terms = analyzer.analyse("calon yang kalah")

    assert terms.standard == ("calon", "yang", "kalah")
    assert terms.stems == ("calon", "kalah")


def test_concepts_match_on_stems_and_count_once() -> None:
    analyzer = _small(concepts={"support": ("dukung",), "team": ("tim sukses",)})

    terms = analyzer.analyse("mendukung dukungan tim sukses")

    assert terms.concepts == ("§support", "§team")
    assert terms.all == terms.stems + terms.concepts


def test_a_concept_is_found_through_a_spelling() -> None:
    analyzer = _small({"timses": "tim sukses"}, concepts={"team": ("tim sukses",)})

    assert analyzer.analyse("tim sukses").concepts == ("§team",)
    assert analyzer.analyse("timses").concepts == ("§team",)


def test_a_phrase_may_carry_two_concepts() -> None:
    analyzer = _small(concepts={"house": ("rumah",), "official-house": ("rumah dinas",)})

    assert set(analyzer.analyse("rumah dinas").concepts) == {"§house", "§official-house"}


def test_a_concept_hides_another_only_where_its_phrase_stands() -> None:
    analyzer = _small(
        concepts={"candidate": ("calon",), "nobody": ("tanpa menyebut calon",)},
        hides={"nobody": ("candidate",)},
    )

    assert analyzer.analyse("ajakan tanpa menyebut calon").concepts == ("§nobody",)
    assert set(analyzer.analyse("foto calon tanpa menyebut calon").concepts) == {
        "§candidate",
        "§nobody",
    }


def test_a_concept_hides_only_what_there_is() -> None:
    with pytest.raises(ValidationError, match="menutupi yang tidak ada: candidate"):
        _small(concepts={"nobody": ("tanpa calon",)}, hides={"nobody": ("candidate",)})


@pytest.mark.parametrize(
    "typed",
    [
        "ngajak tetangga nyoblos tanpa nyebut calon",
        "poster ayo ke TPS, ga ada gambar calon",
        "ngingetin ke TPS, ga nyebut siapa2",
    ],
)
def test_who_names_nobody_speaks_of_no_candidate(analyzer: Analyzer, typed: str) -> None:
    concepts = analyzer.analyse(typed).concepts

    assert "§nobody-named" in concepts
    assert "§candidate" not in concepts


def test_classes_of_person_are_known() -> None:
    analyzer = _small(concepts={"pppk": ("pppk",), "like": ("like",)}, persons=("pppk",))

    assert analyzer.person_concepts == {"§pppk"}


@given(st.text(max_size=80))
def test_any_text_has_terms(text: str) -> None:
    analyzer = _small({"ga": "tidak"}, ("yang",), {"like": ("suka", "like")})

    terms = analyzer.analyse(text)

    assert len(terms.stems) <= len(terms.standard)
    assert all(term.startswith(CONCEPT_MARK) for term in terms.concepts)
    assert not any(term.startswith(CONCEPT_MARK) for term in terms.stems)
    assert len(set(terms.concepts)) == len(terms.concepts)


def test_a_typed_concept_mark_is_no_concept() -> None:
    analyzer = _small(concepts={"like": ("suka",)})

    assert analyzer.analyse("§like").concepts == ()
