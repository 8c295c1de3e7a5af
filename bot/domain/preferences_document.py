"""Preferences as a plain document: the one JSON shape in which they are kept. Days and times are ISO 8601."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from bot.domain.preferences import Away, Preferences, Quiet

Document = dict[str, Any]


def preferences_to_document(preferences: Preferences) -> Document:
    """Return `preferences` as a JSON-able document with every key."""
    away, quiet = preferences.away, preferences.quiet
    return {
        "zone": preferences.zone,
        "start": preferences.start.isoformat("minutes"),
        "end": preferences.end.isoformat("minutes"),
        "days": sorted(preferences.days),
        "days_off": days_to_document(preferences.days_off),
        "away": {"first": away.first.isoformat(), "last": away.last.isoformat()} if away else None,
        "deputy_id": preferences.deputy_id,
        "quiet": {"start": quiet.start.isoformat("minutes"), "end": quiet.end.isoformat("minutes")}
        if quiet
        else None,
        "in_digest": preferences.in_digest,
        "muted": sorted(preferences.muted),
    }


def preferences_from(document: Document) -> Preferences:
    """Return the preferences that a complete document holds. Raises `KeyError` where a key is missing.

    An older one names the deputy with the absence.
    """
    away, quiet = document["away"], document["quiet"]
    return Preferences(
        zone=document["zone"],
        start=time.fromisoformat(document["start"]),
        end=time.fromisoformat(document["end"]),
        days=frozenset(document["days"]),
        days_off=days_from(document["days_off"]),
        away=Away(date.fromisoformat(away["first"]), date.fromisoformat(away["last"])) if away else None,
        deputy_id=document.get("deputy_id") or (away or {}).get("deputy_id", ""),
        quiet=Quiet(time.fromisoformat(quiet["start"]), time.fromisoformat(quiet["end"])) if quiet else None,
        in_digest=document["in_digest"],
        muted=frozenset(document["muted"]),
    )


def days_to_document(days: Iterable[date]) -> list[str]:
    """Return days as they are kept, in order."""
    return [day.isoformat() for day in sorted(days)]


def days_from(listed: Iterable[str]) -> frozenset[date]:
    """Return the days that were kept."""
    return frozenset(date.fromisoformat(day) for day in listed)
