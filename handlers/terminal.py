"""Blocks of a card in a terminal, by rich."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from handlers.card import Style, card_blocks
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
