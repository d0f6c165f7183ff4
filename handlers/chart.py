"""The statistics as one picture for a phone: five panels, one message each.

matplotlib is imported when the first chart is drawn: it is heavy, and most processes never
draw. Figures are made without pyplot, which holds global state that threads would share.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Mapping
from datetime import date
from textwrap import fill, shorten
from typing import TYPE_CHECKING

import numpy as np

from errors import NetraError
from handlers import texts
from journal.statistics import Statistics

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 1080, 1350
"""Pixels."""

_DPI = 150
_COLOURS = 64
_INK, _GREY, _PALE = "#1f2933", "#616e7c", "#d5dbe1"
_BLUE, _ORANGE = "#1f6feb", "#d97706"
_OUTCOME_COLOURS = {"answered": _BLUE, "clarify": "#7fb0f5", "not_found": _ORANGE}
_TITLE, _MESSAGE, _TEXT = 16.5, 12.5, 12.0
_TOPICS = 5
_TOPIC_LENGTH, _TOPIC_LINE = 64, 32
_TICKS = 5
_FEW = 10
_LEFT, _RIGHT, _TIME_LEFT = 0.06, 0.94, 0.135
_PANELS = ((182, 142), (432, 142), (646, 300), (1028, 122), (1268, 52))
"""Where each panel begins, below its title, and how high it is, in pixels from the top."""

_READABLE_SHARE = 0.17
_LEFTMOST_TICK = 0.05

_drawing = threading.Lock()


class ChartError(NetraError):
    """The chart cannot be drawn."""


def draw(statistics: Statistics, topics: Mapping[str, int]) -> bytes:
    """Return a PNG of :data:`WIDTH` × :data:`HEIGHT` pixels; takes a second or so.

    ``topics`` are questions by title of a topic, most frequent first.

    Raises:
        ChartError: matplotlib is not installed.
    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
        from PIL import Image
    except ImportError as error:
        raise ChartError(texts.statistics.NO_MATPLOTLIB) from error
    # Fonts and their measures are kept in one place for all figures.
    with _drawing:
        figure = Figure(figsize=(WIDTH / _DPI, HEIGHT / _DPI), dpi=_DPI, facecolor="white")
        canvas = FigureCanvasAgg(figure)
        _lay_out(figure, statistics, topics)
        canvas.draw()  # type: ignore[no-untyped-call]
        pixels = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
        drawn = Image.fromarray(pixels[:, :, :3])
    picture = io.BytesIO()
    # Few colours are in it: a palette makes it a third of the size on a phone's line.
    drawn.quantize(_COLOURS).save(picture, format="PNG", optimize=True)
    return picture.getvalue()


def number(value: float) -> str:
    """Return a whole number as Indonesians write it: 1.234."""
    return f"{value:,.0f}".replace(",", ".")


def mean(statistics: Statistics) -> str:
    """Return the questions of a day on average, with one decimal where they are few."""
    value = statistics.questions / len(statistics.days)
    return number(value) if value >= _FEW else f"{value:.1f}".replace(".", ",")


def day(moment: date, *, year: bool = False) -> str:
    """Return a day as 22 Nov, or 22 Nov 2026."""
    short = f"{moment.day} {texts.statistics.MONTHS[moment.month - 1]}"
    return f"{short} {moment.year}" if year else short


def _lay_out(figure: Figure, statistics: Statistics, topics: Mapping[str, int]) -> None:
    length = (statistics.last - statistics.first).days + 1
    figure.text(
        _LEFT, 0.972, texts.statistics.CHART_TITLE.format(days=length),
        fontsize=21, fontweight="bold", color=_INK, va="top",
    )  # fmt: skip
    period = texts.statistics.CHART_PERIOD.format(
        first=day(statistics.first),
        last=day(statistics.last, year=True),
        questions=number(statistics.questions),
    )
    figure.text(_LEFT, 0.937, period, fontsize=13.5, color=_GREY, va="top")
    panels = [
        figure.add_axes((_LEFT, 1 - (top + height) / HEIGHT, _RIGHT - _LEFT, height / HEIGHT))
        for top, height in _PANELS
    ]
    _draw_days(panels[0], statistics)
    _draw_outcomes(panels[1], statistics)
    _draw_topics(panels[2], topics)
    _draw_latency(panels[3], statistics)
    _draw_feedback(panels[4], statistics)


