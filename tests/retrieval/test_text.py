"""Characters as they arrive become one clean line and plain words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.text import MAX_QUESTION_LENGTH, clean, is_too_long, words

ANY_TEXT = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs"]),
        st.characters(min_codepoint=0xE0000, max_codepoint=0xE007F),
        st.sampled_from("\0\x07\x1b\x85\u00ad\u200b\u200d\u200e\u200f\u202e\u2028\u2066\ufeff"),
        st.sampled_from("😀👍🏽🇮🇩é\u0301ﬁ①Ａ"),
    ),
    max_size=200,
)
PLAIN_TEXT = st.text(
    st.one_of(
        st.characters(codec="ascii"),
        st.characters(categories=["Cs", "Cc"]),
        st.sampled_from("éàñüß😀①Ａﬁ\u00a0\u2003\u2028"),
    ),
    max_size=200,
)


@given(ANY_TEXT)
def test_clean_leaves_one_line_of_visible_characters(text: str) -> None:
    cleaned = clean(text)

    assert not [char for char in cleaned if unicodedata.category(char).startswith("C")]
    assert cleaned == " ".join(cleaned.split())
    assert len(cleaned) <= MAX_QUESTION_LENGTH
    cleaned.encode()


@given(PLAIN_TEXT)
def test_clean_twice_is_clean_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.integers(0, 3 * MAX_QUESTION_LENGTH), st.sampled_from(["", "\u200b", "  ", "ﬁ"]))
def test_a_question_is_too_long_where_some_of_it_is_left_out(length: int, more: str) -> None:
    text = "a" + more * 7 + "b" * length
    assert is_too_long(text) == (clean(text + "!") == clean(text))


def test_what_is_beyond_reach_is_left_out_too() -> None:
    assert is_too_long(" " * 5 * MAX_QUESTION_LENGTH + "boleh?")
    assert not is_too_long("boleh?" + " " * MAX_QUESTION_LENGTH)


@given(ANY_TEXT)
def test_words_are_lower_case_and_whole(text: str) -> None:
    for word in words(clean(text)):
        assert word
        assert word == word.casefold()
        assert not any(char.isspace() or char in "_'-" for char in word)


@given(ANY_TEXT)
def test_words_take_text_that_was_not_cleaned(text: str) -> None:
    words(text)


@given(ANY_TEXT)
def test_hidden_characters_change_nothing(text: str) -> None:
    hidden = "\u200b".join("boleh like")

    assert clean(f"{hidden} {text}") == clean(f"boleh like {text}")


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("bo\0leh", "boleh"),
        ("bo\u200bleh", "boleh"),
        ("bo\ud800leh", "boleh"),
        ("\u202eboleh\u202c \u200flike\u200e", "boleh like"),
        ("boleh\U000e0069\U000e0067\U000e006e", "boleh"),
        ("boleh\r\n\tlike", "boleh like"),
        ("boleh\x85like", "boleh like"),
        ("boleh\u2028like\u00a0calon", "boleh like calon"),
        ("ｂｏｌｅｈ", "boleh"),
        ("𝐛𝐨𝐥𝐞𝐡", "boleh"),
        ("  ", ""),
        ("\0", ""),
        ("\U000e0041\U000e0042", ""),
        ("👍🏽 boleh", "👍🏽 boleh"),
    ],
)
def test_clean(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@pytest.mark.parametrize("unit", ["a", "boleh ", "😀", "\0", "\ud800", "\u0301", "ﷺ", "\u202e "])
def test_a_long_text_is_cut(unit: str) -> None:
    assert len(clean(unit * 10_000)) <= MAX_QUESTION_LENGTH


def test_the_start_of_a_long_text_is_kept() -> None:
    assert clean("bolehkah " + "x" * 10_000).startswith("bolehkah xxx")


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        # stretched
        ("boleeeh", "boleh"),
        ("boleeeeeeh", "boleh"),
        ("tidaaaaak", "tidak"),
        ("BOLEHHHHH", "boleh"),
        ("maaf", "maaf"),
        ("saat", "saat"),
        ("foto", "foto"),
        # digits for letters
        ("p1lk4d4", "pilkada"),
        ("c4l0n", "calon"),
        ("k4mp4ny3", "kampanye"),
        ("b0leh", "boleh"),
        ("t1dak", "tidak"),
        # doubled by a 2
        ("orang2", "orang"),
        ("teman2nya", "teman"),
        ("ikut2an", "ikut"),
        # accents and apostrophes
        ("café", "cafe"),
        ("jum'at", "jumat"),
    ],
)
def test_words_undo_how_people_type(typed: str, plain: str) -> None:
    assert words(typed) == [plain]


@pytest.mark.parametrize(
    "number", ["2024", "71", "94", "10", "pp94", "uu10", "h7", "3a", "s1", "c6", "a5"]
)
def test_words_leave_numbers_and_short_codes(number: str) -> None:
    assert words(number) == [number]


def test_words_split_at_everything_else() -> None:
    assert words("Pasal 71 ayat (3) UU 10/2016; like_foto, orang-orang?") == [
        "pasal", "71", "ayat", "3", "uu", "10", "2016", "like", "foto", "orang", "orang",
    ]  # fmt: skip
