"""Commands for labelled questions: measure the answers, learn the numbers."""

from __future__ import annotations

from pathlib import Path

import click

from commands.opening import open_answering, open_store, progress_bar
from retrieval.evaluation import STAGES, read_questions
from retrieval.opening import open_engine
from retrieval.semantic import open_encoder
from settings import load_settings


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--stage",
    type=click.Choice(list(STAGES)),
    default="answer",
    show_default=True,
    help="Tahap yang diukur: penyaringan, pemeringkatan, atau jawaban utuh.",
)
@click.option("--json", "as_json", is_flag=True, help="Cetak objek JSON.")
def evaluate(file: Path, stage: str, as_json: bool) -> None:
    """Ukur jawaban atas pertanyaan berlabel."""
    settings = load_settings()
    questions = read_questions(file)
    with open_store(settings) as store:
        report = STAGES[stage](open_answering(settings, store), questions)
    click.echo(report.model_dump_json(indent=2) if as_json else report.describe())


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--save", is_flag=True, help="Simpan bersama indeks dan pakai mulai sekarang.")
def learn(files: tuple[Path, ...], save: bool) -> None:
    """Pelajari bobot dan ambang dari pertanyaan berlabel, dengan validasi silang."""
    from retrieval.learning import learn as fit

    labels = [label for file in files for label in read_questions(file)]
    settings = load_settings()
    encoder = open_encoder(settings.embedding_model)
    with open_store(settings) as store:
        with progress_bar() as progress:
            engine = open_engine(settings.knowledge_dir, store, encoder, progress)
        try:
            learned = fit(engine, labels)
        except ValueError as error:
            raise click.UsageError(
                "perlu pertanyaan berlabel di dalam dan di luar lingkup, puluhan masing-masing"
            ) from error
        click.echo(learned.model_dump_json(indent=2))
        if save:
            store.save_parameters(encoder.name, learned.parameters.model_dump_json())
