"""The small checks that the Block Kit tables are written in.

A check takes a value and its JSON pointer and yields one sentence per problem, so that a table of fields
reads like Slack's own reference pages.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Check = Callable[[Any, str], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an object: how its value is checked, and whether it has to be there."""

    check: Check
    required: bool = False


Fields = Mapping[str, Field]


def required(check: Check) -> Field:
    """Make a field that has to be there."""
    return Field(check, required=True)


def optional(check: Check) -> Field:
    """Make a field that may be left out."""
    return Field(check)


def check_fields(value: Any, where: str, fields: Fields, name: str) -> Iterator[str]:
    """Check an object: no unknown field, every compulsory one there, each by its own check."""
    if not isinstance(value, dict):
        yield f"{where}: must be an object ({name})"
        return
    for key in value:
        if key not in fields and key != "type":
            yield f"{where}/{key}: unknown field of {name}"
    for key, field in fields.items():
        if key in value and value[key] is not None:
            yield from field.check(value[key], f"{where}/{key}")
        elif key in value:
            yield f"{where}/{key}: must not be null"
        elif field.required:
            yield f"{where}: missing required field: {key}"


def string(longest: int, *, shortest: int = 1) -> Check:
    """Text of `shortest` to `longest` characters."""

    def check(value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"{where}: must be a string"
        elif len(value) < shortest:
            yield (
                f"{where}: must not be empty"
                if shortest == 1
                else f"{where}: must have {shortest} characters"
            )
        elif len(value) > longest:
            yield f"{where}: must be at most {longest} characters, has {len(value)}"

    return check


def boolean(value: Any, where: str) -> Iterator[str]:
    """True or false."""
    if not isinstance(value, bool):
        yield f"{where}: must be true or false"


def whole_number(lowest: int, highest: int) -> Check:
    """An integer from `lowest` to `highest`."""

    def check(value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
            yield f"{where}: must be a whole number from {lowest} to {highest}"

    return check


def one_of(*allowed: str) -> Check:
    """One of a few words."""

    def check(value: Any, where: str) -> Iterator[str]:
        if value not in allowed:
            yield f"{where}: must be one of {', '.join(allowed)}"

    return check


def matching(pattern: str, words: str, longest: int = 3000) -> Check:
    """Text that looks like `words`."""
    compiled = re.compile(pattern)

    def check(value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            yield f"{where}: must be {words}"
        elif len(value) > longest:
            yield f"{where}: must be at most {longest} characters, has {len(value)}"

    return check


def list_of(check_item: Check, fewest: int, most: int, what: str) -> Check:
    """A list of `fewest` to `most` items."""

    def check(value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{where}: must be a list"
            return
        if len(value) < fewest:
            yield f"{where}: must have at least {fewest} {what}"
        if len(value) > most:
            yield f"{where}: must have at most {most} {what}, has {len(value)}"
        for number, item in enumerate(value):
            yield from check_item(item, f"{where}/{number}")

    return check


def shape(fields: Fields, name: str) -> Check:
    """An object with exactly these fields."""

    def check(value: Any, where: str) -> Iterator[str]:
        if isinstance(value, dict) and "type" in value and "type" not in fields:
            yield f"{where}/type: unknown field of {name}"
        yield from check_fields(value, where, fields, name)

    return check


PLAIN_TEXT: Fields = {"text": required(string(3000)), "emoji": optional(boolean)}
MRKDWN: Fields = {"text": required(string(3000)), "verbatim": optional(boolean)}


def text_object(longest: int, *kinds: str) -> Check:
    """A text object of one of `kinds` (`plain_text`, `mrkdwn`), at most `longest` characters."""

    def check(value: Any, where: str) -> Iterator[str]:
        kind = value.get("type") if isinstance(value, dict) else None
        if kind not in kinds:
            yield f"{where}: must be a text object of type {' or '.join(kinds)}"
            return
        fields = {**(PLAIN_TEXT if kind == "plain_text" else MRKDWN), "text": required(string(longest))}
        yield from check_fields(value, where, fields, kind)

    return check


def plain_text(longest: int) -> Check:
    """A plain_text object."""
    return text_object(longest, "plain_text")


def any_text(longest: int) -> Check:
    """A plain_text or mrkdwn object."""
    return text_object(longest, "plain_text", "mrkdwn")


def both(*checks: Check) -> Check:
    """Every one of `checks`."""

    def check(value: Any, where: str) -> Iterator[str]:
        for each in checks:
            yield from each(value, where)

    return check
