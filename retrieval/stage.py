"""Which stage a question speaks of: sanctions differ before and after the nomination.

What is read here decides between a light and a heavy sanction. So whatever is not plain is
read as no stage at all, and then both are told.
"""

from __future__ import annotations

import re

from knowledge.schema import Stage

_SOONER = r"(?:belum|sebelum|menjelang|jelang)"
_LATER = r"(?:sudah|telah|sesudah|setelah|sejak|pasca|usai)"
_OR = r"(?:dan|atau|maupun|versus|vs)"
# Up to three words between "belum" and what is not yet, none of which turns the sense.
_WORDS = rf"(?:(?!{_SOONER}|{_LATER}|{_OR}\b|tidak\b|bukan\b)\w+ ){{0,3}}"
_NOMINATED = (
    rf"(?:{_WORDS}(?:ditetap\w+|penetapan)"
    r"|(?:(?:resmi|sah) )?(?:jadi|menjadi) (?:pasangan )?calon"
    r"|resmi (?:pasangan )?calon)\b(?! (?:\w+ ){0,2}(?:pemenang|terpilih|tersangka|hasil)\b)"
)
_NUMBERED_OR_CAMPAIGNING = (
    r"(?:no(?:mor)? urut|calon nomor|calon no \d|calon 0\d"
    r"|(?:masa|musim|tahap|tahapan|periode) (?:kampanye|tenang))\b"
)
_ASPIRANT = r"bakal (?:pasangan )?calon\w*"

_BEFORE = re.compile(
    rf"\b(?:(?<!bukan )(?<!tidak )(?<!tak )(?<!lagi )(?<!bukan yang ){_ASPIRANT}"
    rf"|(?<!bukan )(?<!bukan yang ){_SOONER} (?:{_OR} {_LATER} )?{_NOMINATED}"
    rf"|{_NOMINATED} {_OR} (?:belum|sebelumnya)"
    r"|(?:baru|masih) (?:mau|akan|ingin|hendak|berencana|rencana) (?:maju|mencalonkan))\b"
)
_AFTER = re.compile(
    rf"\b(?:(?<!bukan )(?<!bukan yang ){_LATER} (?:{_OR} {_SOONER} )?{_NOMINATED}"
    rf"|{_NOMINATED} {_OR} (?:sesudahnya|setelahnya)"
    r"|(?<!belum )(?<!juga )(?<!bukan )(?<!tidak )resmi"
    r" (?:ditetapkan|(?:jadi|menjadi) (?:pasangan )?calon)"
    r"|(?<!bukan )(?<!jadi )(?<!belum ada )calon resmi"
    rf"|(?:bukan|tidak|tak) lagi {_ASPIRANT}|(?:bukan|tidak|tak) {_ASPIRANT}(?: \w+)? lagi"
    rf"|sudah (?:bukan|tidak) {_ASPIRANT}"
    rf"|{_ASPIRANT}(?: \w+){{0,2}} (?:{_OR}|dengan|sama) (?:pasangan )?calon"
    rf"|(?<!bakal )(?<!pasangan )calon(?: \w+){{0,2}} (?:{_OR}|dengan|sama) {_ASPIRANT}"
    rf"|{_NUMBERED_OR_CAMPAIGNING})\b"
)
# What is denied here is neither stage: nobody is a candidate yet, or may be one by now.
_DENIED = re.compile(
    rf"\b(?:(?:{_SOONER}|bukan|luar) (?:\w+ )?{_NUMBERED_OR_CAMPAIGNING}"
    rf"|{_SOONER} {_WORDS}(?:jadi|menjadi) {_ASPIRANT})"
)


def read_stage(standard: str) -> Stage | None:
    """Return the stage that a question in standard words names, before or after the nomination.

    None where it names neither or both. The campaign comes after the nomination; that it has
    not begun yet says nothing about the nomination.
    """
    said = _DENIED.sub(" ", standard)
    before, after = bool(_BEFORE.search(said)), bool(_AFTER.search(said))
    if before == after:
        return None
    return Stage.BEFORE_NOMINATION if before else Stage.AFTER_NOMINATION
