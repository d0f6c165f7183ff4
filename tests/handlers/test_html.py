"""Whatever stands in a block, the messages are valid, within limits, and complete."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.card import Block, Style, basis_line, card_blocks
from handlers.html import LIMIT, render, utf16_length
from retrieval.engine import Engine
from tests.fake_telegram import parse_html
from tests.fake_telegram import utf16_length as telegrams_length

_CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"])
_MARKUP = st.sampled_from(
    ["<b>", "</b>", "</blockquote>", "<a href='x'>", "&", "&lt;", "&#60;", "<", ">", '"', "'"]
)
_SPACE = st.sampled_from([" ", "\n", ". ", "\n\n", "   ", "\u00a0"])
_WORD = st.text(_CHARACTERS, min_size=1, max_size=12)
_LINE = st.lists(st.one_of(_WORD, _WORD, _MARKUP, _SPACE), max_size=12).map("".join)
_LONG = st.builds(lambda part, times: part * times, _LINE, st.integers(1, 700))
_LABEL = st.one_of(st.just(""), _LINE.map(lambda text: text[:200].strip()))
_BLOCKS = st.lists(
    st.builds(
        Block,
        st.sampled_from(list(Style)),
        st.lists(st.one_of(_LINE, _LONG), min_size=1, max_size=3).map(tuple),
        _LABEL,
    ),
    max_size=5,
)
_TAGS = re.compile(r"</?(?:b|i|blockquote(?: expandable)?)>")
_OURS = {"bold", "italic", "expandable_blockquote"}


def tokens(text: str) -> list[str]:
    """The visible characters, in order; bullets of lists are ours."""
    return [char for char in text if not char.isspace() and char != "•"]


@given(_BLOCKS)
@example([Block(Style.BODY, (" " * 3000 + "a" * 3000,))])
@example([Block(Style.BODY, (" ",)), Block(Style.HEADLINE, ("",))])
@example([Block(Style.QUOTE, ("&" * 5000,), "<Sumber>")])
@example([Block(Style.LIST, ("😀" * 2100, "a" * 4097), "Daftar")])
@example([Block(Style.NOTE, ("\n" * 3000,))])
def test_any_text_gives_messages_that_telegram_takes(blocks: list[Block]) -> None:
    for message in render(blocks):
        plain, entities = parse_html(message)
        assert telegrams_length(message) <= LIMIT == 4096
        assert plain.strip(), "Telegram refuses an empty message"
        assert {entity["type"] for entity in entities} <= _OURS
        assert len(entities) <= 100 or len(blocks) > 30
        # Without the tags that the renderer writes no angle bracket is left.
        assert not set(_TAGS.sub("", message)) & set("<>")


@given(_BLOCKS)
def test_nothing_is_lost_and_nothing_changes_places(blocks: list[Block]) -> None:
    unlabelled = [Block(block.style, block.lines) for block in blocks]
    shown = "".join(parse_html(message)[0] for message in render(unlabelled))
    assert tokens(shown) == tokens("".join(line for block in blocks for line in block.lines))


@given(st.lists(_WORD.filter(str.strip), min_size=1, max_size=12), st.sampled_from(list(Style)))
def test_words_stay_whole_where_a_message_is_cut(words: list[str], style: Style) -> None:
    text = " ".join(words * (6000 // len(" ".join(words)) + 1))
    shown = " ".join(parse_html(message)[0] for message in render([Block(style, (text,))]))
    assert [word for word in shown.split() if word != "•"] == [
        word for word in text.split() if word != "•"
    ]


@pytest.mark.parametrize("style", list(Style))
def test_a_long_block_is_split_and_keeps_its_label_and_style(style: Style) -> None:
    text = " ".join(f"kata{number}" for number in range(2000))
    messages = render([Block(style, (text,), "Sanksi")])
    assert len(messages) > 2
    kinds = [frozenset(e["type"] for e in parse_html(message)[1]) for message in messages]
    assert len(set(kinds)) == 1


def test_a_cut_prefers_paragraphs_then_sentences_then_words() -> None:
    sentence = "Ini satu kalimat yang tidak boleh terpotong di tengahnya. "
    (first, *_) = render([Block(Style.BODY, (sentence * 100,))])
    assert all(part.endswith(".") for part in first.split("\n\n"))
    paragraph = sentence * 10
    (first, *_) = render([Block(Style.BODY, (paragraph.strip(),) * 12)])
    assert all(len(part) % (len(paragraph)) == len(paragraph) - 1 for part in first.split("\n\n"))


def test_a_message_ends_between_blocks_where_it_can() -> None:
    blocks = [Block(Style.BODY, (letter * 1500,)) for letter in "abcd"]
    assert render(blocks) == ["a" * 1500 + "\n\n" + "b" * 1500, "c" * 1500 + "\n\n" + "d" * 1500]


def test_no_blocks_make_no_message() -> None:
    assert render([]) == []


@given(st.text(_CHARACTERS))
def test_lengths_are_counted_as_telegram_counts_them(text: str) -> None:
    assert utf16_length(text) == telegrams_length(text)


def test_what_matters_of_every_real_card_fits_the_one_message_of_an_inline_result(
    degraded: Engine,
) -> None:
    for situation in degraded.index.situations:
        answer = degraded.open(situation.id)
        assert answer is not None
        first, *rest = render(card_blocks(answer))
        assert all(telegrams_length(part) <= LIMIT for part in rest)
        plain = parse_html(first)[0]
        assert basis_line(answer.basis) in plain, situation.id
        assert (answer.sanction or "") in plain, situation.id
