"""Settings come from the environment, then the file; what is wrong is named by its key."""

from __future__ import annotations

import dataclasses
import logging
import re
import traceback
from pathlib import Path

import pytest

from errors import SettingsError
from settings import (
    _DEFAULTS,
    BUNDLED_MODEL,
    ROOT,
    TELEGRAM_API_URL,
    Address,
    LogFormat,
    Secret,
    Settings,
    Webhook,
    load_settings,
)

TOKEN = "123456:AAH-rahasia_sekali"
HIDDEN = "AAH-rahasia_sekali"


def load(tmp_path: Path, file: str | bytes | None = None, **environ: str) -> Settings:
    path = tmp_path / "settings.yaml"
    if file is not None:
        path.write_bytes(file.encode() if isinstance(file, str) else file)
    return load_settings(environ, path)


def refused(tmp_path: Path, file: str | bytes | None = None, **environ: str) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        load(tmp_path, file, **environ)
    assert str(caught.value).startswith(f"{caught.value.key}: ")
    return caught.value


def test_defaults_without_a_file(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert not settings.telegram_token
    assert settings.telegram_token.reveal() == ""
    assert settings.telegram_api_url == TELEGRAM_API_URL == "https://api.telegram.org"
    assert settings.admin_ids == frozenset()
    assert settings.data_dir == ROOT / "data"
    assert settings.knowledge_dir == ROOT / "knowledge" / "content"
    assert settings.embedding_model == BUNDLED_MODEL == "bundled"
    assert settings.retention_days == 90
    assert settings.backup_dir is None
    assert settings.metrics_listen is None
    assert settings.log_format is LogFormat.TEXT
    assert settings.review_days == 365
    assert settings.messages_per_minute == 20
    assert settings.index_path == ROOT / "data" / "knowledge.db"
    assert settings.journal_path == ROOT / "data" / "journal.db"


@pytest.mark.parametrize("file", ["", "# hanya komentar\n", "{}\n", "NETRA_ADMIN_IDS:\n"])
def test_a_file_that_sets_nothing_changes_nothing(tmp_path: Path, file: str) -> None:
    assert load(tmp_path, file) == load_settings({}, tmp_path / "tidak-ada.yaml")


@pytest.mark.parametrize(
    ("key", "field", "value", "expected"),
    [
        ("TELEGRAM_BOT_TOKEN", "telegram_token", TOKEN, Secret(TOKEN)),
        ("TELEGRAM_API_URL", "telegram_api_url", "http://127.0.0.1:8081", "http://127.0.0.1:8081"),
        ("NETRA_ADMIN_IDS", "admin_ids", "12, 34,", frozenset({12, 34})),
        ("NETRA_DATA_DIR", "data_dir", "/srv/netra", Path("/srv/netra")),
        ("NETRA_KNOWLEDGE_DIR", "knowledge_dir", "/srv/isi", Path("/srv/isi")),
        ("NETRA_EMBEDDING_MODEL", "embedding_model", "intfloat/e5", "intfloat/e5"),
        ("NETRA_RETENTION_DAYS", "retention_days", "30", 30),
        ("NETRA_BACKUP_DIR", "backup_dir", "/srv/cadangan", Path("/srv/cadangan")),
        ("NETRA_REVIEW_DAYS", "review_days", "30", 30),
        ("NETRA_MESSAGES_PER_MINUTE", "messages_per_minute", "7", 7),
        ("NETRA_METRICS_LISTEN", "metrics_listen", "[::1]:9464", Address("::1", 9464)),
        ("NETRA_LOG_FORMAT", "log_format", "json", LogFormat.JSON),
    ],
)
class TestEachKey:
    """Every key by its two ways in."""

    def test_from_the_environment(
        self, tmp_path: Path, key: str, field: str, value: str, expected: object
    ) -> None:
        assert getattr(load(tmp_path, **{key: value}), field) == expected

    def test_from_the_file(
        self, tmp_path: Path, key: str, field: str, value: str, expected: object
    ) -> None:
        assert getattr(load(tmp_path, f"{key}: '{value}'\n"), field) == expected

    def test_the_environment_wins(
        self, tmp_path: Path, key: str, field: str, value: str, expected: object
    ) -> None:
        other = {"TELEGRAM_BOT_TOKEN": "9:lain", "TELEGRAM_API_URL": "http://lain"}.get(key, "9")
        settings = load(tmp_path, f"{key}: '{other}'\n", **{key: value})
        assert getattr(settings, field) == expected

    def test_an_empty_value_counts_as_not_set(
        self, tmp_path: Path, key: str, field: str, value: str, expected: object
    ) -> None:
        assert getattr(load(tmp_path, f"{key}: '{value}'\n", **{key: ""}), field) == expected
        assert load(tmp_path, f"{key}: ''\n") == load(tmp_path, "")


def test_settings_cannot_change(tmp_path: Path) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        load(tmp_path).embedding_model = "lain"  # type: ignore[misc]


def test_the_process_environment_is_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETRA_ADMIN_IDS", "7")
    assert load_settings(file=tmp_path / "tidak-ada.yaml").admin_ids == {7}


def test_other_variables_of_the_environment_are_ignored(tmp_path: Path) -> None:
    assert load(tmp_path, NETRA_ADMIN_ID="7", PATH="/bin") == load(tmp_path)


def test_folders_are_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "rumah"))
    settings = load(tmp_path, NETRA_DATA_DIR="data", NETRA_KNOWLEDGE_DIR="~/isi")
    assert settings.data_dir == tmp_path / "data"
    assert settings.knowledge_dir == tmp_path / "rumah" / "isi"