def _draw_days(axes: Axes, statistics: Statistics) -> None:
    days = statistics.days
    busiest = max(days, key=lambda moment: days[moment])
    _name(
        axes,
        texts.statistics.DAYS_TITLE,
        texts.statistics.DAYS_MESSAGE.format(
            mean=mean(statistics),
            most=number(days[busiest]),
            day=day(busiest),
        ),
    )
    places = range(len(days))
    colours = [_BLUE if moment == busiest else "#9cc2f7" for moment in days]
    axes.bar(places, list(days.values()), width=0.8, color=colours)
    _scale(axes, max(days.values()))
    _days_below(axes, statistics)


def _draw_outcomes(axes: Axes, statistics: Statistics) -> None:
    outcomes = {name: statistics.outcomes.get(name, 0) for name in texts.statistics.OUTCOMES}
    _name(
        axes,
        texts.statistics.OUTCOMES_TITLE,
        texts.statistics.OUTCOMES_MESSAGE.format(
            share=_percent(outcomes["answered"], statistics.questions)
        ),
    )
    bars = {texts.statistics.OUTCOMES[name]: count for name, count in outcomes.items()}
    colours = [_OUTCOME_COLOURS.get(name, "#9aa5b1") for name in outcomes]
    _bars(axes, bars, colours, 0.29, of=statistics.questions)


def _draw_topics(axes: Axes, topics: Mapping[str, int]) -> None:
    _name(axes, texts.statistics.TOPICS_TITLE)
    if not topics:
        _say(axes, texts.statistics.NO_TOPICS)
        return
    shown = list(topics.items())[:_TOPICS]
    bars = {
        fill(shorten(title, _TOPIC_LENGTH, placeholder="…"), _TOPIC_LINE): count
        for title, count in shown
    }
    _bars(axes, bars, [_BLUE] * len(bars), 0.48)


def _draw_latency(axes: Axes, statistics: Statistics) -> None:
    total = statistics.latency
    if total is None:
        _name(axes, texts.statistics.LATENCY_TITLE)
        _say(axes, texts.statistics.NO_LATENCY)
        return
    _name(axes, texts.statistics.LATENCY_TITLE)
    by_day = statistics.latency_by_day
    places = [(moment - statistics.first).days for moment in by_day]
    for message, colour, values, right in (
        (
            texts.statistics.LATENCY_P50.format(time=number(total.p50)),
            _BLUE,
            [times.p50 for times in by_day.values()],
            0.655,
        ),
        (
            texts.statistics.LATENCY_P95.format(time=number(total.p95)),
            _ORANGE,
            [times.p95 for times in by_day.values()],
            _RIGHT,
        ),
    ):
        axes.plot(places, values, color=colour, linewidth=2.6, marker="o", markersize=3.5)
        # What the period comes to tells in its colour which line is which.
        _write_message(axes, message, right, colour, "bold")
    _scale(axes, max(times.p95 for times in by_day.values()))
    _days_below(axes, statistics)


