"""Menus, help, README and handlers name the same commands; every text fits its place."""

from __future__ import annotations

import re
import string

import pytest

from handlers import texts
from handlers.application import COMMAND_HANDLERS
from handlers.groups import GROUP_COMMAND_HANDLERS
from handlers.trouble import Trouble
from knowledge.schema import Stage, Status
from retrieval.answer import Outcome
from retrieval.text import MAX_QUESTION_LENGTH
from settings import ROOT
from tests.fake_telegram import parse_html, utf16_length

README = ROOT / "README.md"
SOURCE = "".join(
    file.read_text(encoding="utf-8")
    for file in (ROOT / "bot.py", *sorted((ROOT / "handlers").glob("*.py")))
)
SPOKEN = {
    f"{module}.{name}": value
    for module in texts.__all__
    for name, value in vars(getattr(texts, module)).items()
    if name.isupper() and isinstance(value, str)
}
FOR_ADMINS = ("admin.", "drafts.", "reload.", "statistics.", "status.", "terminal.")
HTML = {
    "START": texts.chat.START,
    "PRIVACY": texts.privacy.PRIVACY.format(days=90, hours=24, minutes=30, kept=7),
    "TOPICS_TITLE": texts.chat.TOPICS_TITLE,
    "TOPIC_TITLE": texts.chat.TOPIC_TITLE,
    "REGULATIONS_TITLE": texts.chat.REGULATIONS_TITLE,
    "REPORT": texts.status.REPORT,
    "PAUSED": texts.status.PAUSED,
    "CAPTION": texts.statistics.CAPTION,
    "HELP": texts.chat.HELP.format(
        commands="\n".join(f"/{name} — {what}" for name, what in texts.chat.COMMANDS.items()),
        username="a" * 32,
    ),
}


def test_every_command_in_a_menu_has_a_handler_and_the_other_way_round() -> None:
    assert set(COMMAND_HANDLERS) == {*texts.chat.COMMANDS, *texts.admin.ADMIN_COMMANDS}
    assert not set(texts.chat.COMMANDS) & set(texts.admin.ADMIN_COMMANDS)


def test_every_command_in_a_menu_of_groups_has_a_handler_and_the_other_way_round() -> None:
    everybody, admins = texts.groups.GROUP_COMMANDS, texts.groups.GROUP_ADMIN_COMMANDS
    assert set(GROUP_COMMAND_HANDLERS) == {*everybody, *admins}
    assert not set(everybody) & set(admins)
    assert set(everybody) <= set(texts.chat.COMMANDS), "what works in a group works in private"
    assert not set(admins) & set(COMMAND_HANDLERS)


def test_handlers_are_not_shared_by_mistake() -> None:
    assert len(set(COMMAND_HANDLERS.values())) == len(COMMAND_HANDLERS)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        *texts.chat.COMMANDS.items(),
        *texts.admin.ADMIN_COMMANDS.items(),
        *texts.groups.GROUP_COMMANDS.items(),
        *texts.groups.GROUP_ADMIN_COMMANDS.items(),
    ],
)
def test_menus_are_within_telegrams_limits(name: str, what: str) -> None:
    assert re.fullmatch(r"[a-z0-9_]{1,32}", name)
    assert 1 <= len(what) <= 256


def test_texts_name_only_commands_that_exist() -> None:
    spoken = " ".join(SPOKEN.values())
    named = set(re.findall(r"(?<![\w/<])/([a-z_]+)", spoken))
    known = {*COMMAND_HANDLERS, *GROUP_COMMAND_HANDLERS}
    assert named <= known, "a text names a command that does not exist"


def test_help_names_every_command_of_its_place() -> None:
    for name in texts.chat.COMMANDS:
        assert f"/{name} " in HTML["HELP"]
    assert "/tanya" in texts.groups.GROUP_HELP
    assert texts.groups.GROUP_HELP.count("\n") == 1


