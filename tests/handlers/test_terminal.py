"""The terminal shows the same card, and takes nothing in it for markup."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from handlers import texts
from handlers.terminal import coverage_tables, show
from knowledge.coverage import Coverage, Row
from knowledge.schema import Verdict
from retrieval.answer import Answer, Outcome
from tests.handlers.conftest import answered, citation, clarification, refusal


def printed(answer: Answer, width: int = 200) -> str:
    console = Console(
        file=io.StringIO(), width=width, color_system="truecolor", force_terminal=True
    )
    with console.capture() as capture:
        show(answer, console)
    return capture.get()


def plain(answer: Answer) -> str:
    console = Console(file=io.StringIO(), width=200)
    with console.capture() as capture:
        show(answer, console)
    return capture.get()


HOSTILE = "[bold]tebal[/bold] [/] [link=http://jahat.example]klik[/link] :skull: [red"


@pytest.mark.parametrize(
    "place", ["title", "answer", "sanction", "conditions", "basis", "refusal"]
)
def test_markup_is_printed_as_it_stands(place: str) -> None:
    shown = {
        "title": lambda: answered(title=HOSTILE),
        "answer": lambda: answered(answer=HOSTILE),
        "sanction": lambda: answered(sanction=HOSTILE),
        "conditions": lambda: answered(conditions=(HOSTILE,)),
        "basis": lambda: answered(basis=(citation(HOSTILE),)),
        "refusal": lambda: refusal(Outcome.DECLINED, HOSTILE),
    }[place]()
    assert HOSTILE in plain(shown)
    assert HOSTILE in printed(shown)


def test_the_order_is_that_of_the_card() -> None:
    shown = plain(answered())
    parts = [
        texts.card.VERDICT_LABELS[Verdict.PROHIBITED],
        "Menyukai unggahan calon",
        "Dilarang. Menyukai termasuk dukungan.",
        f"{texts.card.LABEL_CONDITIONS}:",
        "• Calon sudah ditetapkan.",
        f"{texts.card.LABEL_SANCTION}:",
        f"{texts.card.LABEL_BASIS}:",
        "PP 94/2021 Pasal 5 huruf n",
        texts.card.DISCLAIMER,
    ]
    places = [shown.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_choices_and_refusals_are_printed() -> None:
    assert "• Mencoblos di TPS" in plain(clarification())
    assert texts.card.HEADLINE_NOT_FOUND in plain(refusal(Outcome.NOT_FOUND))
    assert texts.card.LABEL_BASIS not in plain(refusal(Outcome.NOT_FOUND))


def test_a_narrow_terminal_loses_no_words() -> None:
    narrow = printed(answered(), width=24)
    for word in "Dilarang. Menyukai termasuk dukungan. Hukuman disiplin berat.".split():
        assert word in narrow


def row(name: str, *counts: int) -> Row:
    return Row(name=name, counts=dict(zip(Verdict, counts, strict=True)))


def test_coverage_is_three_tables() -> None:
    coverage = Coverage(
        topics=(row("media-sosial", 12, 3, 4, 0), row(HOSTILE, 1, 1, 1, 1)),
        classes=(row("kepala desa", 0, 0, 0, 7),),
        unused_provisions=("PP-94-2021 Pasal 5 huruf n [lama]",),
    )
    console = Console(file=io.StringIO(), width=200)
    with console.capture() as capture:
        console.print(*coverage_tables(coverage))
    shown = capture.get()

    lines = [line.split() for line in shown.replace("│", " ").splitlines()]
    assert ["media-sosial", "12", "3", "4", "0"] in lines
    assert ["kepala", "desa", "0", "0", "0", "7"] in lines
    assert HOSTILE in shown
    assert "PP-94-2021 Pasal 5 huruf n [lama]" in shown
    for title in (
        texts.terminal.TOPIC, texts.terminal.PERSON_CLASS, texts.terminal.UNUSED_PROVISIONS
    ):  # fmt: skip
        assert shown.count(title) == 1
    header = next(line for line in shown.splitlines() if texts.terminal.TOPIC in line)
    places = [header.index(texts.card.VERDICT_SHORT[verdict]) for verdict in Verdict]
    assert places == sorted(places)
