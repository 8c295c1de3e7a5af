"""What is owed, and when; and the events that were taken already."""

from typing import Final

from sqlalchemy import CheckConstraint, Column, Computed, Index, String, UniqueConstraint, literal_column
from sqlalchemy import text as sql

from bot.domain.nudge import NudgeStatus
from bot.domain.nudge_kind import CAUGHT_UP_WITH, REMINDERS, NudgeKind
from storage.columns import choice, count, either, flag, instant, key, of_one_tenant, one_of, text, text_id
from storage.instant import UtcDateTime
from storage.tables.metadata import table_of_tenants

IS_WAITING: Final = sql("wake_at IS NOT NULL")
IS_LATE: Final = sql("wake_at IS NOT NULL AND late_since IS NOT NULL")
IS_FOLDED: Final = sql("status = 'folded'")
IS_DEAD: Final = sql("status = 'dead'")
IS_REMINDER: Final = sql(f"status = 'sent' AND ({either('kind', sorted(REMINDERS | {NudgeKind.DIGEST}))})")
# A known kind is one that can be taken out of the list. With IN or OR SQLite would make a list of some fifty kinds
# anew, and PostgreSQL plan with each of them, for every claim.
_KINDS: Final = f"'|{'|'.join(NudgeKind)}|'"
_OTHERS: Final = f"replace({_KINDS}, '|' || kind || '|', '')"
IS_KNOWN: Final = sql(f"{_OTHERS} <> {_KINDS}")
"""Of a kind that this version knows. A newer one, which may share the database or have been put back, has others."""
IS_UNKNOWN: Final = sql(f"{_OTHERS} = {_KINDS}")
IS_CAUGHT_UP_WITH: Final = sql(f"({either('kind', sorted(CAUGHT_UP_WITH))})")
nudges: Final = table_of_tenants(
    "nudges",
    text_id("id"),
    text_id("key"),
    choice("kind", NudgeKind),
    text_id("delegation_id"),  # no foreign key: a Home belongs to a person, not to a delegation
    text_id("recipient"),
    text_id("subject"),
    instant("due_at"),
    choice("status", NudgeStatus, start=NudgeStatus.SCHEDULED),
    count("revision"),  # how often a living message was refreshed
    count("sent_revision"),
    text("channel"),
    text("ts"),
    count("attempts"),
    text("lease_owner"),  # which sender holds it, for whoever looks into the table; the token decides
    instant("lease_until", optional=True),
    count("lease_token"),
    flag("suspect"),
    count("looks"),  # how often since then it could not be looked for
    count("blind"),  # how often it was sent all the same
    text("error"),
    instant("settled_at", optional=True),
    instant("late_since", optional=True),  # when it was planned for, where something has put it off
    # When the sender must look at it next: when it is due, or when its lease runs out (by the time of leases, which
    # may show no dates), or never. Generated, so that no writer can forget it; one small index of it answers every
    # question that the sender asks.
    Column(
        "wake_at",
        UtcDateTime,
        Computed(
            "CASE status WHEN 'scheduled' THEN due_at WHEN 'sending' THEN lease_until END", persisted=True
        ),
    ),
    key("id"),
    UniqueConstraint(*of_one_tenant("key"), name="key"),
    one_of("status", NudgeStatus),
    CheckConstraint("(status = 'sending') = (lease_until IS NOT NULL)", name="lease"),
    Index("ix_nudges_wake", "wake_at", "id", sqlite_where=IS_WAITING, postgresql_where=IS_WAITING),
    Index("ix_nudges_late", "late_since", sqlite_where=IS_LATE, postgresql_where=IS_LATE),
    Index("ix_nudges_delegation", *of_one_tenant("delegation_id", "kind")),
    Index(
        "ix_nudges_dead",
        "settled_at",
        sqlite_where=IS_DEAD,
        postgresql_where=IS_DEAD,
    ),
    Index(
        "ix_nudges_folded", *of_one_tenant("recipient"), sqlite_where=IS_FOLDED, postgresql_where=IS_FOLDED
    ),
    Index(
        "ix_nudges_reminders",
        *of_one_tenant("recipient", "settled_at"),
        sqlite_where=IS_REMINDER,
        postgresql_where=IS_REMINDER,
    ),
)

# Spelt out: what is bound is bound anew for each row, and no partial index serves it.
SCHEDULED: Final = literal_column(f"'{NudgeStatus.SCHEDULED}'", String)
SENDING: Final = literal_column(f"'{NudgeStatus.SENDING}'", String)
CANCELLED: Final = literal_column(f"'{NudgeStatus.CANCELLED}'", String)
IS_SCHEDULED: Final = nudges.c.status == SCHEDULED
IS_SENDING: Final = nudges.c.status == SENDING
IS_CANCELLED: Final = nudges.c.status == CANCELLED

receipts: Final = table_of_tenants(
    "receipts",
    text_id("receipt"),
    instant("at"),
    key("receipt"),
)