@pytest.mark.parametrize("file", ["NETRA_ADMIN_IDS: [12, 34]\n", "NETRA_ADMIN_IDS: '12,34'\n"])
def test_ids_in_the_file_as_list_or_text(tmp_path: Path, file: str) -> None:
    assert load(tmp_path, file).admin_ids == {12, 34}


def test_one_id_in_the_file_is_a_number(tmp_path: Path) -> None:
    assert load(tmp_path, "NETRA_ADMIN_IDS: 12\n").admin_ids == {12}


def test_an_address_loses_its_last_slash(tmp_path: Path) -> None:
    assert load(tmp_path, TELEGRAM_API_URL="http://bot:8081/api/").telegram_api_url == (
        "http://bot:8081/api"
    )


# --- what is refused ---------------------------------------------------------------------


def test_an_unknown_key_is_named_with_those_that_exist(tmp_path: Path) -> None:
    error = refused(tmp_path, "NETRA_ADMIN_ID: 12\n")
    assert error.key == "NETRA_ADMIN_ID"
    assert "tidak dikenal di settings.yaml" in str(error)
    assert "NETRA_ADMIN_IDS" in str(error).split("yang ada:")[1]


@pytest.mark.parametrize(
    "token",
    [
        "rahasia",
        "rahasia:123",
        "987:",
        ":AAH",
        "123456:AA H",
        "123456:AAH\n",
        " 123456:AAH",
        "-1:AAH",
        "123:AAH/getMe",
        "١٢٣:AAH",
    ],
)
def test_a_bad_token_names_the_key_and_not_the_value(tmp_path: Path, token: str) -> None:
    error = refused(tmp_path, TELEGRAM_BOT_TOKEN=token)
    assert error.key == "TELEGRAM_BOT_TOKEN"
    assert "@BotFather" in str(error)
    assert token not in str(error)


@pytest.mark.parametrize(
    "address",
    [
        "api.telegram.org",
        "ftp://api.telegram.org",
        "https://",
        "https:///bot",
        "http://:80",
        "http://[::1",
        "http://bot:99999",
        "http://bot:angka",
        "http://bot satu",
    ],
)
def test_a_bad_address(tmp_path: Path, address: str) -> None:
    error = refused(tmp_path, TELEGRAM_API_URL=address)
    assert error.key == "TELEGRAM_API_URL"
    assert address in str(error)


@pytest.mark.parametrize("ids", ["saya", "12,saya", "-12", "1.5", "12 34", "²", "9" * 5000])
def test_bad_ids(tmp_path: Path, ids: str) -> None:
    assert refused(tmp_path, NETRA_ADMIN_IDS=ids).key == "NETRA_ADMIN_IDS"


@pytest.mark.parametrize(
    "days", ["0", "-1", "1.5", "setahun", "365 hari", "100000", "²", "+30", "1e3", "0x10"]
)
def test_bad_days(tmp_path: Path, days: str) -> None:
    error = refused(tmp_path, NETRA_REVIEW_DAYS=days)
    assert error.key == "NETRA_REVIEW_DAYS"
    assert f"'{days}' bukan jumlah hari" in str(error)


def test_days_in_the_file_may_be_a_number(tmp_path: Path) -> None:
    assert load(tmp_path, "NETRA_REVIEW_DAYS: 90\n").review_days == 90


@pytest.mark.parametrize("days", ["0", "-1", "3651", "99999", "1.5", "sebulan", "٩٠"])
def test_a_retention_that_is_no_number_of_days(tmp_path: Path, days: str) -> None:
    error = refused(tmp_path, NETRA_RETENTION_DAYS=days)
    assert error.key == "NETRA_RETENTION_DAYS"
    assert days in str(error)


