"""Netra's one entry point: ``python bot.py --help`` lists the commands."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

import click
from rich.console import Console
from rich.progress import Progress as ProgressBar

from errors import EncoderError, NetraError, StorageError
from handlers import texts
from handlers.terminal import converse, read_batch, show
from knowledge.store import KnowledgeStore
from retrieval.embedding import Progress
from retrieval.engine import Engine, open_engine, open_for_service
from retrieval.evaluation import STAGES, read_questions
from retrieval.semantic import Encoder, open_encoder
from settings import Settings, load_settings

_err = Console(stderr=True)

Opener = Callable[[Path, KnowledgeStore, Encoder | None, Progress, Path | None], Engine]


class _Group(click.Group):
    """Turns every error we raise on purpose into one line and its exit status."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except NetraError as error:
            click.echo(f"netra: {error}", err=True)
            ctx.exit(error.exit_status)


@click.group(cls=_Group)
def cli() -> None:
    """Netra: tanya jawab netralitas ASN dalam Pilkada."""


@cli.command()
def run() -> None:
    """Layani Telegram; tanpa TELEGRAM_BOT_TOKEN, jawab di terminal."""
    settings = load_settings()
    if settings.telegram_token:
        from handlers.application import serve

        with _open_store(settings) as store:
            serve(settings, store, _open_engine(settings, store, open_for_service))
    else:
        click.echo(texts.terminal.TERMINAL_WELCOME)
        _chat(settings)


@cli.command()
def chat() -> None:
    """Bercakap di terminal; dari pipa, jawab setiap baris."""
    _chat(load_settings())


@cli.command()
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
    with _open_store(settings) as store:
        engine = _open_engine(settings, store)
        for text, before in asked:
            answer = engine.ask(text, before)
            if as_json:
                click.echo(answer.model_dump_json())
            else:
                show(answer, console)


@cli.command()
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
    with _open_store(settings) as store, _progress_bar() as progress:
        longest = dt.timedelta(days=settings.review_days)
        encoder = _open_encoder(settings)
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


@cli.command()
def index() -> None:
    """Bangun indeks; hanya teks yang berubah yang diolah lagi."""
    settings = load_settings()
    with _open_store(settings) as store:
        engine = _open_engine(settings, store)
        click.echo(f"indeks siap, versi {engine.index.version[:12]}")


@cli.command()
def vectors() -> None:
    """Tulis vektor seluruh isi ke berkas yang disertakan dalam rilis."""
    from retrieval.embedding import ship

    settings = load_settings()
    encoder = open_encoder(settings.embedding_model)
    # A store of its own holds what the present content needs, and nothing of earlier versions.
    with TemporaryDirectory() as folder, KnowledgeStore(Path(folder) / "knowledge.db") as store:
        with _progress_bar() as progress:
            open_engine(settings.knowledge_dir, store, encoder, progress)
        click.echo(f"{ship(encoder, store)} vektor ditulis")


@cli.command()
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


@cli.command()
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
    with _open_store(settings) as store:
        report = STAGES[stage](_open_engine(settings, store), questions)
    click.echo(report.model_dump_json(indent=2) if as_json else report.describe())


@cli.command()
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
    with _open_store(settings) as store:
        with _progress_bar() as progress:
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


