"""Find dates as Indonesian news writes them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari feb pebruari february",
            "maret mar march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "agustus agu agt ags agust aug august",
            "september sep sept",
            "oktober okt oct october",
            "november nov nop nopember",
            "desember des dec december",
        ),
        1,
    )
    for name in names.split()
}
_DAYS = {
    "senin": 0, "selasa": 1, "rabu": 2, "kamis": 3, "jumat": 4, "jum'at": 4, "jum’at": 4,
    "sabtu": 5, "minggu": 6, "ahad": 6,
}  # fmt: skip
_DAY = rf"(?P<day>{'|'.join(sorted(_DAYS, key=len, reverse=True))})"
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"(?:\b{_DAY}\b\s*,?\s*(?:pada\s|tanggal\s)?)?(?P<open>\()?\s*(?<![\d/.])"
    rf"(?:(?P<d1>\d{{1,2}})\s+(?P<month>{_MONTH})\.?,?\s+(?P<y1>\d{{4}})"
    r"|(?P<d2>\d{1,2})(?P<sep>[/.-])(?P<m2>\d{1,2})(?P=sep)(?P<y2>\d{4}|\d{2})"
    r"|(?P<y4>\d{4})-(?P<m4>\d{2})-(?P<d4>\d{2})"
    r"|(?P<d3>\d{1,2})/(?P<m3>\d{1,2})(?=\s*\)))(?!\d|[/-]\d)",
    re.IGNORECASE,
)
# The date of a law, a birth or the polling day says nothing about the article.
_OTHER_MATTER = re.compile(
    r"\b(?:nomor|no\.|lahir|kelahiran|pencoblosan|pemungutan suara|pilkada(?: serentak)?|pemilu|"
    r"sejak|hingga|sampai|paling lambat|mulai)\b[^.]{0,40}$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class FoundDate:
    """A date in a text; ``date`` is None when the year is not written.

    ``reported`` means that it is written as news writes the day of an event: with the name
    of the day, or in brackets. ``mismatch`` means that the name of the day is another one.
    """

    start: int
    end: int
    date: dt.date | None
    day: int
    month: int
    text: str
    reported: bool
    mismatch: bool


def find_dates(text: str) -> list[FoundDate]:
    """Return the possible dates in ``text``, in order; impossible ones are left out."""
    found: list[FoundDate] = []
    for match in _DATE.finditer(text):
        get = match.groupdict()
        day = int(get["d1"] or get["d2"] or get["d3"] or get["d4"])
        name = (get["month"] or "").casefold()
        month = _MONTHS[name] if name else int(get["m2"] or get["m3"] or get["m4"])
        year = int(get["y1"] or get["y2"] or get["y4"] or 0)
        if get["y2"] and year < 100:
            year += 2000
        # 2024 is a leap year, so that 29 February without a year counts as possible.
        possible = date_of(year or 2024, month, day)
        if possible is None or not 1945 <= possible.year <= 2100:
            continue
        date = possible if year else None
        weekday = _DAYS.get((get["day"] or "").casefold())
        found.append(
            FoundDate(
                start=match.start(),
                end=match.end(),
                date=date,
                day=day,
                month=month,
                text=" ".join(re.sub(r"[(),]", " ", match.group()).split()),
                reported=weekday is not None or get["open"] is not None,
                mismatch=weekday is not None and date is not None and date.weekday() != weekday,
            )
        )
    return found


def date_of(year: int, month: int, day: int) -> dt.date | None:
    """Return the date, or None when there is no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def event_date(texts: list[str]) -> tuple[FoundDate | None, dt.date | None]:
    """Return the date the article reports about, as found and as a date.

    A date without a year gets one only when all full dates of the article share it.
    """
    every = [(text, found) for text in texts for found in find_dates(text)]
    years = {found.date.year for _, found in every if found.date}
    reported = next((found for _, found in every if found.reported), None)
    if reported is not None and reported.date is not None:
        return reported, reported.date
    if reported is not None and len(years) == 1:
        return reported, date_of(years.pop(), reported.month, reported.day)
    if reported is None:
        for text, found in every:
            if found.date and not _OTHER_MATTER.search(text[: found.start]):
                return found, found.date
    return reported, None