@pytest.mark.parametrize("key", ["NETRA_DATA_DIR", "NETRA_KNOWLEDGE_DIR", "NETRA_BACKUP_DIR"])
@pytest.mark.parametrize("value", ["~orang-yang-tidak-ada/data", "data\0"])
def test_a_folder_that_cannot_be_an_address(tmp_path: Path, key: str, value: str) -> None:
    assert refused(tmp_path, **{key: value}).key == key


@pytest.mark.parametrize("value", ["{a: b}", "[[1]]", "[{a: b}]"])
def test_a_value_that_is_no_value(tmp_path: Path, value: str) -> None:
    assert refused(tmp_path, f"NETRA_DATA_DIR: {value}\n").key == "NETRA_DATA_DIR"


@pytest.mark.parametrize(
    "file",
    [
        "NETRA_ADMIN_IDS: [\n",
        "\tNETRA_ADMIN_IDS: 1\n",
        b"\xff\xfe",
        "NETRA_DATA_DIR: 2026-99-99\n",
        "NETRA_DATA_DIR: !!python/object/apply:os.getcwd []\n",
        "NETRA_DATA_DIR: \0\n",
        "[a]: b\n",
        "[" * 3000,
    ],
)
def test_a_file_that_is_not_yaml(tmp_path: Path, file: str | bytes) -> None:
    error = refused(tmp_path, file)
    assert str(error) == "settings.yaml: tidak dapat dibaca sebagai YAML (UTF-8)"


@pytest.mark.parametrize("file", ["- NETRA_ADMIN_IDS\n", "teks\n", "5\n"])
def test_a_file_that_is_no_mapping(tmp_path: Path, file: str) -> None:
    assert str(refused(tmp_path, file)) == "settings.yaml: harus berisi pasangan KUNCI: nilai"


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=tmp_path.name):
        load_settings({}, tmp_path)


# --- the token stays hidden --------------------------------------------------------------


def test_a_secret_is_shown_by_reveal_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = load(tmp_path, TELEGRAM_BOT_TOKEN=TOKEN)
    secret = settings.telegram_token
    assert secret
    assert secret.reveal() == TOKEN
    logging.getLogger("uji").error("%s %r", secret, settings)
    shown = [
        repr(secret),
        str(secret),
        f"{secret} {secret!r} {secret!s} {settings} {settings!r}",
        "{} {}".format(secret, settings),  # noqa: UP032
        "%s %r" % (secret, settings),  # noqa: UP031
        caplog.text,
    ]
    assert not [text for text in shown if HIDDEN in text]
    assert str(secret) == "***"
    assert str(Secret("")) == ""


def test_an_exception_around_a_secret_does_not_show_it() -> None:
    with pytest.raises(ValueError, match=r"\*\*\*") as caught:
        raise ValueError(f"gagal dengan {Secret(TOKEN)}", Secret(TOKEN))
    assert HIDDEN not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    "file",
    [
        f"TELEGRAM_BOT_TOKEN: '{TOKEN}\n",
        f"TELEGRAM_BOT_TOKEN: [{TOKEN}\n",
        f"TELEGRAM_BOT_TOKEN: !!int {HIDDEN}\n",
        f"TELEGRAM_BOT_TOKEN: ' {TOKEN}'\n",
        f"TELEGRAM_BOT_TOKEN: {TOKEN}\nNETRA_ADMIN_IDS: saya\n",
        f"TELEGRAM_BOT_TOKEN: {TOKEN}\nNETRA_DATA_DIR: {{a: b}}\n",
        f"TELEGRAM_BOT_TOKEN: {TOKEN}\nENTAH: 1\n",
        f"TELEGRAM_BOT_TOKEN: {TOKEN}\n\ta: 1\n",
        f"{TOKEN}\n",
    ],
)
def test_no_error_about_the_file_shows_the_token(tmp_path: Path, file: str) -> None:
    error = refused(tmp_path, file)
    assert HIDDEN not in "".join(traceback.format_exception(error))


@pytest.mark.parametrize("address", ["9464", ":9464", "127.0.0.1:0", "127.0.0.1:port"])
def test_a_wrong_address_for_metrics(tmp_path: Path, address: str) -> None:
    assert refused(tmp_path, NETRA_METRICS_LISTEN=address).key == "NETRA_METRICS_LISTEN"


