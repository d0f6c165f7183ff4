"""Menus, help, README and handlers name the same commands; every text fits its place."""

from __future__ import annotations

import re
import string

import pytest

from handlers import texts
from handlers.application import COMMAND_HANDLERS
from knowledge.schema import Stage, Status
from settings import ROOT
from tests.fake_telegram import parse_html, utf16_length

README = ROOT / "README.md"
HTML = {
    "START": texts.START,
    "PRIVACY": texts.PRIVACY,
    "TOPICS_TITLE": texts.TOPICS_TITLE,
    "TOPIC_TITLE": texts.TOPIC_TITLE,
    "REGULATIONS_TITLE": texts.REGULATIONS_TITLE,
    "STATUS_REPORT": texts.STATUS_REPORT,
    "HELP": texts.HELP.format(
        commands="\n".join(f"/{name} — {what}" for name, what in texts.COMMANDS.items()),
        username="a" * 32,
    ),
}


def test_every_command_in_a_menu_has_a_handler_and_the_other_way_round() -> None:
    assert set(COMMAND_HANDLERS) == {*texts.COMMANDS, *texts.ADMIN_COMMANDS}
    assert not set(texts.COMMANDS) & set(texts.ADMIN_COMMANDS)


def test_handlers_are_not_shared_by_mistake() -> None:
    assert len(set(COMMAND_HANDLERS.values())) == len(COMMAND_HANDLERS)


@pytest.mark.parametrize(
    ("name", "what"), [*texts.COMMANDS.items(), *texts.ADMIN_COMMANDS.items()]
)
def test_menus_are_within_telegrams_limits(name: str, what: str) -> None:
    assert re.fullmatch(r"[a-z0-9_]{1,32}", name)
    assert 1 <= len(what) <= 256


def test_texts_name_only_commands_that_exist() -> None:
    spoken = " ".join(
        value for name, value in vars(texts).items() if name.isupper() and isinstance(value, str)
    )
    named = set(re.findall(r"(?<![\w/<])/([a-z_]+)", spoken))
    assert named <= set(COMMAND_HANDLERS), "a text names a command that does not exist"


def test_public_texts_do_not_give_admin_commands_away() -> None:
    public = texts.START + HTML["HELP"] + texts.PRIVACY + texts.UNKNOWN_COMMAND
    assert not any(f"/{name}" in public for name in texts.ADMIN_COMMANDS)


@pytest.mark.parametrize("name", HTML)
def test_html_texts_parse(name: str) -> None:
    plain, _ = parse_html(HTML[name])
    assert plain
    assert utf16_length(plain) <= 4096


def test_texts_that_are_not_filled_in_hold_no_braces() -> None:
    filled = {
        "HELP", "REVIEWED", "TOPIC_TITLE", "RELOAD_PROGRESS", "RELOAD_UNCHANGED",
        "RELOAD_DONE", "RELOAD_REFUSED", "RELOAD_FAILED", "MORE", "STATUS_REPORT", "SERVING",
    }  # fmt: skip
    for name, value in vars(texts).items():
        if name.isupper() and isinstance(value, str):
            fields = [field for _, field, _, _ in string.Formatter().parse(value) if field]
            assert bool(fields) == (name in filled), name


def test_every_stage_and_status_has_a_label() -> None:
    assert set(texts.STAGE_LABELS) == set(Stage) - {Stage.ANY}
    assert set(texts.STATUS_LABELS) == set(Status)
    assert len(set(texts.STATUS_LABELS.values())) == len(Status)


def test_profile_and_alerts_are_within_telegrams_limits() -> None:
    assert len(texts.DESCRIPTION) <= 512
    assert len(texts.SHORT_DESCRIPTION) <= 120
    assert len(texts.BUTTON_EXPIRED) <= 200
    assert len(texts.THANKS_FEEDBACK) <= 200


def test_the_readme_lists_the_same_commands() -> None:
    if not README.exists():
        pytest.skip("no README yet")
    named = set(re.findall(r"(?m)^\| `/([a-z_]+)`", README.read_text(encoding="utf-8")))
    assert named == set(COMMAND_HANDLERS)
