"""The card says first what the asker needs, marks weak sources, and invents none."""

from __future__ import annotations

import pytest

from handlers import texts
from handlers.card import Block, Style, card_blocks, source_blocks, source_name
from knowledge.schema import Stage, Status, Verdict, Verified
from retrieval.answer import Outcome, ShownPassage
from retrieval.engine import Engine
from tests.handlers.conftest import answered, citation, clarification, passage, refusal


def words_of(blocks: tuple[Block, ...]) -> str:
    return "\n".join([f"{block.label} {line}" for block in blocks for line in block.lines])


def labels(blocks: tuple[Block, ...]) -> list[str]:
    return [block.label for block in blocks if block.label]


@pytest.mark.parametrize("verdict", list(Verdict))
def test_the_verdict_stands_first_for_every_verdict(verdict: Verdict) -> None:
    first, second, third, *_ = card_blocks(answered(verdict=verdict))
    assert first.style is Style.HEADLINE
    assert first.lines[0].startswith(texts.card.VERDICT_LABELS[verdict])
    assert (second.style, second.lines) == (Style.TITLE, ("Menyukai unggahan calon",))
    assert (third.style, third.lines) == (Style.BODY, ("Dilarang. Menyukai termasuk dukungan.",))


def test_verdicts_cannot_be_mistaken_for_one_another() -> None:
    for shown in (texts.card.VERDICT_LABELS, texts.card.VERDICT_SHORT):
        assert set(shown) == set(Verdict)
        assert len({label.split()[0] for label in shown.values()}) == len(Verdict)


def test_the_rest_follows_in_the_order_of_need() -> None:
    blocks = card_blocks(answered(stage=(Stage.CAMPAIGN, Stage.QUIET_PERIOD)))
    assert labels(blocks) == [
        texts.card.LABEL_STAGE,
        texts.card.LABEL_CONDITIONS,
        texts.card.LABEL_VIEWS,
        texts.card.LABEL_SANCTION,
        texts.card.LABEL_BASIS,
        texts.card.LABEL_PROVISIONS,
    ]
    assert blocks[-1].style is Style.NOTE
    assert blocks[-1].lines == (f"{texts.card.DISCLAIMER} Ditinjau 22-11-2026.",)
    shown = words_of(blocks)
    assert "masa kampanye, masa tenang" in shown
    assert "Bawaslu (2024): Satu kali cukup." in shown
    assert "PP 94/2021 Pasal 5 huruf n: Bunyi PP 94/2021 Pasal 5 huruf n." in shown


def test_what_is_missing_leaves_no_empty_label() -> None:
    bare = answered(
        sanction=None, basis=(), passages=(), conditions=(), views=(), applies_to=(), reviewed=None
    )
    blocks = card_blocks(bare)
    assert labels(blocks) == []
    assert blocks[0].lines == (texts.card.VERDICT_LABELS[Verdict.PROHIBITED],)
    assert blocks[-1].lines == (texts.card.DISCLAIMER,)
    assert texts.card.LABEL_STAGE not in labels(card_blocks(answered(stage=(Stage.ANY,))))


def test_only_where_the_stage_is_open_the_card_says_that_it_decides() -> None:
    both = (Stage.BEFORE_NOMINATION, Stage.AFTER_NOMINATION)
    blocks = card_blocks(answered(other_stages=both))
    sanction = next(block for block in blocks if block.label == texts.card.LABEL_SANCTION)
    after_it = blocks[blocks.index(sanction) + 1]
    assert (after_it.style, after_it.lines) == (Style.NOTE, (texts.card.STAGE_DECIDES,))
    for others in ((), both[:1], both[1:]):
        shown = words_of(card_blocks(answered(other_stages=others)))
        assert texts.card.STAGE_DECIDES not in shown


def test_the_headline_names_three_classes_of_people_and_tells_of_more() -> None:
    three = card_blocks(answered(applies_to=("PNS", "PPPK", "CPNS")))[0].lines[0]
    four = card_blocks(answered(applies_to=("PNS", "PPPK", "CPNS", "atasan")))[0].lines[0]
    assert three.endswith("PNS · PPPK · CPNS")
    assert four.endswith("PNS · PPPK · CPNS …")


def test_secondary_and_repealed_sources_are_marked_in_the_basis() -> None:
    basis = (
        citation("SKB 2022", verified=Verified.SECONDARY),
        citation("UU 5/2014", status=Status.REPEALED),
        citation("PP 53/2010", status=Status.REPEALED, verified=Verified.SECONDARY),
        citation("UU 10/2016", status=Status.AMENDED),
    )
    blocks = card_blocks(answered(basis=basis))
    line = next(block.lines[0] for block in blocks if block.label == texts.card.LABEL_BASIS)
    assert line == (
        "SKB 2022 (sumber sekunder); UU 5/2014 (sudah dicabut); "
        "PP 53/2010 (sudah dicabut, sumber sekunder); UU 10/2016"
    )


