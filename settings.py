"""The settings of one process, read once from the environment and ``settings.yaml``.

The environment wins over the file. Every error names the key at fault.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from errors import SettingsError

ROOT = Path(__file__).resolve().parent
TELEGRAM_API_URL = "https://api.telegram.org"
BUNDLED_MODEL = "bundled"

_DEFAULTS = {
    "TELEGRAM_BOT_TOKEN": "",
    "TELEGRAM_API_URL": TELEGRAM_API_URL,
    "NETRA_ADMIN_IDS": "",
    "NETRA_DATA_DIR": str(ROOT / "data"),
    "NETRA_KNOWLEDGE_DIR": str(ROOT / "knowledge" / "content"),
    "NETRA_EMBEDDING_MODEL": BUNDLED_MODEL,
    "NETRA_REVIEW_DAYS": "365",
    "NETRA_RETENTION_DAYS": "90",
    "NETRA_BACKUP_DIR": "",
}
_MOST_DAYS = 3650


@dataclass(frozen=True)
class Secret:
    """A text that neither ``repr`` nor ``str`` shows; ``reveal()`` gives it."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        """Return the hidden text."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __str__(self) -> str:
        return "***" if self._value else ""


@dataclass(frozen=True)
class Settings:
    """What one process of Netra runs with."""

    telegram_token: Secret
    telegram_api_url: str
    admin_ids: frozenset[int]
    data_dir: Path
    knowledge_dir: Path
    embedding_model: str
    review_days: int
    """``check`` complains of situations that were last reviewed longer ago than this."""
    retention_days: int
    backup_dir: Path | None

    @property
    def index_path(self) -> Path:
        """The SQLite file that holds the knowledge in service and its vectors."""
        return self.data_dir / "knowledge.db"

    @property
    def published_dir(self) -> Path:
        """The folder of the knowledge that admins published; it may not exist."""
        return self.data_dir / "published"

    @property
    def labelled_path(self) -> Path:
        """The labelled questions that grow with each answer to an unanswered one."""
        return self.data_dir / "labelled.jsonl"

    @property
    def journal_path(self) -> Path:
        """The SQLite file that records what happened."""
        return self.data_dir / "journal.db"


def load_settings(
    environ: Mapping[str, str] | None = None, file: Path = ROOT / "settings.yaml"
) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: a value is wrong, or the file holds a key that does not exist.
    """
    values = {**_DEFAULTS, **_read_file(file)}
    source = os.environ if environ is None else environ
    values.update({key: source[key] for key in _DEFAULTS if source.get(key)})
    return Settings(
        telegram_token=Secret(_token(values["TELEGRAM_BOT_TOKEN"])),
        telegram_api_url=_url(values["TELEGRAM_API_URL"]),
        admin_ids=_ids(values["NETRA_ADMIN_IDS"]),
        data_dir=_folder("NETRA_DATA_DIR", values),
        knowledge_dir=_folder("NETRA_KNOWLEDGE_DIR", values),
        embedding_model=values["NETRA_EMBEDDING_MODEL"],
        review_days=_days("NETRA_REVIEW_DAYS", values),
        retention_days=_days("NETRA_RETENTION_DAYS", values),
        backup_dir=_folder("NETRA_BACKUP_DIR", values) if values["NETRA_BACKUP_DIR"] else None,
    )


def _read_file(file: Path) -> dict[str, str]:
    if not file.exists():
        return {}
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except (OSError, ValueError, RecursionError, yaml.YAMLError):
        # Without the cause: a YAML error quotes the line at fault, which may hold the token.
        raise SettingsError(file.name, "tidak dapat dibaca sebagai YAML (UTF-8)") from None
    if not isinstance(content, dict):
        raise SettingsError(file.name, "harus berisi pasangan KUNCI: nilai")
    for key in content:
        if key not in _DEFAULTS:
            known = ", ".join(_DEFAULTS)
            raise SettingsError(str(key), f"tidak dikenal di {file.name}; yang ada: {known}")
    texts = {key: _as_text(key, value) for key, value in content.items() if value is not None}
    return {key: text for key, text in texts.items() if text}


def _as_text(key: str, value: object) -> str:
    items = value if isinstance(value, list) else [value]
    if any(isinstance(item, list | dict) for item in items):
        raise SettingsError(key, "harus satu nilai, atau daftar nilai")
    return ",".join(map(str, items))


def _token(value: str) -> str:
    if value and not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", value):
        raise SettingsError(
            "TELEGRAM_BOT_TOKEN", "bukan token bot; bentuknya 123456:ABC…, dari @BotFather"
        )
    return value


def _url(value: str) -> str:
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or re.search(r"\s", value):
        raise SettingsError("TELEGRAM_API_URL", f"'{value}' bukan alamat http(s)")
    return value.rstrip("/")


def _folder(key: str, values: Mapping[str, str]) -> Path:
    try:
        return Path(values[key]).expanduser().resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise SettingsError(key, f"{values[key]!r} bukan alamat folder") from error


def _days(key: str, values: Mapping[str, str]) -> int:
    value = values[key]
    if not re.fullmatch(r"[0-9]{1,4}", value) or not 1 <= int(value) <= _MOST_DAYS:
        raise SettingsError(key, f"'{value}' bukan jumlah hari antara 1 dan {_MOST_DAYS}")
    return int(value)


def _ids(value: str) -> frozenset[int]:
    items = [item.strip() for item in value.split(",") if item.strip()]
    for item in items:
        if not re.fullmatch(r"[0-9]{1,16}", item):
            raise SettingsError(
                "NETRA_ADMIN_IDS", f"'{item}' bukan angka; tulis id numerik dipisah koma"
            )
    return frozenset(int(item) for item in items)
