"""Commands that answer: the bot itself, the terminal, a question at a time."""

from __future__ import annotations

from typing import TextIO

import click
from rich.console import Console

from commands.heap import use_one_heap
from commands.opening import open_answering, open_store
from handlers import texts
from handlers.terminal import converse, read_batch, show
from retrieval.opening import open_for_service
from settings import Settings, load_settings


@click.command()
def run() -> None:
    """Layani Telegram; tanpa TELEGRAM_BOT_TOKEN, jawab di terminal."""
    settings = load_settings()
    if settings.telegram_token:
        from handlers.serving import serve

        use_one_heap()
        with open_store(settings) as store:
            serve(settings, store, open_answering(settings, store, open_for_service))
    else:
        click.echo(texts.terminal.TERMINAL_WELCOME)
        _chat(settings)


@click.command()
def chat() -> None:
    """Bercakap di terminal; dari pipa, jawab setiap baris."""
    _chat(load_settings())


@click.command()
@click.argument("question", required=False)
@click.option("--context", help="Pertanyaan sebelumnya, untuk pertanyaan lanjutan.")
@click.option("--batch", type=click.File(encoding="utf-8-sig", errors="replace"))
@click.option("--json", "as_json", is_flag=True, help="Cetak objek JSON.")
def ask(question: str | None, context: str | None, batch: TextIO | None, as_json: bool) -> None:
    """Jawab satu pertanyaan, atau satu pertanyaan per baris dengan --batch."""
    if (question is None) == (batch is None):
        raise click.UsageError("beri satu pertanyaan, atau --batch BERKAS")
    settings = load_settings()
    console = Console()
    asked = read_batch(batch) if batch else iter([(question or "", context)])
    with open_store(settings) as store:
        engine = open_answering(settings, store)
        for text, before in asked:
            answer = engine.ask(text, before)
            if as_json:
                click.echo(answer.model_dump_json())
            else:
                show(answer, console)


def _chat(settings: Settings) -> None:
    with open_store(settings) as store:
        converse(open_answering(settings, store))
