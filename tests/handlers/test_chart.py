"""The chart is a picture of the promised size on which nothing is cut and nothing overlaps."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import date, timedelta
from itertools import combinations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from handlers import chart
from handlers.chart import HEIGHT, WIDTH, day, draw, mean, number
from journal.statistics import Count, Latency, Statistics
from knowledge.schema import Knowledge
from settings import ROOT

TODAY = date(2026, 11, 22)
PERIODS = (1, 7, 30, 90, 365)


def statistics(days: int, busy: int, *, ms: float = 30.0, bad: bool = False) -> Statistics:
    """``busy`` questions on each of ``days``, fewer the longer ago."""
    moments = [TODAY - timedelta(days=number) for number in range(days)]
    counts = [
        Count(moment, "private", outcome, "", "", max(1, busy // (1 + age % 5) // share), up, down)
        for age, moment in enumerate(moments)
        for outcome, share in (("answered", 1), ("not_found", 7), ("clarify", 9), ("declined", 15))
        for up, down in [(0, busy) if bad else (busy // 2, busy // 40)]
    ]
    latency = Latency(ms, 3 * ms, busy)
    times = dict.fromkeys(reversed(moments), latency)
    return Statistics(moments[-1], TODAY, tuple(counts), latency, times)


EMPTY_BUT_ONE = Statistics(
    TODAY - timedelta(days=6),
    TODAY,
    (Count(TODAY, "group", "not_found", "", "", 1, 0, 0),),
    None,
    {},
)
CASES = [
    *(statistics(days, busy) for days in PERIODS for busy in (1, 60, 20_000)),
    statistics(30, 900, ms=9_999.0),
    statistics(30, 900, bad=True),
    EMPTY_BUT_ONE,
]


@pytest.fixture(scope="module")
def topics(knowledge: Knowledge) -> dict[str, int]:
    """The longest titles there are, with many questions."""
    titles = sorted((topic.title for topic in knowledge.topics), key=len, reverse=True)
    return {title: 99_999 - 20_000 * place for place, title in enumerate(titles[:5])}


@pytest.mark.parametrize("shown", CASES)
def test_no_words_are_cut_or_lie_on_others(shown: Statistics, topics: dict[str, int]) -> None:
    figure = Figure(figsize=(WIDTH / 150, HEIGHT / 150), dpi=150)
    canvas = FigureCanvasAgg(figure)
    chart._lay_out(figure, shown, topics)
    canvas.draw()
    seen = [*figure.texts]
    for axes in figure.axes:
        seen += axes.texts
        if axes.axison:
            # Ticks beyond the limits have words too, which are not drawn.
            bottom, top = axes.get_ylim()
            numbers = axes.get_yticklabels()
            seen += [label for label in numbers if bottom <= label.get_position()[1] <= top]
            seen += axes.get_xticklabels()
    boxes = {word: word.get_window_extent() for word in seen}
    for word, box in boxes.items():
        assert box.x0 >= 0, word
        assert box.y0 >= 0, word
        assert box.x1 <= WIDTH, word
        assert box.y1 <= HEIGHT, word
    for one, other in combinations(seen, 2):
        # The boxes of two lines below each other touch; their letters do not.
        assert not boxes[one].padded(-2).overlaps(boxes[other].padded(-2)), (one, other)


@pytest.mark.parametrize("shown", [statistics(30, 60), EMPTY_BUT_ONE])
def test_it_is_a_small_png_of_the_promised_size(shown: Statistics, topics: dict[str, int]) -> None:
    drawn = draw(shown, topics)
    picture = Image.open(io.BytesIO(drawn))
    assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))
    assert len(drawn) < 150_000
    assert len(picture.convert("RGB").getcolors(maxcolors=100) or ()) > 10, "something is on it"


def test_the_figures_decide_what_is_drawn(topics: dict[str, int]) -> None:
    assert draw(statistics(30, 60), topics) == draw(statistics(30, 60), topics)
    assert draw(statistics(30, 60), topics) != draw(statistics(30, 61), topics)
    assert draw(statistics(30, 60), topics) != draw(statistics(30, 60), {"Lain": 1})


def test_numbers_and_days_are_written_as_in_indonesia() -> None:
    assert [number(value) for value in (0, 999, 1000, 1234567, 28.6)] == [
        "0",
        "999",
        "1.000",
        "1.234.567",
        "29",
    ]
    assert day(date(2026, 5, 3)) == "3 Mei"
    assert day(date(2026, 12, 31), year=True) == "31 Des 2026"
    assert mean(EMPTY_BUT_ONE) == "0,1"
    assert mean(statistics(1, 60)) == "78"


def test_matplotlib_is_not_loaded_before_it_is_needed() -> None:
    code = (
        "import sys, handlers.serving, handlers.terminal, bot; "
        "sys.exit('matplotlib' in sys.modules or 'PIL' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
