"""What Slack makes of typed text: mentions in commands and messages, and the three escapes in messages."""

import re
from collections.abc import Iterable

from bot.playground.workspace.conversations import Conversation, Kind
from bot.playground.workspace.people import Person


def escaped(text: str, people: Iterable[Person], channels: Iterable[Conversation]) -> str:
    """Return command text with typed people and public channels as Slack's escape sequences."""
    marks: dict[str, str] = {}
    for person in people:
        for name in (person.name, person.real_name, person.real_name.partition(" ")[0]):
            marks.setdefault(f"@{name}".lower(), f"<@{person.id}|{person.name}>")
    for channel in channels:
        if channel.kind is Kind.PUBLIC:
            marks.setdefault(f"#{channel.name}".lower(), f"<#{channel.id}|{channel.name}>")
    longest_first = sorted(marks, key=len, reverse=True)
    pattern = "|".join(re.escape(mark) for mark in longest_first)
    if not pattern:
        return text
    typed = re.compile(rf"(?<!\S)(?:{pattern})(?![\w-])", re.IGNORECASE)
    return typed.sub(lambda found: marks[found.group().lower()], text)


def as_stored(text: str, people: Iterable[Person], channels: Iterable[Conversation]) -> str:
    """Return a written message as Slack keeps it: `& < >` escaped, mentions without the name behind them.

    Escape sequences that are already there (`<@U...>`, `<#C...>`, `<!here>`) stay as they are.
    """
    parts = re.split(r"(<[@#!][^<>]*>)", text)
    for at in range(0, len(parts), 2):
        parts[at] = parts[at].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    mentioned = escaped("".join(parts), people, channels)
    return re.sub(r"<@(\w+)\|[^<>]*>", r"<@\1>", mentioned)