def test_sources_are_marked_too() -> None:
    old = passage("PP 53/2010", status=Status.REPEALED, verified=Verified.SECONDARY)
    assert source_name(passage()) == "Rakor Sukamaju"
    assert source_name(old) == "PP 53/2010 (sudah dicabut, sumber sekunder)"
    (block,) = source_blocks((old,))
    assert (block.style, block.label) == (
        Style.QUOTE,
        "PP 53/2010 (sudah dicabut, sumber sekunder)",
    )
    assert block.lines == (old.text,)


def test_an_answer_out_of_the_news_carries_no_verdict_but_its_sources() -> None:
    blocks = card_blocks(answered(verdict=None, guidance=None, basis=(), applies_to=()))
    assert blocks[0].lines == (texts.card.HEADLINE_SOURCES,)
    assert "Rakor Sukamaju" in labels(blocks)


@pytest.mark.parametrize("outcome", [Outcome.DECLINED, Outcome.NOT_FOUND])
def test_a_refusal_shows_its_words_and_nothing_that_looks_like_a_source(outcome: Outcome) -> None:
    # Whatever else such an answer held, none of it may be shown.
    loaded = answered(outcome=outcome, answer="Maaf.")
    assert card_blocks(loaded) == card_blocks(refusal(outcome, "Maaf."))
    shown = words_of(card_blocks(loaded))
    assert "Maaf." in shown
    for verdict in Verdict:
        assert texts.card.VERDICT_LABELS[verdict] not in shown
    for secret in ("PP 94/2021", "Rakor", "disiplin", texts.card.LABEL_BASIS):
        assert secret not in shown


def test_not_found_never_reads_as_allowed() -> None:
    shown = words_of(card_blocks(refusal(Outcome.NOT_FOUND)))
    assert shown.split("\n")[0].strip() == texts.card.HEADLINE_NOT_FOUND
    assert "BOLEH" not in shown


def test_a_question_back_lists_the_choices_and_gives_no_verdict() -> None:
    blocks = card_blocks(clarification())
    assert blocks[0].lines == (texts.card.HEADLINE_CLARIFY,)
    assert blocks[-1].lines == ("Menyukai unggahan calon", "Mencoblos di TPS")
    assert all(label not in words_of(blocks) for label in texts.card.VERDICT_LABELS.values())


def test_a_degraded_search_is_admitted() -> None:
    assert texts.card.DEGRADED in words_of(card_blocks(answered(degraded=True)))
    assert texts.card.DEGRADED not in words_of(card_blocks(answered()))


def test_every_card_marks_what_is_secondary_or_repealed_and_nothing_else(engine: Engine) -> None:
    """Over the whole content: the mark stands where, and only where, the YAML says so."""
    knowledge = engine.index.knowledge
    statuses = {regulation.key: regulation.status for regulation in knowledge.regulations}
    marks = {
        (regulation.key, provision.ref): provision.verified
        for regulation in knowledge.regulations
        for provision in regulation.provisions
    }
    repealed_mark = texts.card.STATUS_LABELS[Status.REPEALED]
    marked = 0
    for situation in knowledge.situations:
        card = engine.open(situation.id)
        assert card is not None
        [line] = [
            block.lines[0] for block in card_blocks(card) if block.label == texts.card.LABEL_BASIS
        ]
        sources = source_blocks(engine.compose.cited(card))
        for shown in (line.split("; "), [block.label for block in sources]):
            for basis, text in zip(situation.basis, shown, strict=True):
                secondary = marks[basis.regulation, basis.ref] is Verified.SECONDARY
                repealed = statuses[basis.regulation] is Status.REPEALED
                assert basis.ref in text
                assert (texts.card.SECONDARY in text) == secondary, f"{situation.id}: {text}"
                assert (repealed_mark in text) == repealed, f"{situation.id}: {text}"
                marked += secondary
    assert marked > 20


def test_what_a_named_provision_says_is_marked_too(engine: Engine) -> None:
    for regulation in engine.index.knowledge.regulations:
        for provision in regulation.provisions:
            passage = engine.compose.passage(f"{regulation.key}#{provision.ref}")
            assert passage is not None
            name = source_name(ShownPassage.of(passage, 1.0))
            assert (texts.card.SECONDARY in name) == (provision.verified is Verified.SECONDARY)
            repealed = regulation.status is Status.REPEALED
            assert (texts.card.STATUS_LABELS[Status.REPEALED] in name) == repealed
