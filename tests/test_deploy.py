"""What an operator is given fits what is there: unit, image, documents, locked packages."""

from __future__ import annotations

import fnmatch
import re
import shlex
from configparser import ConfigParser
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import errors
from bot import cli
from errors import NetraError, SecondInstance
from settings import _DEFAULTS, _FILE, _SECRETS, ROOT

DEPLOY = ROOT / "deploy"
OPERATIONS = ROOT / "docs" / "operations.md"
SETTINGS = {*_DEFAULTS, *(key + _FILE for key in _SECRETS)}
INSTALLED = Path("/opt/netra")


class _Unit(dict[str, list[str]]):
    """One section of a unit file, where a key may stand several times."""

    def __setitem__(self, key: str, value: list[str]) -> None:
        if key in self and isinstance(value, list):
            self[key].extend(value)
        else:
            super().__setitem__(key, value)


@pytest.fixture(scope="module")
def unit() -> ConfigParser:
    parser = ConfigParser(interpolation=None, strict=False, dict_type=_Unit, delimiters="=")
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(DEPLOY / "netra.service", encoding="utf-8")
    return parser


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("NoNewPrivileges", "yes"),
        ("ProtectSystem", "strict"),
        ("ProtectHome", "yes"),
        ("PrivateTmp", "yes"),
        ("PrivateDevices", "yes"),
        ("CapabilityBoundingSet", ""),
        ("RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX"),
        ("UMask", "0077"),
        ("LimitCORE", "0"),
        ("User", "netra"),
        ("Restart", "on-failure"),
    ],
)
def test_the_service_is_locked_up(unit: ConfigParser, key: str, value: str) -> None:
    assert unit["Service"][key] == value


def test_the_service_has_a_limit_of_memory_and_a_folder(unit: ConfigParser) -> None:
    assert re.fullmatch(r"[0-9]+[MG]", unit["Service"]["MemoryMax"])
    assert "netra" in unit["Service"]["StateDirectory"].split()


def test_a_second_instance_is_not_started_again(unit: ConfigParser) -> None:
    final = unit["Service"]["RestartPreventExitStatus"].split()
    assert final == [str(SecondInstance.exit_status)]
    assert str(NetraError.exit_status) not in final, "Telegram may be back at the next start"


def test_the_service_starts_a_command_that_exists(unit: ConfigParser) -> None:
    python, script, command = shlex.split(unit["Service"]["ExecStart"])
    assert unit["Service"]["WorkingDirectory"] == str(INSTALLED)
    assert Path(python) == INSTALLED / ".venv" / "bin" / "python"
    assert (ROOT / script).is_file()
    assert command in cli.commands


def test_the_service_sets_what_is_read_and_no_secret() -> None:
    text = (DEPLOY / "netra.service").read_text(encoding="utf-8")
    pairs = re.findall(r"\b((?:NETRA|TELEGRAM)_[A-Z_]+)=(\S+)", text)
    assert {key for key, _ in pairs} <= SETTINGS
    assert dict(pairs)["TELEGRAM_BOT_TOKEN_FILE"].startswith("%d/")
    assert "TELEGRAM_BOT_TOKEN" not in dict(pairs)
    (name,) = re.findall(r"^LoadCredential=([\w-]+):", text, re.MULTILINE)
    assert dict(pairs)["TELEGRAM_BOT_TOKEN_FILE"] == f"%d/{name}"
    documented = re.search(r"^Documentation=file://(\S+)$", text, re.MULTILINE)
    assert documented
    assert (ROOT / Path(documented[1]).relative_to(INSTALLED)).is_file()


def test_the_image_runs_as_nobody_in_particular_and_tells_how_it_is() -> None:
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    words = [line.split()[0] for line in lines if line and line[0].isalpha()]
    assert "USER netra" in lines
    assert words.index("USER") < words.index("ENTRYPOINT")
    assert "HEALTHCHECK" in words
    assert "VOLUME /data" in lines
    text = "\n".join(lines)
    assert "--require-hashes" in text
    assert {*re.findall(r"\b(?:NETRA|TELEGRAM)_[A-Z_]+(?==)", text)} <= SETTINGS