def test_a_wrong_format_of_the_log(tmp_path: Path) -> None:
    error = refused(tmp_path, NETRA_LOG_FORMAT="xml")
    assert str(error) == "NETRA_LOG_FORMAT: harus text atau json"


# Secrets in files of their own


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    path = str(tmp_path / "token")
    assert load(tmp_path, TELEGRAM_BOT_TOKEN_FILE=path).telegram_token == Secret(TOKEN)
    # What stands in the environment itself wins, as over settings.yaml.
    both = load(tmp_path, TELEGRAM_BOT_TOKEN_FILE=path, TELEGRAM_BOT_TOKEN="9:lain")
    assert both.telegram_token == Secret("9:lain")


@pytest.mark.parametrize("content", [None, b"\xff" + HIDDEN.encode()])
def test_a_file_of_a_secret_that_cannot_be_read_is_named(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "token"
    if content is not None:
        path.write_bytes(content)
    error = refused(tmp_path, TELEGRAM_BOT_TOKEN_FILE=str(path))
    assert error.key == "TELEGRAM_BOT_TOKEN_FILE"
    assert str(path) in str(error)
    assert HIDDEN not in "".join(traceback.format_exception(error))


def test_what_is_wrong_in_the_file_of_a_secret_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(HIDDEN)
    error = refused(tmp_path, TELEGRAM_BOT_TOKEN_FILE=str(tmp_path / "token"))
    assert error.key == "TELEGRAM_BOT_TOKEN"
    assert HIDDEN not in "".join(traceback.format_exception(error))


# Webhook

SECRET = "rahasia-yang-cukup-panjang"


def test_without_an_address_updates_are_polled(tmp_path: Path) -> None:
    assert load(tmp_path, NETRA_WEBHOOK_SECRET=SECRET).webhook is None


@pytest.mark.parametrize(
    ("listen", "host", "port"),
    [("", "127.0.0.1", 8443), ("0.0.0.0:80", "0.0.0.0", 80), ("[::1]:9000", "::1", 9000)],
)
def test_a_webhook_has_an_address_a_place_and_a_secret(
    tmp_path: Path, listen: str, host: str, port: int
) -> None:
    settings = load(
        tmp_path,
        NETRA_WEBHOOK_URL="https://bot.example/netra",
        NETRA_WEBHOOK_LISTEN=listen,
        NETRA_WEBHOOK_SECRET=SECRET,
    )
    assert settings.webhook == Webhook(
        "https://bot.example/netra", Address(host, port), Secret(SECRET)
    )
    assert SECRET not in repr(settings)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("NETRA_WEBHOOK_URL", "http://bot.example/netra"),
        ("NETRA_WEBHOOK_URL", "bot.example"),
        ("NETRA_WEBHOOK_LISTEN", "8443"),
        ("NETRA_WEBHOOK_LISTEN", ":8443"),
        ("NETRA_WEBHOOK_LISTEN", "127.0.0.1:0"),
        ("NETRA_WEBHOOK_LISTEN", "127.0.0.1:99999"),
        ("NETRA_WEBHOOK_SECRET", "pendek"),
        ("NETRA_WEBHOOK_SECRET", "ada spasi di dalamnya"),
        ("NETRA_WEBHOOK_SECRET", ""),
    ],
)
def test_a_wrong_webhook_is_named_and_its_secret_not_shown(
    tmp_path: Path, key: str, value: str
) -> None:
    good = {"NETRA_WEBHOOK_URL": "https://bot.example", "NETRA_WEBHOOK_SECRET": SECRET}
    error = refused(tmp_path, **{**good, key: value})
    assert error.key == key
    assert SECRET not in str(error)
    assert not (key.endswith("SECRET") and value and value in str(error))


@pytest.mark.parametrize("messages", ["0", "-1", "1001", "1.5", "banyak"])
def test_messages_a_minute_are_a_whole_number(tmp_path: Path, messages: str) -> None:
    error = refused(tmp_path, NETRA_MESSAGES_PER_MINUTE=messages)
    assert error.key == "NETRA_MESSAGES_PER_MINUTE"
    assert f"'{messages}' bukan jumlah pesan antara 1 dan 1000" in str(error)


def test_the_readme_names_every_setting_and_its_number() -> None:
    rows = re.findall(
        r"(?m)^\| `((?:NETRA|TELEGRAM)_\w+)` \| ([^|]*) \|",
        (ROOT / "README.md").read_text(encoding="utf-8"),
    )
    assert {name for name, _ in rows} == set(_DEFAULTS)
    for name, shown in rows:
        if _DEFAULTS[name].isdigit():
            assert shown == f"`{_DEFAULTS[name]}`"
