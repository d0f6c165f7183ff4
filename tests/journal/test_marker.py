"""A bot that did not end by itself is known at the next start."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from errors import SettingsError
from journal.marker import MARKER, RunningMarker


def crash(folder: Path) -> None:
    """Begin without ending, as a process that is killed does."""
    RunningMarker(folder).__enter__()


def test_a_good_end_leaves_nothing(tmp_path: Path) -> None:
    with RunningMarker(tmp_path) as marker:
        assert not marker.after_crash
        assert (tmp_path / MARKER).exists()
    assert not RunningMarker(tmp_path).after_crash


def test_a_kill_is_known_once(tmp_path: Path) -> None:
    crash(tmp_path)
    with RunningMarker(tmp_path) as marker:
        assert marker.after_crash
    assert not RunningMarker(tmp_path).after_crash


def test_an_error_of_ours_at_the_start_is_no_crash(tmp_path: Path) -> None:
    with suppress(SettingsError), RunningMarker(tmp_path):
        raise SettingsError("TELEGRAM_BOT_TOKEN", "ditolak")
    assert not RunningMarker(tmp_path).after_crash


def test_a_start_that_is_refused_does_not_hide_the_crash_before(tmp_path: Path) -> None:
    crash(tmp_path)
    with suppress(SettingsError), RunningMarker(tmp_path):
        raise SettingsError("TELEGRAM_API_URL", "tidak dapat dihubungi")
    assert RunningMarker(tmp_path).after_crash


def test_an_error_that_nobody_meant_is_a_crash(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), RunningMarker(tmp_path):
        raise ZeroDivisionError
    assert RunningMarker(tmp_path).after_crash


def test_a_folder_that_is_not_there_has_no_marker(tmp_path: Path) -> None:
    with RunningMarker(tmp_path / "none") as marker:
        assert not marker.after_crash
