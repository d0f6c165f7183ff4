"""Questions that name a provision ("pasal 71 uu 10/2016") go straight to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.schema import Knowledge, Provision, Regulation, Status

_NUMBERED = re.compile(
    r"\b(uu|pp|pkpu|perbawaslu|perpres|skb|se)\s*(?:no(?:mor)?\.?\s*)?(\d+)\s*"
    r"(?:/|\s*(?:tahun|thn|th)\.?\s*|\s+)\s*(\d{4})\b"
)
_LONG_NAMES = re.compile(r"\bundang[- ]undang\b"), re.compile(r"\bperaturan pemerintah\b")
_ARTICLE = re.compile(r"\b(?:pasal|psl|ps)\.?\s*(\d+)\s*([a-z]{1,2}(?=\b|\s))?")
_PARAGRAPH = re.compile(r"\bayat\s*\(?(\d+)\)?")
_LETTER = re.compile(r"\b(?:huruf|hrf)\s*([a-z])\b")
_POINT = re.compile(r"\bangka\s*(\d+)")
_CONTENT_WORDS = re.compile(
    r"\b(isi|isinya|bunyi|bunyinya|teks|tentang apa|apa itu|ringkasan|mengatur)\b"
)
_FILLER = frozenset(
    "apa apakah isi bunyi bunyinya isinya dari tentang itu yang di dalam pada soal mengatur "
    "ringkasan teks sih dong ya jelaskan sebutkan tolong menurut saja siapa".split()
)


@dataclass(frozen=True)
class Named:
    """A regulation that a question names, with the provisions it names, best first."""

    regulation: Regulation
    provisions: tuple[Provision, ...]


class IdentityLookup:
    """Finds the regulation, and the provisions in it, that a question names."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._regulations = knowledge.regulations
        self._by_number: dict[tuple[str, str, str], Regulation] = {}
        self._by_alias: list[tuple[str, re.Pattern[str], Regulation]] = []
        aliases: list[tuple[str, Regulation]] = []
        for regulation in knowledge.regulations:
            for number in _numbers(f"{regulation.short} {regulation.title}"):
                self._by_number.setdefault(number, regulation)
            aliases.extend((alias.casefold(), regulation) for alias in regulation.aliases)
        aliases.sort(key=lambda pair: (-len(pair[0]), pair[1].status is Status.REPEALED))
        for alias, regulation in aliases:
            pattern = re.compile(rf"\b{re.escape(alias)}\b")
            self._by_alias.append((alias, pattern, regulation))

    def find(self, question: str) -> Named | None:
        """Return what ``question`` asks to see, or None when it is about something else.

        A question counts as naming a provision when it gives an article of a known
        regulation, or asks for the content of a regulation and says little else.
        """
        text = _LONG_NAMES[0].sub("uu", question.casefold())
        text = _LONG_NAMES[1].sub("pp", text)
        article = _ARTICLE.search(text)
        found = self._regulation(text, article[1] if article else None)
        if found is None:
            return None
        regulation, rest = found
        if article:
            provisions = tuple(_matching(regulation, article, text))
            if provisions and _says_little(rest):
                return Named(regulation, provisions)
            return None
        if _says_little(rest) and (_CONTENT_WORDS.search(text) or not rest.strip()):
            return Named(regulation, ())
        return None

    def _regulation(self, text: str, article: str | None) -> tuple[Regulation, str] | None:
        if numbers := _numbers(text):
            # A law that is named but not known must not turn into another by its nickname.
            known = [self._by_number[number] for number in numbers if number in self._by_number]
            return (known[0], _NUMBERED.sub(" ", text)) if known else None
        matches = [
            (regulation, pattern.sub(" ", text))
            for alias, pattern, regulation in self._by_alias
            if alias in text and pattern.search(text)
        ]
        if article:
            # "uu pilkada" names three laws: the one that has the article is meant.
            having = [match for match in matches if _has_article(match[0], article)]
            in_force = [match for match in having if match[0].status is not Status.REPEALED]
            return next(iter(in_force or having), None)
        return next(iter(matches), None)


def _numbers(text: str) -> list[tuple[str, str, str]]:
    return [(m[1], m[2].lstrip("0"), m[3]) for m in _NUMBERED.finditer(text.casefold())]


def _has_article(regulation: Regulation, number: str) -> bool:
    wanted = re.compile(rf"^Pasal {number}\b")
    return any(wanted.match(provision.ref) for provision in regulation.provisions)


def _matching(regulation: Regulation, article: re.Match[str], text: str) -> list[Provision]:
    """Return the provisions of the named article, the most exactly named first."""
    number, suffix = article[1], (article[2] or "")
    rest = text[article.end(1) :]
    details = []
    if paragraph := _PARAGRAPH.search(rest):
        details.append(f"ayat ({paragraph[1]})")
    if letter := _LETTER.search(rest):
        details.append(f"huruf {letter[1]}")
    elif suffix and len(suffix) == 1:
        details.append(f"huruf {suffix}")
    if point := _POINT.search(rest):
        details.append(f"angka {point[1]}")
    inserted = re.compile(rf"^Pasal {number}{suffix.upper()}(?!\w)") if suffix else None
    plain = re.compile(rf"^Pasal {number}(?!\w)")
    provisions = [p for p in regulation.provisions if inserted and inserted.match(p.ref)]
    provisions = provisions or [p for p in regulation.provisions if plain.match(p.ref)]
    exact = [p for p in provisions if all(_has_detail(p.ref, detail) for detail in details)]
    return exact or provisions


def _has_detail(ref: str, detail: str) -> bool:
    return re.search(rf"{re.escape(detail)}(?!\w)", ref) is not None


def _says_little(rest: str) -> bool:
    for pattern in (_ARTICLE, _PARAGRAPH, _LETTER, _POINT):
        rest = pattern.sub(" ", rest)
    left = [word for word in re.findall(r"[a-z]+", rest) if word not in _FILLER]
    return len(left) <= 2
