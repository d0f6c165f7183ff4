"""The settings of one process, read once from the environment and ``settings.yaml``.

The environment wins over the file. Every error names the key at fault.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from errors import SettingsError

ROOT = Path(__file__).resolve().parent
TELEGRAM_API_URL = "https://api.telegram.org"
BUNDLED_MODEL = "bundled"
WEBHOOK_LISTEN = "127.0.0.1:8443"

_DEFAULTS = {
    "TELEGRAM_BOT_TOKEN": "",
    "TELEGRAM_API_URL": TELEGRAM_API_URL,
    "NETRA_ADMIN_IDS": "",
    "NETRA_DATA_DIR": str(ROOT / "data"),
    "NETRA_KNOWLEDGE_DIR": str(ROOT / "knowledge" / "content"),
    "NETRA_EMBEDDING_MODEL": BUNDLED_MODEL,
    "NETRA_REVIEW_DAYS": "365",
    "NETRA_RETENTION_DAYS": "90",
    "NETRA_MESSAGES_PER_MINUTE": "20",
    "NETRA_BACKUP_DIR": "",
    "NETRA_WEBHOOK_URL": "",
    "NETRA_WEBHOOK_LISTEN": WEBHOOK_LISTEN,
    "NETRA_WEBHOOK_SECRET": "",
    "NETRA_METRICS_LISTEN": "",
    "NETRA_LOG_FORMAT": "text",
}
_SECRETS = ("TELEGRAM_BOT_TOKEN", "NETRA_WEBHOOK_SECRET")
_FILE = "_FILE"
"""``<name of a secret>_FILE`` names a file that holds it, as systemd and Docker hand it over."""
_MOST_DAYS = 3650
_MOST_MESSAGES = 1000


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


class LogFormat(StrEnum):
    """How lines of the log are written."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True)
class Address:
    """Where something listens on this machine."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True)
class Webhook:
    """Where Telegram brings updates, where they arrive, and how it proves who it is."""

    url: str
    listen: Address
    secret: Secret


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
    messages_per_minute: int
    """So many messages of one person are handled in a minute; of admins, all."""
    backup_dir: Path | None
    webhook: Webhook | None
    """None where updates are polled."""
    metrics_listen: Address | None
    """Where state and metrics can be fetched; None where they cannot."""
    log_format: LogFormat

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

    @property
    def inbox_path(self) -> Path:
        """The SQLite file that holds updates until they are done; it belongs in no backup."""
        return self.data_dir / "inbox.db"


def load_settings(
    environ: Mapping[str, str] | None = None, file: Path = ROOT / "settings.yaml"
) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: a value is wrong, or the file holds a key that does not exist.
    """
    values = {**_DEFAULTS, **_read_file(file)}
    source = os.environ if environ is None else environ
    values.update({key: _read_secret(key, source) for key in _SECRETS if source.get(key + _FILE)})
    values.update({key: source[key] for key in _DEFAULTS if source.get(key)})
    return Settings(
        telegram_token=Secret(_token(values["TELEGRAM_BOT_TOKEN"])),
        telegram_api_url=_url("TELEGRAM_API_URL", values),
        admin_ids=_ids(values["NETRA_ADMIN_IDS"]),
        data_dir=_folder("NETRA_DATA_DIR", values),
        knowledge_dir=_folder("NETRA_KNOWLEDGE_DIR", values),
        embedding_model=values["NETRA_EMBEDDING_MODEL"],
        review_days=_days("NETRA_REVIEW_DAYS", values),
        retention_days=_days("NETRA_RETENTION_DAYS", values),
        messages_per_minute=_count("NETRA_MESSAGES_PER_MINUTE", values, "pesan", _MOST_MESSAGES),
        backup_dir=_folder("NETRA_BACKUP_DIR", values) if values["NETRA_BACKUP_DIR"] else None,
        webhook=_webhook(values),
        metrics_listen=(
            _address("NETRA_METRICS_LISTEN", values) if values["NETRA_METRICS_LISTEN"] else None
        ),
        log_format=_log_format(values),
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


def _read_secret(key: str, source: Mapping[str, str]) -> str:
    path = source[key + _FILE]
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        # Without the cause: one about the characters quotes what it read.
        raise SettingsError(key + _FILE, f"'{path}' tidak dapat dibaca") from None


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


def _url(key: str, values: Mapping[str, str]) -> str:
    value = values[key]
    try:
        parts = urlsplit(value)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or re.search(r"\s", value):
        raise SettingsError(key, f"'{value}' bukan alamat http(s)")
    return value.rstrip("/")


def _webhook(values: Mapping[str, str]) -> Webhook | None:
    if not values["NETRA_WEBHOOK_URL"]:
        return None
    url = _url("NETRA_WEBHOOK_URL", values)
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise SettingsError("NETRA_WEBHOOK_URL", "harus https; Telegram tidak memakai yang lain")
    secret = values["NETRA_WEBHOOK_SECRET"]
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret):
        raise SettingsError(
            "NETRA_WEBHOOK_SECRET", "harus 16-256 karakter, hanya huruf, angka, _ dan -"
        )
    return Webhook(url, _address("NETRA_WEBHOOK_LISTEN", values), Secret(secret))


def _address(key: str, values: Mapping[str, str]) -> Address:
    host, colon, port = values[key].rpartition(":")
    if not (colon and host and re.fullmatch(r"[0-9]{1,5}", port) and 0 < int(port) < 65536):
        raise SettingsError(key, f"bukan alamat:port, misalnya {WEBHOOK_LISTEN}")
    return Address(host.strip("[]"), int(port))


def _log_format(values: Mapping[str, str]) -> LogFormat:
    try:
        return LogFormat(values["NETRA_LOG_FORMAT"])
    except ValueError:
        raise SettingsError("NETRA_LOG_FORMAT", f"harus {' atau '.join(LogFormat)}") from None


def _folder(key: str, values: Mapping[str, str]) -> Path:
    try:
        return Path(values[key]).expanduser().resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise SettingsError(key, f"{values[key]!r} bukan alamat folder") from error


def _days(key: str, values: Mapping[str, str]) -> int:
    return _count(key, values, "hari", _MOST_DAYS)


def _count(key: str, values: Mapping[str, str], what: str, most: int) -> int:
    value = values[key]
    if not re.fullmatch(r"[0-9]{1,4}", value) or not 1 <= int(value) <= most:
        raise SettingsError(key, f"'{value}' bukan jumlah {what} antara 1 dan {most}")
    return int(value)


def _ids(value: str) -> frozenset[int]:
    items = [item.strip() for item in value.split(",") if item.strip()]
    for item in items:
        if not re.fullmatch(r"[0-9]{1,16}", item):
            raise SettingsError(
                "NETRA_ADMIN_IDS", f"'{item}' bukan angka; tulis id numerik dipisah koma"
            )
    return frozenset(int(item) for item in items)