@cli.command()
@click.argument("target", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
def backup(target: Path | None) -> None:
    """Buat cadangan ke DIR (bawaan: NETRA_BACKUP_DIR), juga saat bot melayani."""
    from journal.backup import back_up

    settings = load_settings()
    target = target or settings.backup_dir
    if target is None:
        raise click.UsageError("beri DIR, atau isi NETRA_BACKUP_DIR")
    click.echo(f"cadangan: {back_up(settings.data_dir, target)}")


@cli.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def restore(folder: Path) -> None:
    """Pulihkan cadangan dari FOLDER; bot harus berhenti lebih dulu."""
    from journal.backup import restore as put_back

    settings = load_settings()
    for aside in put_back(folder, settings.data_dir):
        click.echo(f"berkas lama disisihkan: {aside}")
    click.echo(f"dipulihkan dari {folder} ke {settings.data_dir}")


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Cetak objek JSON, satu per kelompok.")
def unanswered(as_json: bool) -> None:
    """Tampilkan pertanyaan yang belum terjawab, berkelompok, yang tersering lebih dulu."""
    from handlers.unanswered import grouped
    from journal.store import Journal
    from retrieval.grouping import Grouper

    settings = load_settings()
    journal = Journal(settings.journal_path)
    try:
        with _open_store(settings) as store:
            groups = grouped(journal.review, Grouper(), _open_engine(settings, store))
    finally:
        journal.close()
    for group in groups:
        if as_json:
            shown = {"count": len(group.items), "outcomes": group.how, "questions": group.texts}
            click.echo(json.dumps(shown, ensure_ascii=False))
        else:
            click.echo(f"{len(group.items)}x {group.texts[0]}")
            for text in group.texts[1:]:
                click.echo(f"   {text}")


@cli.command()
@click.argument("target", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def export(target: Path) -> None:
    """Salin pengetahuan yang diterbitkan admin ke DIR, misalnya untuk git."""
    from knowledge.published import PublishedFolder

    count = PublishedFolder(load_settings().published_dir).export(target)
    click.echo(f"{count} berkas disalin ke {target}")


@cli.command("import")
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


@cli.command()
@click.option("--force", "reason", metavar="ALASAN", help="Muat meski ujiannya turun; dicatat.")
@click.pass_context
def reload(ctx: click.Context, reason: str | None) -> None:
    """Muat ulang seperti /muat_ulang; status 1 bila tidak dimuat."""
    from handlers.shell import reload as reload_from_shell
    from retrieval.gate import Step

    settings = load_settings()
    with _open_store(settings) as store, _progress_bar() as progress:

        def tell(step: Step) -> None:
            if step.total:
                progress(step.done, step.total)

        encoder = _open_encoder(settings)
        served, said = reload_from_shell(settings, store, encoder, tell, reason)
    click.echo(said)
    ctx.exit(0 if served else 1)


@cli.command()
@click.argument("version", required=False)
def rollback(version: str | None) -> None:
    """Kembali ke VERSION, juga setelah dihidupkan ulang; tanpa VERSION, cetak daftarnya."""
    from handlers.shell import list_versions, roll_back

    settings = load_settings()
    with _open_store(settings) as store:
        if version is None:
            click.echo(list_versions(store, _open_encoder(settings)))
        else:
            click.echo(roll_back(settings, store, version))


@cli.command()
@click.option("--days", type=click.IntRange(1, 3650), default=30, show_default=True)
@click.option("--png", type=click.Path(dir_okay=False, path_type=Path), help="Simpan grafik.")
@click.option("--csv", type=click.Path(dir_okay=False, path_type=Path), help="Simpan tabel.")
@click.option("--json", "as_json", is_flag=True, help="Cetak objek JSON.")
def stats(days: int, png: Path | None, csv: Path | None, as_json: bool) -> None:
    """Ringkas pertanyaan, hasil, topik, waktu jawab, dan masukan."""
    from handlers.chart import draw
    from handlers.statistics import summary_of, table_of, topics_of
    from handlers.terminal import statistics_table
    from journal.statistics import read_statistics
    from knowledge.loader import load_knowledge

    settings = load_settings()
    statistics = read_statistics(settings.journal_path, days)
    knowledge = load_knowledge(settings.knowledge_dir, settings.published_dir)
    topics = topics_of(statistics, knowledge)
    if csv:
        _save(csv, table_of(statistics))
    if png:
        if statistics.questions:
            _save(png, draw(statistics, topics))
        else:
            click.echo(f"netra: {texts.statistics.EMPTY_SHORT.format(days=days)}", err=True)
    if as_json:
        click.echo(json.dumps(summary_of(statistics, topics), ensure_ascii=False, indent=2))
    else:
        Console().print(statistics_table(statistics, topics))


@cli.command()
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Cetak satu objek JSON per baris.")
def audit(limit: int, as_json: bool) -> None:
    """Tampilkan tindakan admin yang terakhir: siapa, kapan, apa, dan mengapa."""
    from handlers.terminal import audit_table
    from journal.audit import AuditLog

    log = AuditLog(load_settings().journal_path)
    entries = log.latest(limit)
    log.close()
    if as_json:
        for entry in entries:
            click.echo(json.dumps({**asdict(entry), "at": entry.at.isoformat()}))
    else:
        Console().print(audit_table(entries))


def _save(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise StorageError(f"'{file}' tidak dapat ditulis ({error.strerror})") from error
    click.echo(f"tersimpan: {file}", err=True)


def _chat(settings: Settings) -> None:
    with _open_store(settings) as store:
        converse(_open_engine(settings, store))


def _open_store(settings: Settings) -> KnowledgeStore:
    """Open the store; what was wrong with its file is said and does not stop anything."""
    store = KnowledgeStore(settings.index_path)
    if store.trouble:
        click.echo(f"netra: {store.trouble}", err=True)
    return store


def _open_engine(
    settings: Settings, store: KnowledgeStore, opened: Opener = open_engine
) -> Engine:
    """Open the engine with a progress bar; without a model, answer from words alone.

    Where the index cannot be written to the disk it is built in memory.
    """
    encoder = _open_encoder(settings)
    folder, published = settings.knowledge_dir, settings.published_dir
    with _progress_bar() as progress:
        try:
            return opened(folder, store, encoder, progress, published)
        except StorageError as error:
            click.echo(f"netra: {error}", err=True)
            store.go_on_in_memory(str(error))
            return opened(folder, store, encoder, progress, published)


@contextmanager
def _progress_bar() -> Iterator[Progress]:
    """Show how far embedding is, on standard error, where there is something to embed."""
    with ProgressBar(console=_err, transient=True) as bar:
        task = bar.add_task("Membangun indeks", total=None, visible=False)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=True)

        yield progress


def _open_encoder(settings: Settings) -> Encoder | None:
    try:
        return open_encoder(settings.embedding_model)
    except EncoderError as error:
        click.echo(f"netra: {error}; menjawab dari kata saja", err=True)
        return None


if __name__ == "__main__":
    cli()
