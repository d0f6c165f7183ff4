"""Copies of the data folder: made while the bot serves, put back while it does not.

A backup is a folder ``netra-<time>`` with ``journal.db`` and ``knowledge.db``, and what admins
have published with the labelled questions that came of it. The key of the identities is not in
it: with a backup alone nobody can tell who is meant by a hash. Restoring keeps what people had
erased erased, by the marks that :meth:`journal.store.Journal.erase` leaves in the journal of
today.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlite_utils import Database

from databases import check, is_damage, set_aside
from errors import StorageError
from journal.schema import migrations
from journal.store import forget_person

KEPT = 7
EVERY = timedelta(days=1)
DATABASES = ("journal.db", "knowledge.db")
PUBLISHED = ("published", "labelled.jsonl")
"""What admins have added: text that is copied as it is. There may be none."""

_PREFIX = "netra-"
_NAME = re.compile(rf"{_PREFIX}\d{{8}}-\d{{6}}")
_TIME = "%Y%m%d-%H%M%S"
_ASIDE = "sebelum"


def back_up(data_dir: Path, target: Path) -> Path:
    """Copy ``data_dir`` into a new folder in ``target``; return it.

    The copies are whole whatever is written meanwhile, and checked. A backup that failed
    leaves nothing behind.

    Raises:
        StorageError: there is nothing to copy, or the copy cannot be made.
    """
    sources = [data_dir / name for name in DATABASES if (data_dir / name).is_file()]
    if not sources:
        raise StorageError(f"'{data_dir}' tidak berisi {' atau '.join(DATABASES)}")
    folder = target / f"{_PREFIX}{datetime.now(UTC):{_TIME}}"
    draft = folder.with_name(f".{folder.name}.draf")
    try:
        target.mkdir(parents=True, exist_ok=True)
        draft.mkdir(mode=0o700)
        for source in sources:
            _copy(source, draft / source.name)
        for name in PUBLISHED:
            _copy_text(data_dir / name, draft / name)
        draft.rename(folder)
    except (OSError, sqlite3.Error) as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise StorageError(f"cadangan ke '{target}' gagal ({error})") from error
    return folder


def backups(target: Path) -> list[Path]:
    """Return the backups in ``target``, oldest first."""
    if not target.is_dir():
        return []
    return sorted(path for path in target.iterdir() if _NAME.fullmatch(path.name))


def last_backup(target: Path, now: datetime) -> datetime | None:
    """Return when the newest backup in ``target`` was made; a clock that was ahead is ignored."""
    times = map(_made_at, backups(target))
    return max((time for time in times if time <= now), default=None)


def drop_old_backups(target: Path, now: datetime) -> None:
    """Delete all but the last :data:`KEPT` backups of ``target``.

    Those that a clock named which was ahead go first: it would be today's otherwise.
    """
    found = backups(target)
    ahead = [folder for folder in found if _made_at(folder) > now]
    for folder in [*ahead, *(folder for folder in found if folder not in ahead)][:-KEPT]:
        shutil.rmtree(folder)


def restore(folder: Path, data_dir: Path) -> list[Path]:
    """Put what a backup holds in the place of what is in ``data_dir``.

    The old files are renamed, not deleted; their new names are returned.

    Raises:
        StorageError: the backup is not whole or of a newer Netra, or a bot is running; nothing
            has changed then.
    """
    found = [folder / name for name in DATABASES if (folder / name).is_file()]
    if not found:
        raise StorageError(
            f"'{folder}' bukan cadangan Netra: tidak ada {' atau '.join(DATABASES)}"
        )
    drafts = {}
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        for source in found:
            drafts[source.name] = data_dir / f".{source.name}.draf"
            _copy(source, drafts[source.name])
        for source in (folder / name for name in PUBLISHED if (folder / name).exists()):
            drafts[source.name] = data_dir / f".{source.name}.draf"
            _copy_text(source, drafts[source.name])
        if journal := drafts.get("journal.db"):
            _bring_forward(journal)
        for name in DATABASES:
            _refuse_in_use(data_dir / name)
        if journal:
            _erase_again(journal, data_dir / "journal.db")
        aside = []
        for name, draft in drafts.items():
            if (data_dir / name).exists():
                aside.append(set_aside(data_dir / name, _ASIDE))
            draft.rename(data_dir / name)
    except (OSError, sqlite3.Error) as error:
        raise StorageError(f"pemulihan dari '{folder}' gagal ({error})") from error
    finally:
        for draft in drafts.values():
            _remove(draft)
    return aside


def drop_old_asides(data_dir: Path, before: datetime) -> None:
    """Delete journals that were set aside before ``before``: nobody can erase in them."""
    for file in data_dir.glob("journal.db.*-*"):
        if file.stat().st_ctime < before.timestamp():
            file.unlink(missing_ok=True)


def _made_at(folder: Path) -> datetime:
    """Return when a backup was made, by its name."""
    return datetime.strptime(folder.name.removeprefix(_PREFIX), _TIME).replace(tzinfo=UTC)


def _copy(source: Path, target: Path) -> None:
    """Copy one database by SQLite's own means and read the copy once."""
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)
    with (
        closing(
            sqlite3.connect(f"{source.resolve().as_uri()}?mode=rw", uri=True, timeout=30)
        ) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
        # One file, without a write-ahead log beside it.
        new.execute("pragma journal_mode = delete")
        check(new)


def _copy_text(source: Path, target: Path) -> None:
    """Copy a file or a folder, if it is there; files that are being written are left out."""
    _remove(target)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns(".*"))
    elif source.exists():
        shutil.copyfile(source, target)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _refuse_in_use(path: Path) -> None:
    """Raise where another process has ``path`` open; leave it without side files."""
    if not path.is_file():
        return
    with closing(sqlite3.connect(path, timeout=0)) as db:
        try:
            # SQLite gives up the write-ahead log only where nobody else is connected.
            db.execute("pragma journal_mode = delete")
        except sqlite3.OperationalError as error:
            raise StorageError(
                f"'{path}' sedang dipakai; hentikan bot lebih dulu, lalu ulangi"
            ) from error
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise


def _bring_forward(restored: Path) -> None:
    """Bring a journal up to date; raise where it is ahead of this release."""
    with closing(sqlite3.connect(restored)) as connection:
        db = Database(connection)
        if newer := _applied(db) - _known():
            raise StorageError(
                f"cadangan dibuat Netra yang lebih baru ({', '.join(sorted(newer))}); "
                "perbarui Netra lebih dulu"
            )
        migrations.apply(db)


def _erase_again(restored: Path, today: Path) -> None:
    """Take out of ``restored`` whom ``today`` knows to be erased since it was made."""
    with closing(sqlite3.connect(restored)) as connection:
        connection.execute("pragma secure_delete = on")
        db = Database(connection)
        with db.atomic():
            for person, erased_at in _erasures(today):
                forget_person(db, person, erased_at)
                db.table("erasures").upsert(
                    {"person": person, "erased_at": erased_at}, pk="person"
                )


def _known() -> set[str]:
    """Return the names of all migrations of this release."""
    with closing(sqlite3.connect(":memory:")) as empty:
        migrations.apply(Database(empty))
        return _applied(Database(empty))


def _applied(db: Database) -> set[str]:
    return {item.name for item in migrations.applied(db)}


def _erasures(journal: Path) -> list[tuple[str, str]]:
    """Return who was erased and when; nobody where the journal is gone, broken or older."""
    if not journal.is_file():
        return []
    with closing(sqlite3.connect(journal)) as db:
        try:
            return db.execute("select person, erased_at from erasures").fetchall()
        except sqlite3.DatabaseError:
            return []
