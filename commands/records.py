"""Commands for what the bot has kept: questions, figures, acts of admins, backups."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console

from commands.opening import open_answering, open_store
from errors import StorageError
from handlers import texts
from settings import load_settings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Cetak objek JSON, satu per kelompok.")
def unanswered(as_json: bool) -> None:
    """Tampilkan pertanyaan yang belum terjawab, berkelompok, yang tersering lebih dulu."""
    from handlers.unanswered import grouped
    from journal.store import Journal
    from retrieval.grouping import Grouper

    settings = load_settings()
    journal = Journal(settings.journal_path)
    try:
        with open_store(settings) as store:
            groups = grouped(journal.review, Grouper(), open_answering(settings, store))
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


@click.command()
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


def _save(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise StorageError(f"'{file}' tidak dapat ditulis ({error.strerror})") from error
    click.echo(f"tersimpan: {file}", err=True)


@click.command()
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


@click.command()
@click.argument("target", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
def backup(target: Path | None) -> None:
    """Buat cadangan ke DIR (bawaan: NETRA_BACKUP_DIR), juga saat bot melayani."""
    from journal.backup import back_up

    settings = load_settings()
    target = target or settings.backup_dir
    if target is None:
        raise click.UsageError("beri DIR, atau isi NETRA_BACKUP_DIR")
    click.echo(f"cadangan: {back_up(settings.data_dir, target)}")


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def restore(folder: Path) -> None:
    """Pulihkan cadangan dari FOLDER; bot harus berhenti lebih dulu."""
    from journal.backup import restore as put_back

    settings = load_settings()
    for aside in put_back(folder, settings.data_dir):
        click.echo(f"berkas lama disisihkan: {aside}")
    click.echo(f"dipulihkan dari {folder} ke {settings.data_dir}")
