"""Cards and tables in a terminal, by rich."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from handlers import texts
from handlers.card import Style, card_blocks
from knowledge.coverage import Coverage, Row
from knowledge.schema import Verdict
from retrieval.answer import Answer

_STYLES = {Style.HEADLINE: "bold", Style.TITLE: "bold", Style.NOTE: "dim", Style.QUOTE: "dim"}


def show(answer: Answer, console: Console) -> None:
    """Print the card of ``answer``; nothing in it is taken for markup."""
    console.print()
    for block in card_blocks(answer):
        if block.label:
            console.print(Text(f"{block.label}:", style="bold"))
        indent = 2 if block.label else 0
        for line in block.lines:
            bullet = "• " if block.style is Style.LIST else ""
            text = Text(bullet + line, style=_STYLES.get(block.style, ""))
            console.print(Padding(text, (0, 0, 0, indent)))
        if block.style in (Style.TITLE, Style.BODY):
            console.print()
    console.print()


def coverage_tables(coverage: Coverage) -> tuple[Table, Table, Table]:
    """Return what the guidance covers: by topic, by class of person, and unused provisions."""
    unused = Table(texts.terminal.UNUSED_PROVISIONS)
    for provision in coverage.unused_provisions:
        unused.add_row(Text(provision))
    return (
        _counts(texts.terminal.TOPIC, coverage.topics),
        _counts(texts.terminal.PERSON_CLASS, coverage.classes),
        unused,
    )


def _counts(title: str, rows: Iterable[Row]) -> Table:
    table = Table(title)
    for verdict in Verdict:
        table.add_column(texts.card.VERDICT_SHORT[verdict], justify="right")
    for row in rows:
        table.add_row(Text(row.name), *(str(row.counts[verdict]) for verdict in Verdict))
    return table