def test_texts_of_groups_name_only_commands_of_groups() -> None:
    spoken = " ".join(value for name, value in SPOKEN.items() if name.startswith("groups."))
    assert set(re.findall(r"(?<![\w/<])/([a-z_]+)", spoken)) <= set(GROUP_COMMAND_HANDLERS)


def test_every_trouble_has_words() -> None:
    assert set(texts.status.TROUBLES) == set(Trouble)


def test_every_outcome_has_words_in_the_statistics() -> None:
    assert set(texts.statistics.OUTCOMES) == set(Outcome)


def test_the_length_that_is_read_is_the_one_that_is_told() -> None:
    assert f"{MAX_QUESTION_LENGTH:,}".replace(",", ".") in texts.chat.QUESTION_CUT


def test_public_texts_do_not_give_admin_commands_away() -> None:
    public = "".join(value for name, value in SPOKEN.items() if not name.startswith(FOR_ADMINS))
    public += HTML["HELP"]
    assert not any(f"/{name}" in public for name in texts.admin.ADMIN_COMMANDS)


@pytest.mark.parametrize("name", HTML)
def test_html_texts_parse(name: str) -> None:
    plain, _ = parse_html(HTML[name])
    assert plain
    assert utf16_length(plain) <= 4096


@pytest.mark.parametrize("name", SPOKEN)
def test_texts_with_fields_are_those_that_are_filled_in(name: str) -> None:
    fields = [field for _, field, _, _ in string.Formatter().parse(SPOKEN[name]) if field]
    assert bool(fields) == (f"texts.{name}.format(" in SOURCE)


def test_every_stage_and_status_has_a_label() -> None:
    assert set(texts.card.STAGE_LABELS) == set(Stage) - {Stage.ANY}
    assert set(texts.card.STATUS_LABELS) == set(Status)
    assert len(set(texts.card.STATUS_LABELS.values())) == len(Status)


def test_profile_and_alerts_are_within_telegrams_limits() -> None:
    assert len(texts.chat.DESCRIPTION) <= 512
    assert len(texts.chat.SHORT_DESCRIPTION) <= 120
    assert len(texts.chat.BUTTON_EXPIRED) <= 200
    assert len(texts.chat.THANKS_FEEDBACK) <= 200
    assert len(texts.pause.NOTICE_SHORT) <= 200
    assert len(texts.statistics.EMPTY_SHORT) <= 200


def test_the_readme_lists_the_same_commands() -> None:
    if not README.exists():
        pytest.skip("no README yet")
    named = set(re.findall(r"(?m)^\| `/([a-z_]+)`", README.read_text(encoding="utf-8")))
    assert named == {*COMMAND_HANDLERS, *GROUP_COMMAND_HANDLERS}


def test_the_guide_of_admins_names_every_command_and_says_what_the_bot_says() -> None:
    guide = (ROOT / "docs" / "panduan-admin.md").read_text(encoding="utf-8")
    assert [name for name in texts.admin.ADMIN_COMMANDS if f"`/{name}" not in guide] == []
    plain = " ".join(guide.replace("\n>", "\n").split())
    said = (
        texts.pause.NOTICE,
        texts.reload.STARTED,
        *texts.reload.STAGES.values(),
        texts.reload.DONE.partition("\n")[0],
        texts.reload.UNCHANGED.partition(" Versi")[0],
        texts.reload.REFUSED.partition(";")[0],
        texts.reload.WORSE.partition(" Versi")[0],
        texts.reload.FAILED.partition(";")[0],
        texts.reload.BUTTON_FORCE,
        texts.reload.BUTTON_ROLLBACK,
        texts.reload.NOT_MEASURED,
        texts.drafts.BUTTON_ATTACH,
        texts.drafts.BUTTON_NEW,
        texts.drafts.BUTTON_OUT,
        texts.drafts.BUTTON_PUBLISH,
        texts.drafts.BUTTON_FORCE,
        texts.drafts.BUTTON_DISCARD,
        texts.drafts.BUTTON_WITHDRAW,
    )
    assert [text for text in said if " ".join(text.split()) not in plain] == []
