"""Commands for the knowledge base: check and index it, add to it, take from it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from rich.console import Console

from commands.opening import open_answering, open_encoder_or_none, open_store, progress_bar
from errors import NetraError
from knowledge.store import KnowledgeStore
from retrieval.opening import open_engine
from retrieval.semantic import open_encoder
from settings import Settings, load_settings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Cetak objek JSON.")
@click.option("--coverage", is_flag=True, help="Cetak topik, kelas, dan ketentuan yang tercakup.")
@click.pass_context
def check(ctx: click.Context, as_json: bool, coverage: bool) -> None:
    """Periksa basis pengetahuan; status 1 bila ada masalah."""
    from retrieval.proof import prove

    settings = load_settings()
    if coverage:
        _print_coverage(settings, as_json)
        return
    with open_store(settings) as store, progress_bar() as progress:
        longest = dt.timedelta(days=settings.review_days)
        encoder = open_encoder_or_none(settings)
        folder, published = settings.knowledge_dir, settings.published_dir
        summary = prove(folder, store, encoder, longest, progress, published)
    if as_json:
        click.echo(summary.model_dump_json(indent=2))
    else:
        for problem in summary.problems:
            click.echo(problem)
        click.echo(summary.line())
    ctx.exit(0 if summary.ok else 1)


def _print_coverage(settings: Settings, as_json: bool) -> None:
    from handlers.terminal import coverage_tables
    from knowledge.coverage import cover
    from knowledge.loader import load_knowledge

    covered = cover(load_knowledge(settings.knowledge_dir, settings.published_dir))
    if as_json:
        click.echo(covered.model_dump_json(indent=2))
    else:
        Console().print(*coverage_tables(covered))


@click.command()
def index() -> None:
    """Bangun indeks; hanya teks yang berubah yang diolah lagi."""
    settings = load_settings()
    with open_store(settings) as store:
        engine = open_answering(settings, store)
        click.echo(f"indeks siap, versi {engine.index.version[:12]}")


@click.command()
def vectors() -> None:
    """Tulis vektor seluruh isi ke berkas yang disertakan dalam rilis."""
    from retrieval.embedding import ship

    settings = load_settings()
    encoder = open_encoder(settings.embedding_model)
    # A store of its own holds what the present content needs, and nothing of earlier versions.
    with TemporaryDirectory() as folder, KnowledgeStore(Path(folder) / "knowledge.db") as store:
        with progress_bar() as progress:
            open_engine(settings.knowledge_dir, store, encoder, progress)
        click.echo(f"{ship(encoder, store)} vektor ditulis")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--write", is_flag=True, help="Simpan draf di folder articles/ pengetahuan.")
@click.pass_context
def ingest(ctx: click.Context, files: tuple[Path, ...], write: bool) -> None:
    """Jadikan teks berita mentah draf artikel; cetak apa yang dibuang."""
    from knowledge.importing import describe_dropped, draft_article, to_yaml

    failed = False
    for file in files:
        try:
            draft = draft_article(file)
        except NetraError as error:
            click.echo(f"netra: {error}", err=True)
            failed = True
            continue
        document = to_yaml(draft)
        if write:
            target = load_settings().knowledge_dir / "articles" / f"{draft.key}.yaml"
            if target.exists():
                click.echo(f"netra: {target} sudah ada; tidak ditimpa", err=True)
                failed = True
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(document, encoding="utf-8")
            click.echo(f"tersimpan: {target}")
        else:
            click.echo(document)
        click.echo(describe_dropped(draft), err=True)
    ctx.exit(1 if failed else 0)


@click.command()
@click.argument("target", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def export(target: Path) -> None:
    """Salin pengetahuan yang diterbitkan admin ke DIR, misalnya untuk git."""
    from knowledge.published import PublishedFolder

    count = PublishedFolder(load_settings().published_dir).export(target)
    click.echo(f"{count} berkas disalin ke {target}")


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.pass_context
def import_(ctx: click.Context, files: tuple[Path, ...]) -> None:
    """Terbitkan artikel atau panduan; yang tidak lolos pemeriksaan tidak terbit."""
    from knowledge.importing.readers import read_bytes
    from knowledge.loader import load_knowledge
    from knowledge.proposals import propose
    from knowledge.published import PublishedFolder

    settings = load_settings()
    folder = PublishedFolder(settings.published_dir)
    failed = False
    for file in files:
        try:
            proposal = propose(read_bytes(file), file.name)
            with folder.adding(proposal.document, "baris perintah"):
                load_knowledge(settings.knowledge_dir, settings.published_dir)
        except NetraError as error:
            click.echo(f"netra: {file}: {error}", err=True)
            failed = True
        else:
            click.echo(f"terbit: {file}")
    ctx.exit(1 if failed else 0)