def test_the_list_of_fonts_lies_where_both_may_write(unit: ConfigParser) -> None:
    set_by_unit = (DEPLOY / "netra.service").read_text(encoding="utf-8")
    assert f"\nEnvironment=XDG_CACHE_HOME=%C/{unit['Service']['CacheDirectory']}\n" in set_by_unit
    (set_by_image,) = re.findall(
        r"\bXDG_CACHE_HOME=(\S+)", (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    )
    service = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["netra"]
    assert set_by_image in [place.partition(":")[0] for place in service["tmpfs"]]


def test_the_image_gets_what_the_bot_imports_and_nothing_private() -> None:
    rules = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    kept = {rule[1:] for rule in rules if rule.startswith("!")}
    assert "*" in rules
    assert all((ROOT / name).exists() for name in kept)
    modules = {path.name for path in ROOT.glob("*.py")}
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert modules | rooms | {"pyproject.toml", "requirements-lite.txt"} <= kept
    private = ["data", "settings.yaml", ".git", ".venv", "tests", "deploy"]
    assert not [name for name in private if any(fnmatch.fnmatch(name, rule) for rule in kept)]


def test_the_container_cannot_write_but_to_its_data() -> None:
    service = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["netra"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["volumes"] == ["netra-data:/data"]
    assert set(service["environment"]) <= SETTINGS
    assert "TELEGRAM_BOT_TOKEN" not in service["environment"]
    assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()


# What the manual says


@pytest.fixture(scope="module")
def manual() -> str:
    return OPERATIONS.read_text(encoding="utf-8")


def test_every_command_of_the_manual_exists(manual: str) -> None:
    help_text = CliRunner().invoke(cli, ["--help"]).output
    commands = {*re.findall(r"bot\.py ([a-z]+)", manual)}
    assert {"backup", "restore", "check"} <= commands
    assert all(re.search(rf"^  {command}\b", help_text, re.MULTILINE) for command in commands)
    targets = {*re.findall(r"\bmake ([a-z]+)", manual)}
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert targets
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)


def test_every_setting_of_the_manual_exists(manual: str) -> None:
    named = {*re.findall(r"\b(?:NETRA|TELEGRAM)_[A-Z_]+\b", manual)}
    assert named
    assert named <= SETTINGS


def test_every_file_of_the_manual_exists(manual: str) -> None:
    links = re.findall(r"\]\((?!http)([^)#]+)", manual)
    assert links
    assert all((OPERATIONS.parent / link).exists() for link in links)


def test_every_exit_status_is_in_the_manual(manual: str) -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    used = {kind.exit_status for kind in kinds if issubclass(kind, NetraError)}
    rows = {int(number) for number in re.findall(r"^\| ([0-9]+) \|", manual, re.MULTILINE)}
    assert used | {0, 1} <= rows


def test_every_metric_of_the_manual_exists(manual: str) -> None:
    source = (ROOT / "handlers" / "metrics.py").read_text(encoding="utf-8")
    named = {*re.findall(r"(?<!/)\bnetra_[a-z_]+\b", manual)}
    assert named
    for name in named:
        stem = re.sub(r"_(total|info)$", "", name)
        assert f'"{stem}"' in source, name


# What is installed


def test_every_package_is_pinned_to_files_known_by_their_hashes() -> None:
    text = (ROOT / "requirements-lite.txt").read_text(encoding="utf-8")
    entries = re.findall(r"^([a-z0-9.-]+)==\S+ \\\n((?:    --hash=.*\n)+)", text, re.MULTILINE)
    names = {name for name, _ in entries}
    assert re.findall(r"^([a-z][^=\s]*)", text, re.MULTILINE) == [name for name, _ in entries]
    wanted = (ROOT / "requirements-lite.in").read_text(encoding="utf-8")
    direct = re.findall(r"^([\w-]+)==(\S+)$", wanted, re.MULTILINE)
    for name, version in direct:
        assert f"\n{name.lower()}=={version} \\\n" in text, "run `make lock`"
    assert len(names) > len(direct), "what they need is pinned as well"
    assert not re.search(r"--(extra-)?index-url|--find-links|file://", text)
