"""The log shows neither the token nor, at its level, what people write."""

from __future__ import annotations

import datetime as dt
import io
import json
import logging
from collections.abc import Iterator

import pytest
import telegram

from handlers.logs import set_up_logging
from settings import LogFormat, Secret

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What logging writes to standard error, with everything put back afterwards."""
    root = logging.getLogger()
    names = ("httpx", "httpcore", "telegram", "apscheduler", "telegram.Bot", "telegram.ext.ExtBot")
    before = (root.handlers[:], root.level, {n: logging.getLogger(n).level for n in names})
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    root.handlers = []
    set_up_logging(Secret(TOKEN))
    yield stream
    root.handlers, root.level = before[0], before[1]
    for name, level in before[2].items():
        logging.getLogger(name).setLevel(level)


def test_the_token_is_taken_out_of_messages_and_arguments(log: io.StringIO) -> None:
    address = f"https://api.telegram.org/bot{TOKEN}/getMe"
    logging.getLogger("netra").warning("calling %s", address)
    logging.getLogger("httpx").warning(f"calling {address}")
    logging.getLogger("netra").error("%r", telegram.Bot(TOKEN))
    assert "calling" in log.getvalue()
    assert "***" in log.getvalue()
    assert TOKEN not in log.getvalue()
    assert TOKEN.partition(":")[2] not in log.getvalue()


def test_the_token_is_taken_out_of_exceptions_and_their_causes(log: io.StringIO) -> None:
    try:
        try:
            raise telegram.error.InvalidToken(f"The token `{TOKEN}` was rejected by the server.")
        except telegram.error.InvalidToken as error:
            raise RuntimeError(f"bot{TOKEN} failed") from error
    except RuntimeError:
        logging.getLogger("netra").exception("a handler failed")
    assert "RuntimeError" in log.getvalue()
    assert "InvalidToken" in log.getvalue()
    assert TOKEN not in log.getvalue()


def test_a_record_that_cannot_be_formatted_does_not_show_the_token(log: io.StringIO) -> None:
    logging.getLogger("netra").warning("%s %s bot%s", "x", "y", TOKEN, stack_info=True)
    assert "***" in log.getvalue()
    assert TOKEN not in log.getvalue()


def test_requests_and_raw_updates_are_not_logged(log: io.StringIO) -> None:
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org")
    logging.getLogger("telegram.ext.Application").info("Processing update: rahasia")
    logging.getLogger("telegram.Bot").critical("update rahasia was not valid")
    logging.getLogger("telegram.ext.ExtBot").critical("update rahasia was not valid")
    assert log.getvalue() == ""
    logging.getLogger("netra").info("served")
    assert "served" in log.getvalue()


def test_failed_connections_are_left_to_our_own_line(log: io.StringIO) -> None:
    for error in (telegram.error.NetworkError("cut"), telegram.error.InvalidToken(TOKEN)):
        try:
            raise error
        except telegram.error.TelegramError:
            logging.getLogger("telegram.ext.Application").exception("Failed run number 0 of 2.")
            assert log.getvalue() == ""
    try:
        raise telegram.error.NetworkError("cut")
    except telegram.error.NetworkError:
        logging.getLogger("handlers.errors").exception("a handler failed")
    assert "Traceback" in log.getvalue()


def test_without_a_token_records_stay_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    root.handlers = []
    try:
        set_up_logging(Secret(""))
        logging.getLogger("netra").warning("halo")
        assert stream.getvalue().endswith("WARNING netra: halo\n")
    finally:
        root.handlers, root.level = before, level


@pytest.fixture
def json_log(log: io.StringIO) -> io.StringIO:
    """The same, with an object on each line."""
    set_up_logging(Secret(TOKEN), LogFormat.JSON)
    return log


def test_each_record_is_one_object_on_one_line(json_log: io.StringIO) -> None:
    said = {"name": "netra", "levelname": "WARNING", "msg": "%d baris\nlagi \u2713 \ud800"}
    # Not by a logger: pytest would keep it for its report, and cannot pass that on.
    logging.getLogger().handlers[0].handle(logging.makeLogRecord({**said, "args": (2,)}))
    try:
        raise KeyError("x")
    except KeyError:
        logging.getLogger("netra").exception("a handler failed", stack_info=True)
    first, second = map(json.loads, json_log.getvalue().encode().splitlines())
    assert first["level"] == "WARNING"
    assert first["logger"] == "netra"
    assert first["message"] == "2 baris\nlagi \u2713 \ud800"
    assert dt.datetime.fromisoformat(first["at"]).tzinfo is not None
    assert second["error"] == "KeyError"
    assert "Traceback" in second["traceback"]
    assert "Stack" in second["stack"]


def test_objects_do_not_show_the_token_either(json_log: io.StringIO) -> None:
    try:
        raise RuntimeError(f"bot{TOKEN} failed")
    except RuntimeError:
        logging.getLogger("netra").exception("calling %s", f"bot{TOKEN}/getMe")
    assert json.loads(json_log.getvalue())["message"] == "calling bot***/getMe"
    assert TOKEN not in json_log.getvalue()
    assert TOKEN.partition(":")[2] not in json_log.getvalue()
