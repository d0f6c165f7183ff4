"""How long what is kept: the one place that knows the periods, and what is left after them.

=====================================  ==============================================
question answered                      text for :data:`FEEDBACK_WINDOW`, gone at a 👍
not found, declined, clarified, or 👎  text as long as the row
a row                                  ``retention_days``, then a count of its day
question before a follow-up            :data:`CONVERSATION`
mark of an erasure                     ``retention_days``
=====================================  ==============================================
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlite_utils import Database

FEEDBACK_WINDOW = timedelta(hours=24)
CONVERSATION = timedelta(minutes=30)


def stamp(moment: datetime) -> str:
    """Return ``moment`` as the journal writes it; such texts sort as the moments do."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def tidy(db: Database, now: datetime, retention_days: int) -> None:
    """Drop whatever has been kept long enough at ``now``; needs a transaction around it.

    What was written while the clock was ahead counts from now on, or it would stay longer.
    """
    present = {"now": stamp(now)}
    before = stamp(now - timedelta(days=retention_days))
    statements = [
        ("update outcomes set asked_at = :now where asked_at > :now", present),
        ("update conversations set asked_at = :now where asked_at > :now", present),
        ("update erasures set erased_at = :now where erased_at > :now", present),
        (_COUNT, {"before": before}),
        (
            "delete from feedback where outcome_id in "
            "(select id from outcomes where asked_at < :before)",
            {"before": before},
        ),
        ("delete from outcomes where asked_at < :before", {"before": before}),
        (_DROP_TEXTS, {"before": stamp(now - FEEDBACK_WINDOW)}),
        (
            "delete from conversations where asked_at < :before",
            {"before": stamp(now - CONVERSATION)},
        ),
        ("delete from erasures where erased_at < :before", {"before": before}),
    ]
    for statement, parameters in statements:
        db.conn.execute(statement, parameters)


_COUNT = """
insert into daily_counts
select substr(asked_at, 1, 10), channel, outcome, coalesce(verdict, ''), coalesce(guidance, ''),
       count(*), coalesce(sum(useful = 1), 0), coalesce(sum(useful = 0), 0)
from outcomes left join feedback on outcome_id = id
where asked_at < :before
group by 1, 2, 3, 4, 5
on conflict do update set
    questions = questions + excluded.questions,
    useful = useful + excluded.useful,
    not_useful = not_useful + excluded.not_useful
"""

_DROP_TEXTS = """
update outcomes set question = null
where question is not null and outcome = 'answered' and asked_at < :before
  and id not in (select outcome_id from feedback where useful = 0)
"""
