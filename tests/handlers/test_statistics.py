"""What stands under the chart and in the table agrees with the figures and fits its place."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

from handlers import texts
from handlers.statistics import caption_of, summary_of, table_of, topics_of
from journal.statistics import Count, Latency, Statistics
from knowledge.schema import Knowledge
from tests.fake_telegram import parse_html, utf16_length

TODAY = date(2026, 11, 22)


def statistics(situations: dict[str, int]) -> Statistics:
    counts = tuple(
        Count(TODAY, "private", "answered", "allowed", situation, questions, 2, 1)
        for situation, questions in situations.items()
    )
    rest = Count(TODAY - timedelta(days=1), "group", "not_found", "", "", 1_000_000, 0, 0)
    return Statistics(
        TODAY - timedelta(days=89), TODAY, (rest, *counts), Latency(12.3, 98.7, 9), {}
    )


def test_the_caption_fits_with_the_longest_titles(knowledge: Knowledge) -> None:
    longest = sorted(knowledge.situations, key=lambda item: len(item.title), reverse=True)
    shown = statistics({item.id: 10_000_000 - n for n, item in enumerate(longest[:9])})
    plain, _ = parse_html(caption_of(shown, knowledge))
    assert utf16_length(plain) <= 1024
    assert "90 hari terakhir" in plain
    assert "separuh dalam 12 ms, 95% dalam 99 ms" in plain
    assert f"1. {longest[0].title} (10.000.000)" in plain
    assert "4." not in plain


def test_situations_that_are_gone_are_called_so_and_topics_add_up(knowledge: Knowledge) -> None:
    first, second = knowledge.topics[0].situations[0], knowledge.topics[1].situations[0]
    shown = statistics({first.id: 5, second.id: 7, "sudah-dihapus": 3})
    assert topics_of(shown, knowledge) == {
        knowledge.topics[1].title: 7,
        knowledge.topics[0].title: 5,
        texts.statistics.OTHER_TOPIC: 3,
    }
    assert texts.statistics.OTHER_TOPIC in caption_of(shown, knowledge)


def test_without_answers_the_caption_leaves_them_out(knowledge: Knowledge) -> None:
    shown = Statistics(TODAY, TODAY, (Count(TODAY, "g", "declined", "", "", 2, 0, 0),), None, {})
    caption = caption_of(shown, knowledge)
    assert "di luar topik 2" in caption
    assert "ms" not in caption
    assert "Situasi tersering" not in caption


def test_the_table_adds_up_and_opens_in_spreadsheets() -> None:
    shown = statistics({"like": 5, "foto": 7})
    table = table_of(shown)
    assert table.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    assert tuple(rows[0]) == texts.statistics.CSV_COLUMNS
    assert sum(int(row["pertanyaan"]) for row in rows) == shown.questions == 1_000_012
    assert sum(int(row["membantu"]) for row in rows) == shown.useful == 4
    assert sum(int(row["tidak_membantu"]) for row in rows) == shown.not_useful == 2
    assert [row["situasi"] for row in rows] == ["", "like", "foto"]
    assert rows[1]["hari"] == "2026-11-22"


def test_the_summary_holds_the_same_figures() -> None:
    shown = statistics({"like": 5})
    summary = summary_of(shown, {"Media sosial": 5})
    assert summary["questions"] == sum(summary["days"].values()) == 1_000_005
    assert summary["topics"] == {"Media sosial": 5}
    assert summary["latency_ms"] == {"p50": 12.3, "p95": 98.7, "answers": 9}