def _draw_feedback(axes: Axes, statistics: Statistics) -> None:
    given = statistics.useful + statistics.not_useful
    if not given:
        _name(axes, texts.statistics.FEEDBACK_TITLE)
        _say(axes, texts.statistics.NO_FEEDBACK)
        return
    message = texts.statistics.FEEDBACK_MESSAGE.format(
        share=_percent(statistics.useful, given), given=number(given)
    )
    _name(axes, texts.statistics.FEEDBACK_TITLE, message)
    axes.barh([0], [statistics.useful], color=_BLUE)
    axes.barh([0], [statistics.not_useful], left=[statistics.useful], color=_ORANGE)
    for place, side, text, count in (
        (
            0.02,
            "left",
            texts.statistics.USEFUL.format(count=number(statistics.useful)),
            statistics.useful,
        ),
        (
            0.98,
            "right",
            texts.statistics.NOT_USEFUL.format(count=number(statistics.not_useful)),
            statistics.not_useful,
        ),
    ):
        # A share too small for its words is told by the colour and the message.
        if count / given > _READABLE_SHARE:
            axes.text(
                place, 0.5, text, transform=axes.transAxes,
                fontsize=_TEXT, fontweight="bold", color="white", ha=side, va="center",
            )  # fmt: skip
    axes.set_xlim(0, given)
    axes.axis("off")


def _name(axes: Axes, title: str, message: str = "") -> None:
    """Write the title over a panel and, at the other end of the line, what it says."""
    axes.figure.text(
        _LEFT, _title_line(axes), title,
        fontsize=_TITLE, fontweight="bold", color=_INK, va="baseline",
    )  # fmt: skip
    if message:
        _write_message(axes, message, _RIGHT, _GREY, "normal")


def _write_message(axes: Axes, message: str, right: float, colour: str, weight: str) -> None:
    axes.figure.text(
        right, _title_line(axes), message,
        fontsize=_MESSAGE, fontweight=weight, color=colour, ha="right", va="baseline",
    )  # fmt: skip


def _title_line(axes: Axes) -> float:
    return float(axes.get_position().y1) + 0.014


def _bars(
    axes: Axes, bars: Mapping[str, int], colours: list[str], start: float, of: int | None = None
) -> None:
    """Draw lying bars: names on the left, up to ``start``, and the number behind each."""
    most = max(bars.values()) or 1
    # The names stand inside the panel, where the bars leave ``start`` of its width to them.
    length = 0.98 - start - (0.19 if of else 0.1)
    for row, ((name, count), colour) in enumerate(zip(bars.items(), colours, strict=True)):
        reach = start + length * count / most
        axes.barh([row], [reach - start], left=[start], color=colour, height=0.66)
        axes.text(0, row, name, fontsize=_TEXT, color=_INK, va="center_baseline", linespacing=0.95)
        shown = number(count) + (f" ({_percent(count, of)})" if of else "")
        axes.text(reach + 0.012, row, shown, fontsize=_TEXT, color=_INK, va="center_baseline")
    axes.set_xlim(0, 1)
    axes.set_ylim(len(bars) - 0.5, -0.55)
    axes.axis("off")


def _scale(axes: Axes, most: float) -> None:
    """Prepare a panel with days below: few lines, and room on the left for their numbers."""
    from matplotlib.ticker import MaxNLocator

    box = axes.get_position()
    axes.set_position((_TIME_LEFT, box.y0, _RIGHT - _TIME_LEFT, box.height))
    axes.set_ylim(0, max(most, 1) * 1.12)
    axes.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    axes.yaxis.set_major_formatter(lambda value, _: number(value))
    axes.tick_params(length=0, labelsize=_TEXT, labelcolor=_GREY)
    axes.grid(axis="y", color=_PALE, linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(_PALE)


def _days_below(axes: Axes, statistics: Statistics) -> None:
    days = list(statistics.days)
    step = max(1, round((len(days) - 1) / (_TICKS - 1)))
    # A day at the very left would touch the zero beside it.
    places = [
        place
        for place in range(len(days) - 1, -1, -step)
        if (place + 0.7) / len(days) >= _LEFTMOST_TICK
    ]
    axes.set_xticks(places, [day(days[place]) for place in places])
    axes.set_xlim(-0.7, len(days) - 0.3)


def _say(axes: Axes, text: str) -> None:
    axes.text(0, 0.5, text, transform=axes.transAxes, fontsize=_TEXT, color=_GREY, va="center")
    axes.axis("off")


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else "0%"
