"""A conversation in the terminal, its cards and tables by rich."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TextIO

import click
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from handlers import texts
from handlers.card import Style, card_blocks
from handlers.chart import mean, number
from journal.audit import AuditEntry
from journal.statistics import Statistics
from knowledge.coverage import Coverage, Row
from knowledge.schema import Verdict
from retrieval.answer import Answer
from retrieval.engine import Engine

_SHOWN_TOPICS = 5
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


def converse(engine: Engine) -> None:
    """Answer at the terminal: a prompt, the lines of a pipe, or three samples."""
    console = Console()
    previous: str | None = None
    for question in _questions():
        if not _at_terminal():
            console.print(Text(f"\n> {question}", style="bold"))
        answer = engine.ask(question, previous)
        show(answer, console)
        previous = question if answer.guidance else None


def read_batch(batch: TextIO) -> Iterator[tuple[str, str | None]]:
    """Yield a question a line with the one before it: plain text, or JSON that names both."""
    for line in batch:
        text = line.strip("\r\n")
        try:
            item = json.loads(text)
        except ValueError:
            item = None
        if isinstance(item, dict) and isinstance(item.get("question"), str):
            context = item.get("context")
            yield item["question"], context if isinstance(context, str) else None
        else:
            yield text, None


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


def statistics_table(statistics: Statistics, topics: Mapping[str, int]) -> Table:
    """Return what happened in a period, one figure a line."""
    said = texts.statistics
    table = Table(f"{statistics.first} – {statistics.last}", "", show_header=True)
    table.columns[1].justify = "right"
    rows: list[tuple[str, str | int]] = [
        (said.DAYS_TITLE, mean(statistics)),
        *((said.OUTCOMES.get(name, name), count) for name, count in statistics.outcomes.items()),
        *list(topics.items())[:_SHOWN_TOPICS],
        (said.FEEDBACK_TITLE, f"👍 {statistics.useful} · 👎 {statistics.not_useful}"),
    ]
    if latency := statistics.latency:
        rows.append((said.LATENCY_TITLE, f"p50 {latency.p50:.0f} ms · p95 {latency.p95:.0f} ms"))
    for name, value in rows:
        table.add_row(Text(name), Text(number(value) if isinstance(value, int) else value))
    return table


def audit_table(entries: Iterable[AuditEntry]) -> Table:
    """Return what admins did, newest first; nothing in it is taken for markup."""
    table = Table(*texts.terminal.AUDIT_COLUMNS)
    for entry in entries:
        at = entry.at.strftime(texts.status.TIME)
        cells = (at, str(entry.admin), entry.action, entry.subject, entry.reason or "")
        table.add_row(*map(Text, cells))
    return table


def _counts(title: str, rows: Iterable[Row]) -> Table:
    table = Table(title)
    for verdict in Verdict:
        table.add_column(texts.card.VERDICT_SHORT[verdict], justify="right")
    for row in rows:
        table.add_row(Text(row.name), *(str(row.counts[verdict]) for verdict in Verdict))
    return table


def _questions() -> Iterator[str]:
    if _at_terminal():
        while True:
            try:
                yield input(texts.terminal.TERMINAL_PROMPT)
            except (EOFError, KeyboardInterrupt):
                click.echo()
                return
    else:
        stream = sys.stdin.buffer if sys.stdin else ()
        lines = [line.decode("utf-8", "replace").strip() for line in stream]
        yield from [line for line in lines if line] or texts.terminal.SAMPLE_QUESTIONS


def _at_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()
